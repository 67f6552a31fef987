import { ProblemList, type StreamChecker, type StreamProblem } from './checker';
import { OggParser, type OggGap, type OggPage, type OggPageHandler } from './ogg-page';
import { OggTrack } from './ogg-track';

/**
 * Checks an Ogg stream as players see it: pages whole, intact and in order; headers of all tracks first; time never
 * backwards; video from a keyframe on. A stream may be joined in the middle, once, after its headers; and one stream
 * may follow another when that has ended (chaining).
 */
export class OggChecker implements StreamChecker, OggPageHandler {
  /** Pages so far. */
  pages = 0;
  /** Streams one after the other; 1 when nothing is chained. */
  links = 0;
  /** Tracks of the current link by serial number. */
  readonly tracks = new Map<number, OggTrack>();
  private readonly list = new ProblemList();
  private readonly parser = new OggParser(this);
  private bytes = 0;
  private opening = true;

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    if (this.tracks.size === 0) return 'the first Ogg page';
    const tracks = [...this.tracks.values()];
    const headless = tracks.filter((track) => !track.ready);
    if (headless.length > 0) return `the headers of ${headless.map((track) => track.name).join(' and ')}`;
    const silent = tracks.filter((track) => !track.plays && track.codec?.name !== 'skeleton');
    return silent.length === 0
      ? undefined
      : `${silent.map((track) => track.name).join(' and ')} after the headers`;
  }

  get description(): string {
    return `Ogg: ${[...this.tracks.values()].map((track) => track.name).join(', ')}`;
  }

  /** Whether every track has had its last page; recordings and muxers often leave it out, and players do not mind. */
  get finished(): boolean {
    return this.tracks.size > 0 && [...this.tracks.values()].every((track) => track.ended);
  }

  push(piece: Buffer): void {
    this.bytes += piece.length;
    this.parser.push(piece);
  }

  end(): void {
    if (this.parser.unfinished > 0) {
      this.list.add('the stream ends within a page', this.bytes, `${this.parser.unfinished} bytes of it`);
    }
  }

  gap({ offset, skipped }: OggGap): void {
    this.list.add('bytes that are no Ogg page', offset, `${skipped} bytes`);
  }

  page(page: OggPage): void {
    this.pages++;
    const complain = (reason: string, detail?: string): void => this.list.add(reason, page.offset, detail);
    if (page.version !== 0) complain('unknown version of Ogg', `version ${page.version}`);
    if (!page.intact) {
      complain('a page is damaged: wrong checksum', `page ${page.sequence} of serial ${page.serial}`);
      return;
    }
    if (page.first) this.begin(page, complain);
    else this.follow(page, complain);
  }

  private begin(page: OggPage, complain: (reason: string, detail?: string) => void): void {
    if (!this.opening || this.links === 0) {
      const running = [...this.tracks.values()].filter((track) => !track.ended);
      if (running.length > 0) {
        complain(
          'a new stream begins before the old one has ended',
          running.map((track) => track.name).join(', '),
        );
      }
      this.links++;
      this.tracks.clear();
      this.opening = true;
    }
    if (this.tracks.has(page.serial))
      complain('two tracks have the same serial number', `serial ${page.serial}`);
    this.tracks.set(page.serial, new OggTrack(page, complain));
  }

  private follow(page: OggPage, complain: (reason: string, detail?: string) => void): void {
    this.opening = false;
    const track = this.tracks.get(page.serial);
    if (!track) {
      complain('a page of a track without headers', `serial ${page.serial}`);
      return;
    }
    const wasReady = track.ready;
    track.follow(page, complain);
    if (wasReady && [...this.tracks.values()].some((other) => !other.ready)) {
      complain('media comes before all headers have come', track.name);
    }
  }
}
