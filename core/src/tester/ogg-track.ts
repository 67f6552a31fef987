import { oggCodec, type OggCodec } from './ogg-codec';
import type { OggPage } from './ogg-page';

/** Told of what is wrong: the reason without figures, then the figures. */
export type Complain = (reason: string, detail?: string) => void;

/** One logical stream inside Ogg: checks that its pages follow each other and that its headers come first. */
export class OggTrack {
  readonly serial: number;
  readonly codec: OggCodec | undefined;
  /** Granule position of the last page that had one. */
  granule: bigint | undefined;
  /** Packets that were complete. */
  packets = 0;
  pages = 0;
  ended = false;
  /** Whether all header packets have arrived; a codec that is not known counts as one header. */
  ready = false;
  private sequence: number;
  private open = false;
  /** The page that may follow the headers with any number: live streams are joined in the middle. */
  private joined = false;
  private playable = false;
  private lastHeader = false;

  constructor(page: OggPage, complain: Complain) {
    this.serial = page.serial;
    this.sequence = page.sequence;
    const [packet] = page.parts;
    this.codec = packet && oggCodec(packet);
    if (page.continued) complain('a first page begins with the rest of a packet');
    if (page.parts.length !== 1 || page.open) {
      complain('a first page does not hold exactly one packet', `${page.parts.length} packets`);
    }
    this.read(page, complain);
  }

  /** Name of the codec, or the serial number of one that is not known. */
  get name(): string {
    return this.codec?.name ?? `unknown codec (serial ${this.serial})`;
  }

  /** Whether media has arrived from which a decoder can begin. */
  get plays(): boolean {
    return this.playable;
  }

  /** Checks a page after the first. */
  follow(page: OggPage, complain: Complain): void {
    if (this.ended) complain('a page after the last page of its stream', this.name);
    const expected = (this.sequence + 1) >>> 0;
    const joins = this.ready && !this.joined;
    if (page.sequence !== expected && !joins) {
      const lost = page.sequence > expected ? 'pages are missing' : 'pages are repeated or out of order';
      complain(lost, `${this.name}: page ${page.sequence} after page ${this.sequence}`);
      this.open = page.continued;
    } else if (page.continued !== this.open && !(joins && page.sequence !== expected)) {
      complain('a packet is cut off', `${this.name}: page ${page.sequence}`);
    }
    this.sequence = page.sequence;
    this.read(page, complain);
  }

  private read(page: OggPage, complain: Complain): void {
    this.pages++;
    this.checkGranule(page, complain);
    const wasReady = this.ready;
    let media = 0;
    page.parts.forEach((part, at) => {
      const ends = at < page.parts.length - 1 || !page.open;
      const begins = at > 0 || !page.continued;
      if (this.ready) media++;
      if (begins) this.begin(part, complain);
      if (!ends) return;
      this.packets++;
      this.ready ||= this.lastHeader;
    });
    if (!wasReady && media > 0) complain('media shares a page with headers', this.name);
    if (wasReady) this.joined = true;
    this.open = page.open;
    if (page.last) this.ended = true;
  }

  private begin(packet: Buffer, complain: Complain): void {
    if (!this.ready) {
      this.lastHeader = this.codec?.isLastHeader(packet, this.packets) ?? true;
      if (this.codec?.isHeader(packet, this.packets) === false) {
        complain('a header is missing or wrong', `${this.name}: header ${this.packets + 1}`);
      }
    } else if (!this.playable) {
      if (this.codec?.isKeyframe?.(packet) === false) complain('video begins without a keyframe', this.name);
      this.playable = true;
    }
  }

  private checkGranule(page: OggPage, complain: Complain): void {
    const complete = page.parts.length - (page.open ? 1 : 0);
    if (page.granule === undefined) {
      if (complete > 0)
        complain('a page with a whole packet has no time', `${this.name}: page ${page.sequence}`);
      return;
    }
    if (complete === 0 && page.parts.length > 0) {
      complain('a page without the end of a packet has a time', `${this.name}: page ${page.sequence}`);
    }
    if (this.granule !== undefined && page.granule < this.granule) {
      complain('time runs backwards', `${this.name}: granule ${page.granule} after ${this.granule}`);
    }
    this.granule = page.granule;
  }
}
