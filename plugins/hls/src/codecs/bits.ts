/** Longest run of zeros before a number. */
const MOST_ZEROS = 31;

/** Reads numbers out of a row of bits. Every method throws a RangeError beyond the end. */
export class Bits {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** A number of up to 31 bits. */
  read(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++) {
      value = value * 2 + ((this.bytes.readUInt8(this.at >> 3) >> (7 - (this.at & 7))) & 1);
      this.at++;
    }
    return value;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** A number in the code of Exp-Golomb. */
  golomb(): number {
    let zeros = 0;
    while (this.read(1) === 0) if (++zeros > MOST_ZEROS) throw new RangeError('no number');
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** A number with a sign in the code of Exp-Golomb. */
  signedGolomb(): number {
    const code = this.golomb();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}

/** A unit of H.264 or H.265 without the bytes that keep its content from looking like the start of another. */
export function withoutEscapes(unit: Buffer): Buffer {
  return Buffer.from(
    unit.filter((byte, at) => !(byte === 3 && at >= 2 && unit[at - 1] === 0 && unit[at - 2] === 0)),
  );
}
