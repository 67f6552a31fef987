/** Tables for eight bytes a step, one after the other: table n is for a byte that n more bytes follow. */
const TABLES = tables();
const ZEROS = Buffer.alloc(4);

/** Checksum of a whole Ogg page (CRC-32 with polynomial 0x04c11db7), its own field counting as zeros. */
export function oggChecksum(page: Buffer): number {
  const head = checksum(page, 0, 22, 0);
  return checksum(page, 26, page.length, checksum(ZEROS, 0, 4, head)) >>> 0;
}

function tables(): Int32Array {
  const all = new Int32Array(8 * 256);
  for (let index = 0; index < 256; index++) {
    let value = index << 24;
    for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
    all[index] = value;
  }
  for (let at = 256; at < all.length; at++) {
    const last = all[at - 256] as number;
    all[at] = (last << 8) ^ (all[last >>> 24] as number);
  }
  return all;
}

function checksum(bytes: Buffer, from: number, to: number, seed: number): number {
  let value = seed;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    value ^= bytes.readInt32BE(at);
    value =
      entry(7, value >>> 24) ^
      entry(6, (value >>> 16) & 255) ^
      entry(5, (value >>> 8) & 255) ^
      entry(4, value & 255) ^
      entry(3, bytes[at + 4]) ^
      entry(2, bytes[at + 5]) ^
      entry(1, bytes[at + 6]) ^
      entry(0, bytes[at + 7]);
  }
  for (; at < to; at++) value = (value << 8) ^ entry(0, (value >>> 24) ^ (bytes[at] as number));
  return value;
}

/** Entry of a table; the byte is there, as the caller has looked at the length. */
function entry(table: number, byte: number | undefined): number {
  return TABLES[(table << 8) + (byte as number)] as number;
}
