import type { Inlet } from '@flumotion/core/plugin';
import { OggPages } from './ogg-pages';

/** Makes a feed of an Ogg stream: one page a buffer, headers kept for those who join late, times of arrival. */
export class OggRelay {
  private pages = new OggPages();
  private headers: Buffer[] = [];
  private told = false;

  /** @param now - nanoseconds of the flow's time. */
  constructor(
    private readonly inlet: Pick<Inlet, 'caps' | 'buffer'>,
    private readonly now: () => bigint,
  ) {}

  /** The next piece of the stream. */
  push(piece: Buffer): void {
    for (const page of this.pages.push(piece)) {
      // Tracks that begin after media are a new stream, as when the title changes.
      if (page.beginning && this.told) {
        this.told = false;
        this.headers = [];
      }
      if (!this.told && page.header) this.headers.push(page.data);
      else this.pass(page.data, page.continued);
    }
  }

  private pass(data: Buffer, delta: boolean): void {
    if (this.headers.length === 0) return;
    const pts = this.now();
    if (!this.told) {
      this.told = true;
      this.inlet.caps('application/ogg', this.headers);
      for (const header of this.headers) {
        this.inlet.buffer({ data: header, pts, delta: false, header: true, discont: false });
      }
    }
    this.inlet.buffer({ data, pts, delta, header: false, discont: false });
  }
}
