/**
 * Takes the framing of a chunked body away.
 * @returns the data so far and whether the last chunk has come.
 * @throws Error when the framing is broken.
 */
export function dechunk(body: Buffer): { readonly data: Buffer; readonly ended: boolean } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    if (end < 0) break;
    const line = body.toString('latin1', at, end);
    if (!/^[0-9a-f]{1,8}$/i.test(line)) throw new Error(`${JSON.stringify(line)} is no size of a chunk`);
    const size = Number.parseInt(line, 16);
    const start = end + 2;
    if (size === 0) {
      if (body.length < start + 2) break;
      if (body.toString('latin1', start) !== '\r\n') throw new Error('there is more after the last chunk');
      return { data: Buffer.concat(parts), ended: true };
    }
    parts.push(body.subarray(start, Math.min(body.length, start + size)));
    at = start + size + 2;
    if (body.length < at) break;
    if (body.toString('latin1', at - 2, at) !== '\r\n')
      throw new Error('a chunk does not end with a line end');
  }
  return { data: Buffer.concat(parts), ended: false };
}
