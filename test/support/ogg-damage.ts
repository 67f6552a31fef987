import { OggChecker } from '../../core/src/tester/ogg';
import { oggChecksum } from '../../core/src/tester/ogg-checksum';
import { OggParser, type OggPage } from '../../core/src/tester/ogg-page';

/** A page together with its bytes. */
export interface RawPage extends OggPage {
  readonly bytes: Buffer;
}

/** Cuts a whole Ogg stream into its pages. @throws Error when there is anything else in it. */
export function splitPages(stream: Buffer): RawPage[] {
  const pages: OggPage[] = [];
  const parser = new OggParser({
    page: (page) => void pages.push(page),
    gap: ({ offset }) => {
      throw new Error(`no page at byte ${offset}`);
    },
  });
  parser.push(stream);
  return pages.map((page, index) => {
    return { ...page, bytes: stream.subarray(page.offset, pages[index + 1]?.offset ?? stream.length) };
  });
}

/** The bytes of a page after a change, with the right checksum for it. */
export function changed(page: RawPage, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(page.bytes);
  change(bytes);
  bytes.writeUInt32LE(oggChecksum(bytes), 22);
  return bytes;
}

/** The stream with the mark of a last page on the last page of every track, where the muxer left it out. */
export function finished(stream: Buffer): Buffer {
  const pages = splitPages(stream);
  const last = new Map(pages.map((page) => [page.serial, page]));
  return Buffer.concat(
    pages.map((page) =>
      last.get(page.serial) === page
        ? changed(page, (bytes) => void bytes.writeUInt8(bytes.readUInt8(5) | 4, 5))
        : page.bytes,
    ),
  );
}

/** Hands a stream to a checker in pieces of a size. */
export function checkOgg(stream: Buffer | readonly Buffer[], pieceSize = Infinity): OggChecker {
  const checker = new OggChecker();
  const bytes = Buffer.isBuffer(stream) ? stream : Buffer.concat(stream);
  const step = Math.min(pieceSize, Math.max(1, bytes.length));
  for (let at = 0; at < bytes.length; at += step) checker.push(bytes.subarray(at, at + step));
  return checker;
}

/** What is wrong with a stream, each reason once. */
export function oggReasons(stream: Buffer | readonly Buffer[]): string[] {
  return [...new Set(checkOgg(stream).problems.map((problem) => problem.reason))];
}
