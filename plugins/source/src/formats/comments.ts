/** Fields of Vorbis comments by GStreamer's names of tags. */
const TAGS: Readonly<Record<string, string>> = {
  TITLE: 'title',
  ARTIST: 'artist',
  ALBUM: 'album',
  GENRE: 'genre',
  ORGANIZATION: 'organization',
  DESCRIPTION: 'description',
  COPYRIGHT: 'copyright',
};
/** Most fields that are looked at. */
const MAX_FIELDS = 256;
/** Longest value that is kept, in characters. */
const MAX_VALUE = 1000;

/** Reads Vorbis comments, as Vorbis, Opus, Theora and FLAC have them; what is not whole ends them. */
export function commentsOf(block: Buffer): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  let at = 0;
  const take = (): Buffer | undefined => {
    if (at + 4 > block.length) return undefined;
    const start = at + 4;
    at = start + block.readUInt32LE(at);
    return at > block.length ? undefined : block.subarray(start, at);
  };
  if (!take() || at + 4 > block.length) return tags;
  const count = Math.min(MAX_FIELDS, block.readUInt32LE(at));
  at += 4;
  for (let index = 0; index < count; index++) {
    const field = take();
    if (!field) break;
    const mark = field.indexOf('=');
    const tag = TAGS[field.toString('latin1', 0, Math.max(0, mark)).toUpperCase()];
    if (tag !== undefined) tags[tag] ??= plain(field.toString('utf8', mark + 1));
  }
  return tags;
}

/** Text from outside without control characters, and not endless. */
export function plain(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_VALUE);
}
