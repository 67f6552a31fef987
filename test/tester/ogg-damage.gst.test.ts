import { OggChecker } from '../../core/src/tester/ogg';
import { oggStream } from '../support/gst-stream';
import { changed, checkOgg, finished, oggReasons, splitPages, type RawPage } from '../support/ogg-damage';

const FLAGS = 5;
const GRANULE = 6;
const SERIAL = 14;

const stream = finished(oggStream(1000));
const pages = splitPages(stream);
const raw = pages.map((page) => page.bytes);
const [theora, vorbis] = pages.filter((page) => page.first).map((page) => page.serial);
const firstMedia = pages.findIndex((page) => page.granule !== 0n);
const headers = pages.slice(0, firstMedia);
const media = pages.slice(firstMedia);

/** Index in `pages` of the n-th media page of a track. */
function mediaPage(serial: number | undefined, n: number): number {
  const page = media.filter((each) => each.serial === serial)[n];
  if (!page) throw new Error(`no media page ${n}`);
  return pages.indexOf(page);
}

function page(index: number): RawPage {
  const found = pages[index];
  if (!found) throw new Error(`no page ${index}`);
  return found;
}

function without(...indices: readonly number[]): Buffer[] {
  return raw.filter((_, index) => !indices.includes(index));
}

function replaced(index: number, bytes: Buffer): Buffer[] {
  return raw.map((each, at) => (at === index ? bytes : each));
}

