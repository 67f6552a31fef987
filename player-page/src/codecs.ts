/** Bytes of headers that are looked at. */
const MOST_BYTES = 256 * 1024;

/** Codecs by how their first packet in Ogg begins. */
const OGG: readonly (readonly [string, string])[] = [
  ['\x80theora', 'theora'],
  ['\x01vorbis', 'vorbis'],
  ['OpusHead', 'opus'],
  ['\x7fFLAC', 'flac'],
  ['Speex   ', 'speex'],
  ['BBCD\0', 'dirac'],
  ['OVP80', 'vp8'],
];

/** Codecs by their names in Matroska. */
const MATROSKA: readonly (readonly [RegExp, string])[] = [
  [/^V_VP8$/, 'vp8'],
  [/^V_VP9$/, 'vp9'],
  [/^V_AV1$/, 'av1'],
  [/^V_MPEG4\/ISO\/AVC$/, 'h264'],
  [/^V_MPEGH\/ISO\/HEVC$/, 'h265'],
  [/^V_THEORA$/, 'theora'],
  [/^A_VORBIS$/, 'vorbis'],
  [/^A_OPUS$/, 'opus'],
  [/^A_AAC/, 'aac'],
  [/^A_MPEG\/L3$/, 'mp3'],
  [/^A_FLAC$/, 'flac'],
];

/** Codecs of sound. */
const SOUND: ReadonlySet<string> = new Set(['vorbis', 'opus', 'flac', 'speex', 'aac', 'mp3']);

/** The codecs in a stream, in order, by its headers; empty for formats that do not tell them there. */
export function codecsOf(contentType: string, headers: Buffer): string[] {
  const bytes = headers.subarray(0, MOST_BYTES);
  if (/\/ogg/.test(contentType)) return inOgg(bytes);
  if (/webm|matroska/.test(contentType)) return inMatroska(bytes);
  return [];
}

/** Whether a stream has no pictures, as far as its type and its codecs tell. */
export function isSound(contentType: string, codecs: readonly string[]): boolean {
  if (contentType.startsWith('audio/')) return true;
  return codecs.length > 0 && codecs.every((codec) => SOUND.has(codec));
}

/** Looks at the pages that begin a stream. */
function inOgg(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at + 27 <= bytes.length && bytes.toString('latin1', at, at + 4) === 'OggS';) {
    const segments = bytes.readUInt8(at + 26);
    const lengths = bytes.subarray(at + 27, at + 27 + segments);
    const body = at + 27 + segments;
    const begins = bytes.toString('latin1', body, body + 8);
    const codec = OGG.find(([magic]) => begins.startsWith(magic))?.[1];
    if ((bytes.readUInt8(at + 5) & 2) !== 0 && codec !== undefined) found.push(codec);
    at = body + lengths.reduce((sum, length) => sum + length, 0);
  }
  return found;
}

/** Looks for the elements CodecID, whose identity is 0x86 and whose length is one byte. */
function inMatroska(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = bytes.indexOf(0x86); at >= 0 && at + 2 < bytes.length; at = bytes.indexOf(0x86, at + 1)) {
    const length = bytes.readUInt8(at + 1) & 0x7f;
    // Some writers pad the name with zeros.
    const name = bytes.toString('latin1', at + 2, at + 2 + length).replace(/\0+$/, '');
    const codec = MATROSKA.find(([pattern]) => pattern.test(name))?.[1];
    if (codec !== undefined) found.push(codec);
  }
  return found;
}
