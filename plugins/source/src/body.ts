/** A body that breaks the rules of its transfer. */
export class BadBody extends Error {}

/** Takes a body apart into the bytes of the stream. */
export interface BodyReader {
  /** Whether the body has come to its end; what follows is not part of it. */
  readonly done: boolean;
  /** The bytes of the stream in the next piece of the connection, without a copy. @throws BadBody when it is broken. */
  read(data: Buffer): readonly Buffer[];
}

/** Longest line with the size of a chunk, or of what follows the last one. */
const MAX_LINE = 1024;
/** Most lines after the last chunk. */
const MAX_TRAILERS = 100;

/** A body that has its length in its head, or lasts until the connection ends. */
export class PlainBody implements BodyReader {
  /** @param left - bytes; Infinity until the connection ends. */
  constructor(private left: number) {}

  get done(): boolean {
    return this.left === 0;
  }

  read(data: Buffer): readonly Buffer[] {
    const part = this.left < data.length ? data.subarray(0, this.left) : data;
    this.left -= part.length;
    return part.length === 0 ? [] : [part];
  }
}

type State = 'size' | 'data' | 'end of data' | 'trailer' | 'done';

/** A body in chunks, as HTTP/1.1 has it. */
export class ChunkedBody implements BodyReader {
  private state: State = 'size';
  private line = '';
  private left = 0;
  private trailers = 0;

  get done(): boolean {
    return this.state === 'done';
  }

  read(data: Buffer): readonly Buffer[] {
    const parts: Buffer[] = [];
    for (let at = 0; at < data.length && this.state !== 'done';) {
      if (this.state === 'data') {
        const part = data.subarray(at, at + this.left);
        parts.push(part);
        at += part.length;
        this.left -= part.length;
        if (this.left === 0) this.state = 'end of data';
      } else at = this.readLine(data, at);
    }
    return parts;
  }

  private readLine(data: Buffer, from: number): number {
    const end = data.indexOf(0x0a, from);
    const to = end < 0 ? data.length : end;
    if (this.line.length + to - from > MAX_LINE) throw new BadBody('a line between chunks is too long');
    this.line += data.toString('latin1', from, to);
    if (end < 0) return to;
    const line = this.line.endsWith('\r') ? this.line.slice(0, -1) : this.line;
    this.line = '';
    this.take(line);
    return end + 1;
  }

  private take(line: string): void {
    if (this.state === 'end of data') {
      if (line !== '') throw new BadBody('a chunk is longer than its size says');
      this.state = 'size';
    } else if (this.state === 'size') {
      // Up to what a number holds exactly; what follows a semicolon means nothing here.
      const size = /^([0-9a-f]{1,12})[ \t]*(;.*)?$/i.exec(line)?.[1];
      if (size === undefined) throw new BadBody('the size of a chunk is no hexadecimal number');
      this.left = parseInt(size, 16);
      this.state = this.left === 0 ? 'trailer' : 'data';
    } else if (line === '') this.state = 'done';
    else if (++this.trailers > MAX_TRAILERS) throw new BadBody('too many lines follow the last chunk');
  }
}
