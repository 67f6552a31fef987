/** The content of each box of a type that lies directly in a stretch of an MP4 file. */
export function boxes(bytes: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) break;
    if (bytes.toString('latin1', at + 4, at + 8) === type) found.push(bytes.subarray(at + 8, at + size));
    at += size;
  }
  return found;
}

/** The content of the boxes at the end of a path of types. */
export function inside(bytes: Buffer, ...path: readonly string[]): Buffer[] {
  return path.reduce((found, type) => found.flatMap((box) => boxes(box, type)), [bytes]);
}
