/** Looks at what is here. @returns how many bytes it is done with, or how many it needs in all before it looks again, negative. */
export type Step = (bytes: Buffer) => number;

/** Gives bytes that arrive in pieces of any size to a step, in one piece and again and again, copying each byte few times. */
export class Cutter {
  private chunks: Buffer[] = [];
  private size = 0;
  private wanted = 1;

  constructor(private readonly step: Step) {}

  /** The next bytes. */
  push(data: Buffer): void {
    if (data.length === 0) return;
    this.chunks.push(data);
    this.size += data.length;
    if (this.size < this.wanted) return;
    let bytes = this.chunks.length === 1 ? data : Buffer.concat(this.chunks, this.size);
    for (;;) {
      const result = bytes.length === 0 ? -1 : this.step(bytes);
      if (result <= 0) {
        this.wanted = Math.max(-result, bytes.length + 1);
        break;
      }
      bytes = bytes.subarray(result);
    }
    this.chunks = bytes.length === 0 ? [] : [bytes];
    this.size = bytes.length;
  }
}
