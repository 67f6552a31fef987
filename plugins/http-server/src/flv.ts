import type { OpenFile } from '@flumotion/core/plugin';

/** Bytes of the head of a Flash video, with the size of the tag before the first, which is none. */
const HEAD = 13;
/** Where the head says how long it is. */
const LENGTH_AT = 5;

/**
 * What players of Flash video ask for with `start=BYTE`: the head of the file, then all from that byte on.
 * @returns the head and the byte; undefined when the file is no such video or the number has no sense for it.
 */
export async function flvFrom(
  file: OpenFile,
  start: string,
): Promise<{ readonly head: Uint8Array; readonly from: number } | undefined> {
  const from = /^\d{1,15}$/.test(start) ? Number(start) : 0;
  if (from <= HEAD || from >= file.size) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read(0, HEAD)) pieces.push(piece);
  const head = Buffer.concat(pieces);
  const whole = head.length === HEAD && head.toString('latin1', 0, 3) === 'FLV';
  return whole && head.readUInt32BE(LENGTH_AT) === HEAD - 4 ? { head, from } : undefined;
}
