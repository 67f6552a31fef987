import type { ResponseHead } from './response-head';

/** Takes the bytes of an answer off the connection: without lengths of chunks, and no further than the answer goes. */
export interface Body {
  /** Takes what came; hands on what belongs to the answer, in pieces that share the memory of what came. */
  push(bytes: Buffer, deliver: (piece: Buffer) => void): void;
  /** The answer has come whole; undefined when only the end of the connection can tell. */
  readonly whole: boolean | undefined;
  /** Its length was known beforehand. */
  readonly counted?: boolean;
  /** What breaks the rules of HTTP. */
  readonly fault?: string | undefined;
}

/** How an answer's bytes come; undefined when its head contradicts itself. */
export function bodyOf({ fields }: ResponseHead): Body | undefined {
  const coding = fields.get('transfer-encoding');
  if (coding !== undefined) return /^chunked$/i.test(coding) ? new Chunked() : undefined;
  const length = fields.get('content-length');
  if (length === undefined) return new UntilClosed();
  return /^\d{1,15}$/.test(length) ? new Counted(Number(length)) : undefined;
}

class UntilClosed implements Body {
  readonly whole = undefined;

  push(bytes: Buffer, deliver: (piece: Buffer) => void): void {
    deliver(bytes);
  }
}

class Counted implements Body {
  readonly counted = true;

  constructor(private left: number) {}

  get whole(): boolean {
    return this.left === 0;
  }

  push(bytes: Buffer, deliver: (piece: Buffer) => void): void {
    const piece = bytes.length > this.left ? bytes.subarray(0, this.left) : bytes;
    this.left -= piece.length;
    if (piece.length > 0) deliver(piece);
  }
}

/** Longest line with the length of a chunk, or of a field after the last. */
const MAX_LINE = 4096;

class Chunked implements Body {
  whole = false;
  fault: string | undefined;
  /** Bytes of the chunk still to come. */
  private left = 0;
  private line = '';
  private at: 'length' | 'bytes' | 'end of chunk' | 'trailer' = 'length';

  push(bytes: Buffer, deliver: (piece: Buffer) => void): void {
    for (let at = 0; at < bytes.length && !this.whole && this.fault === undefined;) {
      if (this.at === 'bytes') {
        const piece = bytes.subarray(at, at + this.left);
        at += piece.length;
        this.left -= piece.length;
        if (this.left === 0) this.at = 'end of chunk';
        deliver(piece);
      } else at = this.read(bytes, at);
    }
  }

  /** Reads on in a line; acts on it when it is whole. */
  private read(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(10, from);
    this.line += bytes.toString('latin1', from, end < 0 ? bytes.length : end);
    if (this.line.length > MAX_LINE) this.fault = 'a line between chunks is endless';
    if (end < 0) return bytes.length;
    const line = this.line.replace(/\r$/, '');
    this.line = '';
    if (this.at === 'length') this.begin(line);
    else if (this.at === 'trailer') this.whole = line === '';
    else if (line === '') this.at = 'length';
    else this.fault = 'a chunk is longer than it says';
    return end + 1;
  }

  private begin(line: string): void {
    const length = /^([0-9a-f]{1,13})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (length === undefined) this.fault = 'the length of a chunk is no number';
    else {
      this.left = parseInt(length, 16);
      this.at = this.left === 0 ? 'trailer' : 'bytes';
    }
  }
}
