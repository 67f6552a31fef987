import { OggClock } from './ogg-clock.js';

/** Bytes that wait to be taken; beyond, no more are read, and the server sees a slow listener. */
const MOST_WAITING = 4 * 1024 * 1024;

/** An endless response in the form that ogv.js reads from: by itself it asks for ranges, which no live stream has. */
export class OgvStream {
  readonly seekable = false;
  readonly length = -1;
  readonly headers: Readonly<Record<string, string>> = {};
  offset = 0;
  eof = false;
  buffering = false;
  readonly seeking = false;
  private readonly abortion = new AbortController();
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private readonly clock = new OggClock();
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  /** @param failed - told when the server does not give the stream: the player keeps that to itself. */
  constructor(
    private readonly url: string,
    private readonly failed: (reason: string) => void,
  ) {}

  async load(): Promise<void> {
    try {
      const response = await fetch(this.url, { signal: this.abortion.signal, cache: 'no-store' });
      if (!response.ok || !response.body) throw new Error(`the server answers ${response.status}`);
      this.reader = response.body.getReader();
    } catch (error) {
      this.failed(error instanceof Error ? error.message : '');
      throw error;
    }
  }

  /** At most so many bytes, and at least one unless the stream is at its end. */
  async read(most: number): Promise<ArrayBuffer> {
    await this.buffer(1);
    const taken = new Uint8Array(Math.min(most, this.size));
    for (let at = 0; at < taken.length;) {
      const [part] = this.parts;
      if (!part) break;
      const piece = part.subarray(0, taken.length - at);
      taken.set(piece, at);
      at += piece.length;
      if (piece.length === part.length) this.parts.shift();
      else this.parts[0] = part.subarray(piece.length);
    }
    this.size -= taken.length;
    this.offset += taken.length;
    return taken.buffer;
  }

  /** Waits until so many bytes can be read, or the stream is at its end. @returns how many can be. */
  async buffer(wanted: number): Promise<number> {
    if (this.size >= wanted || this.eof) return this.size;
    // The player looks at this: it is set for as long as there is nothing to give, and not longer.
    this.buffering = true;
    try {
      while (this.size < Math.min(wanted, MOST_WAITING) && !this.eof) {
        const { done, value } = (await this.reader?.read()) ?? { done: true, value: undefined };
        const pages = value && this.clock.push(value);
        if (pages && pages.length > 0) {
          this.parts.push(pages);
          this.size += pages.length;
        }
        if (done) this.eof = true;
      }
    } finally {
      this.buffering = false;
    }
    return this.size;
  }

  getBufferedRanges(): [number, number][] {
    return [[this.offset, this.offset + this.size]];
  }

  abort(): void {
    this.abortion.abort();
  }
}
