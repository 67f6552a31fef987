const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1)
    crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  return crc;
});

/** The 16-bit CRC-CCITT of GDP over `length` bytes from `start`: seeded with ones, complemented at the end. */
export function gdpCrc(bytes: Uint8Array, start: number, length: number): number {
  let crc = 0xffff;
  const end = start + length;
  for (let i = start; i < end; i += 1) {
    crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >> 8) ^ (bytes[i] as number)] as number);
  }
  return crc ^ 0xffff;
}