describe('a damaged Ogg stream', () => {
  it('is noticed whichever byte is changed', () => {
    let seed = 1;
    for (let round = 0; round < 300; round++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const at = seed % stream.length;
      const damaged = Buffer.from(stream);
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (seed >>> 29)), at);
      const checker = checkOgg(damaged);
      checker.end();
      expect({ at, found: checker.problems.length > 0 }).toEqual({ at, found: true });
    }
  });

  it('is noticed whichever page is missing', () => {
    const firsts = [mediaPage(theora, 0), mediaPage(vorbis, 0)];
    for (let index = 0; index < raw.length; index++) {
      // Without the first media page of the sound the stream looks as if it was joined there.
      if (index === firsts[1]) continue;
      const checker = checkOgg(without(index));
      checker.end();
      const found = checker.problems.length > 0 || !checker.finished;
      expect({ index, found }).toEqual({ index, found: true });
    }
  });

  it.each<[string, () => readonly Buffer[], string[]]>([
    [
      'a changed byte of a body',
      () => replaced(mediaPage(theora, 3), damagedBody(page(mediaPage(theora, 3)))),
      ['a page is damaged: wrong checksum', 'pages are missing'],
    ],
    ['a missing page', () => without(mediaPage(vorbis, 4)), ['pages are missing']],
    [
      'a repeated page',
      () => raw.flatMap((each, at) => (at === mediaPage(vorbis, 4) ? [each, each] : [each])),
      ['pages are repeated or out of order'],
    ],
    [
      'two pages in the wrong order',
      () => swapped(mediaPage(vorbis, 4), mediaPage(vorbis, 5)),
      ['pages are missing', 'pages are repeated or out of order', 'time runs backwards'],
    ],
    [
      'bytes between pages',
      () => raw.flatMap((each, at) => (at === 9 ? [Buffer.from('junk OggX'), each] : [each])),
      ['bytes that are no Ogg page'],
    ],
    [
      'time that runs backwards',
      () =>
        replaced(
          mediaPage(vorbis, 5),
          changed(page(mediaPage(vorbis, 5)), (bytes) => void bytes.writeBigUInt64LE(5n, GRANULE)),
        ),
      ['time runs backwards'],
    ],
    [
      'a page without a time',
      () =>
        replaced(
          mediaPage(vorbis, 5),
          changed(page(mediaPage(vorbis, 5)), (bytes) => void bytes.writeBigInt64LE(-1n, GRANULE)),
        ),
      ['a page with a whole packet has no time'],
    ],
    [
      'a packet cut off',
      () =>
        replaced(
          mediaPage(vorbis, 5),
          changed(page(mediaPage(vorbis, 5)), (bytes) => void bytes.writeUInt8(1, FLAGS)),
        ),
      ['a packet is cut off'],
    ],
    [
      'another version',
      () =>
        replaced(
          mediaPage(vorbis, 5),
          changed(page(mediaPage(vorbis, 5)), (bytes) => void bytes.writeUInt8(1, 4)),
        ),
      ['unknown version of Ogg'],
    ],
    [
      'a track that was never announced',
      () =>
        replaced(
          mediaPage(vorbis, 5),
          changed(page(mediaPage(vorbis, 5)), (bytes) => void bytes.writeUInt32LE(7, SERIAL)),
        ),
      ['a page of a track without headers', 'pages are missing'],
    ],
    [
      'a last page in the middle',
      () =>
        replaced(
          mediaPage(vorbis, 5),
          changed(page(mediaPage(vorbis, 5)), (bytes) => void bytes.writeUInt8(4, FLAGS)),
        ),
      ['a page after the last page of its stream'],
    ],
    ['a first header missing', () => without(0), ['a page of a track without headers']],
    [
      'a second header missing',
      () => without(2),
      ['pages are missing', 'a header is missing or wrong', 'media comes before all headers have come'],
    ],
    ['headers after media', () => headersLate(), ['media comes before all headers have come']],
    [
      'two tracks with one serial number',
      () =>
        replaced(
          1,
          changed(page(1), (bytes) => void bytes.writeUInt32LE(page(0).serial, SERIAL)),
        ),
      ['two tracks have the same serial number'],
    ],
    [
      'a start without a keyframe',
      () =>
        without(...pages.map((_, at) => at).filter((at) => at >= firstMedia && at <= mediaPage(theora, 2))),
      ['video begins without a keyframe'],
    ],
    [
      'a second stream before the end of the first',
      () => [...raw.slice(0, -4), ...raw],
      ['a new stream begins before the old one has ended'],
    ],
  ])('%s is noticed as what it is', (_, damaged, expected) => {
    expect(oggReasons(damaged())).toEqual(expect.arrayContaining(expected));
  });

  it('cut off at the end is noticed when it ends', () => {
    const cut = checkOgg(stream.subarray(0, stream.length - 10));
    expect(cut.problems).toEqual([]);
    cut.end();
    expect(cut.problems.map((problem) => problem.reason)).toEqual(['the stream ends within a page']);
    expect(cut.finished).toBe(false);
  });

  it('keeps no more than a hundred problems', () => {
    const noise = Array.from({ length: 500 }, () => [Buffer.from('xxxxx'), raw[9] ?? Buffer.alloc(0)]).flat();
    expect(checkOgg(noise).problems).toHaveLength(100);
  });

  it('holds no more than a page of what it cannot use', () => {
    const checker = new OggChecker();
    const piece = Buffer.alloc(65536, 0x4f);
    const before = process.memoryUsage.rss();
    for (let round = 0; round < 2000; round++) checker.push(piece);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60e6);
    checker.push(stream);
    expect(checker.pages).toBe(pages.length);
  });
});

function damagedBody(page: RawPage): Buffer {
  const bytes = Buffer.from(page.bytes);
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 0x10, last);
  return bytes;
}

function swapped(a: number, b: number): Buffer[] {
  return pages.map((_, at) => page(at === a ? b : at === b ? a : at).bytes);
}

/** The last header page stands behind the first media page of the other track. */
function headersLate(): Buffer[] {
  const late = headers.map((each) => each.serial).lastIndexOf(vorbis ?? 0);
  const first = mediaPage(theora, 0);
  const rest = pages.filter((_, at) => at !== late && at > first).map((each) => each.bytes);
  const front = pages.filter((_, at) => at !== late && at <= first).map((each) => each.bytes);
  return [...front, page(late).bytes, ...rest];
}
