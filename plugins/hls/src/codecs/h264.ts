import { Bits, withoutEscapes } from './bits';
import { hex, type Track } from './media';

/** Profiles whose settings tell the form of colours. */
const RICH: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/**
 * Reads a sequence parameter set of H.264.
 * @param unit - from its first byte, the type of the unit, on.
 * @throws RangeError when it is cut off.
 */
export function readH264(unit: Buffer): Track {
  const codec = `avc1.${hex(unit.subarray(1, 4))}`;
  const bits = new Bits(withoutEscapes(unit.subarray(4)));
  bits.golomb();
  let chroma = 1;
  if (RICH.has(unit.readUInt8(1))) chroma = skipColours(bits);
  bits.golomb();
  skipOrder(bits);
  bits.golomb();
  bits.skip(1);
  const [across, down] = [bits.golomb() + 1, bits.golomb() + 1];
  const frames = bits.read(1);
  if (frames === 0) bits.skip(1);
  bits.skip(1);
  const [left, right, top, bottom] = bits.read(1)
    ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()]
    : [0, 0, 0, 0];
  const [unitX, unitY] = [chroma === 1 || chroma === 2 ? 2 : 1, (chroma === 1 ? 2 : 1) * (2 - frames)];
  return {
    codec,
    size: {
      width: across * 16 - (left + right) * unitX,
      height: down * 16 * (2 - frames) - (top + bottom) * unitY,
    },
  };
}

/** @returns how colours are thinned out: 0 to 3. */
function skipColours(bits: Bits): number {
  const chroma = bits.golomb();
  if (chroma === 3) bits.skip(1);
  bits.golomb();
  bits.golomb();
  bits.skip(1);
  if (bits.read(1)) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++)
      if (bits.read(1)) skipList(bits, list < 6 ? 16 : 64);
  }
  return chroma;
}

function skipList(bits: Bits, length: number): void {
  let [last, next] = [8, 8];
  for (let at = 0; at < length && next !== 0; at++) {
    next = (last + bits.signedGolomb() + 256) % 256;
    if (next !== 0) last = next;
  }
}

/** Skips how the order of pictures is told. */
function skipOrder(bits: Bits): void {
  const kind = bits.golomb();
  if (kind === 0) bits.golomb();
  if (kind !== 1) return;
  bits.skip(1);
  bits.golomb();
  bits.golomb();
  const count = bits.golomb();
  for (let at = 0; at < Math.min(count, 255); at++) bits.golomb();
}
