/** Bytes of one piece of memory. */
const SIZE = 256 * 1024;
/** Fewer bytes are not worth a read. */
const SMALLEST = 16 * 1024;

/** Memory that reads fill one after the other in large pieces, so that small reads waste none and nothing is copied. */
export class Slab {
  private memory: Buffer = Buffer.alloc(0);
  private used = 0;

  /** Room for a read; the same until `take`. */
  space(): Buffer {
    if (this.memory.length - this.used < SMALLEST) {
      this.memory = Buffer.allocUnsafeSlow(SIZE);
      this.used = 0;
    }
    return this.memory.subarray(this.used);
  }

  /** What a read put there: the first bytes of `space`. */
  take(length: number): Buffer {
    const taken = this.memory.subarray(this.used, this.used + length);
    this.used += length;
    return taken;
  }
}
