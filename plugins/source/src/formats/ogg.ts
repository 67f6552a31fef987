import { Cutter } from './cutter';
import { MAX_HEADERS, MAX_RUBBISH, Unreadable, type FormatReader, type FormatSink } from './format';
import { CAPTURE, OggPage } from './ogg-page';
import { OggTrack } from './ogg-track';

/** Most tracks of a stream. */
const MAX_TRACKS = 32;

/** Reads Ogg: pages, of which the headers are kept. Tracks that begin after media are the next stream of a chain. */
export class OggReader implements FormatReader {
  private readonly cutter = new Cutter((bytes) => this.step(bytes));
  private tracks = new Map<number, OggTrack>();
  private headers: Buffer[] = [];
  private headerBytes = 0;
  private begun = false;
  private rubbish = 0;

  constructor(private readonly sink: FormatSink) {}

  push(data: Buffer): void {
    this.cutter.push(data);
  }

  private step(bytes: Buffer): number {
    // Anything else would be read as the length of a page before it is seen to be none.
    const captured = bytes.length < 4 || bytes.toString('latin1', 0, 4) === CAPTURE;
    const page = captured ? OggPage.read(bytes) : 0;
    if (typeof page !== 'number') {
      this.rubbish = 0;
      this.take(page);
      return page.bytes.length;
    }
    if (page < 0) return page;
    const next = bytes.indexOf(CAPTURE, 1, 'latin1');
    const left = next > 0 ? next : Math.max(1, bytes.length - CAPTURE.length + 1);
    this.rubbish += left;
    if (this.rubbish > MAX_RUBBISH) throw new Unreadable(`has no page of Ogg in ${MAX_RUBBISH / 1024} kB`);
    return left;
  }

  private take(page: OggPage): void {
    if (page.beginning) this.beginTrack(page);
    const track = this.tracks.get(page.serial);
    // Of a track whose beginning was missed nothing can be decoded.
    if (!track) return;
    if (!this.begun && (!track.complete || (track.unknown && (page.granule ?? 0n) === 0n))) {
      this.keep(page, track);
      return;
    }
    if (!this.begun) this.begin();
    const time = track.timeTo(page.granule);
    this.sink.piece({
      data: page.bytes,
      delta: this.isDelta(page, track),
      ...(time === undefined ? {} : { time }),
    });
  }

  private beginTrack(page: OggPage): void {
    if (this.begun) {
      this.tracks = new Map();
      this.begun = false;
    }
    if (this.tracks.size >= MAX_TRACKS) throw new Unreadable(`has more than ${MAX_TRACKS} tracks`);
    const [first] = page.packets();
    this.tracks.set(
      page.serial,
      new OggTrack(first?.data ?? Buffer.alloc(0), (tags) => this.sink.named(tags)),
    );
  }

  private keep(page: OggPage, track: OggTrack): void {
    this.headerBytes += page.bytes.length;
    if (this.headerBytes > MAX_HEADERS)
      throw new Unreadable(`has headers of more than ${MAX_HEADERS / 1024} kB`);
    const bytes = Buffer.from(page.bytes);
    this.headers.push(bytes);
    for (const { data, whole } of page.packets()) track.header(data, whole);
  }

  private begin(): void {
    this.begun = true;
    this.sink.begin('application/ogg', this.headers);
    this.headers = [];
    this.headerBytes = 0;
  }

  private isDelta(page: OggPage, track: OggTrack): boolean {
    const pictures = [...this.tracks.values()].some(({ video }) => video);
    if (!pictures) return page.continued;
    if (!track.video) return true;
    // A packet that began on the page before can only be entered there.
    const begun = [...page.packets()].slice(page.continued ? 1 : 0);
    return !begun.some(({ data }) => track.isKey(data));
  }
}
