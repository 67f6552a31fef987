import { Bits, withoutEscapes } from './bits';
import type { Track } from './media';

/**
 * The name of a profile of H.265 (ISO/IEC 14496-15, annex E).
 * @param tier - twelve bytes: profile, compatibility, constraints and level.
 */
export function h265Codec(name: string, tier: Buffer): string {
  const space = ['', 'A', 'B', 'C'][tier.readUInt8(0) >> 6] ?? '';
  const profile = tier.readUInt8(0) & 0x1f;
  let compatible = 0;
  for (let bit = 0; bit < 32; bit++) compatible = compatible * 2 + ((tier.readUInt32BE(1) >>> bit) & 1);
  const constraints = [...tier.subarray(5, 11)];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  return [
    `${name}.${space}${String(profile)}`,
    compatible.toString(16),
    `${tier.readUInt8(0) & 0x20 ? 'H' : 'L'}${String(tier.readUInt8(11))}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.');
}

/**
 * Reads a sequence parameter set of H.265.
 * @param unit - from its first byte, the type of the unit, on.
 * @throws RangeError when it is cut off.
 */
export function readH265(unit: Buffer): Track {
  const body = withoutEscapes(unit.subarray(2));
  const layers = (body.readUInt8(0) >> 1) & 7;
  const codec = h265Codec('hvc1', body.subarray(1, 13));
  const bits = new Bits(body.subarray(13));
  skipLayers(bits, layers);
  bits.golomb();
  const chroma = bits.golomb();
  if (chroma === 3) bits.skip(1);
  const [width, height] = [bits.golomb(), bits.golomb()];
  const [left, right, top, bottom] = bits.read(1)
    ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()]
    : [0, 0, 0, 0];
  const [unitX, unitY] = [chroma === 1 || chroma === 2 ? 2 : 1, chroma === 1 ? 2 : 1];
  return { codec, size: { width: width - (left + right) * unitX, height: height - (top + bottom) * unitY } };
}

function skipLayers(bits: Bits, layers: number): void {
  const told = Array.from({ length: layers }, () => [bits.read(1), bits.read(1)]);
  if (layers > 0) bits.skip(2 * (8 - layers));
  for (const [profile, level] of told) bits.skip((profile ? 88 : 0) + (level ? 8 : 0));
}
