/** What a player makes of a body with metadata. */
export interface IcyBody {
  readonly media: Buffer;
  /** Text of each block, zeros aside, and the bytes of media before it. */
  readonly blocks: readonly { readonly at: number; readonly text: string }[];
}

/** Reads a body as a player does; a block that is not whole yet is left out. */
export function icyBody(body: Buffer, interval: number): IcyBody {
  const media: Buffer[] = [];
  const blocks: { at: number; text: string }[] = [];
  for (let at = 0; at < body.length;) {
    media.push(body.subarray(at, at + interval));
    at += interval;
    const end = at + 1 + (body[at] ?? 0) * 16;
    if (end > body.length) break;
    const text = body.toString('utf8', at + 1, end).replace(/\0+$/, '');
    blocks.push({ at: media.length * interval, text });
    at = end;
  }
  return { media: Buffer.concat(media), blocks };
}
