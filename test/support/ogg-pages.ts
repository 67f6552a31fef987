/** One page of an Ogg stream. */
export interface OggPage {
  readonly serial: number;
  readonly sequence: number;
  readonly granule: bigint;
  readonly first: boolean;
  readonly last: boolean;
  readonly bytes: Buffer;
}

function crc(page: Buffer): number {
  let value = 0;
  page.forEach((byte, at) => {
    value ^= (at >= 22 && at < 26 ? 0 : byte) << 24;
    for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  });
  return value >>> 0;
}

/**
 * Cuts bytes into Ogg pages; an unfinished last page is left out.
 * @throws Error at the first byte that is not of a sound page.
 */
export function oggPages(data: Buffer): OggPage[] {
  const pages: OggPage[] = [];
  for (let at = 0; at + 27 <= data.length;) {
    if (data.toString('latin1', at, at + 4) !== 'OggS') throw new Error(`no Ogg page at byte ${at}`);
    const segments = data.readUInt8(at + 26);
    const sizes = data.subarray(at + 27, at + 27 + segments);
    const end = at + 27 + segments + sizes.reduce((sum, size) => sum + size, 0);
    if (end > data.length || sizes.length < segments) break;
    const bytes = data.subarray(at, end);
    if (crc(bytes) !== bytes.readUInt32LE(22))
      throw new Error(`wrong checksum of the Ogg page at byte ${at}`);
    const flags = bytes.readUInt8(5);
    pages.push({
      serial: bytes.readUInt32LE(14),
      sequence: bytes.readUInt32LE(18),
      granule: bytes.readBigUInt64LE(6),
      first: (flags & 2) !== 0,
      last: (flags & 4) !== 0,
      bytes,
    });
    at = end;
  }
  return pages;
}

/** Places where the pages of a track do not follow each other, as indexes into the list. */
export function oggGaps(pages: readonly OggPage[]): number[] {
  const next = new Map<number, number>();
  return pages.flatMap((page, index) => {
    const expected = next.get(page.serial) ?? 0;
    next.set(page.serial, page.sequence + 1);
    return page.sequence === expected ? [] : [index];
  });
}
