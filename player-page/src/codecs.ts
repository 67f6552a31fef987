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

/** Codecs by the names of their sample entries in MP4; of `mp4a` the descriptor tells. */
const MP4: Readonly<Record<string, string>> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'h265',
  hev1: 'h265',
  vp08: 'vp8',
  vp09: 'vp9',
  av01: 'av1',
  mp4a: 'aac',
  Opus: 'opus',
  fLaC: 'flac',
  '.mp3': 'mp3',
};

/** Codecs of sound. */
const SOUND: ReadonlySet<string> = new Set(['vorbis', 'opus', 'flac', 'speex', 'aac', 'mp3']);

/** The codecs in a stream, in order, by its headers; empty for formats that do not tell them there. */
export function codecsOf(contentType: string, headers: Buffer): string[] {
  const bytes = headers.subarray(0, MOST_BYTES);
  if (/\/ogg/.test(contentType)) return inOgg(bytes);
  if (/webm|matroska/.test(contentType)) return inMatroska(bytes);
  if (/\/mp4/.test(contentType)) return inMp4(bytes);
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

/** Looks for the tables of sample entries, of which a live stream has one in each track, with one entry. */
function inMp4(bytes: Buffer): string[] {
  const found: string[] = [];
  for (
    let at = bytes.indexOf('stsd');
    at >= 0 && at + 20 <= bytes.length;
    at = bytes.indexOf('stsd', at + 1)
  ) {
    const entry = at + 12;
    const codec = MP4[bytes.toString('latin1', entry + 4, entry + 8)];
    const described = bytes.subarray(entry, entry + bytes.readUInt32BE(entry));
    if (codec !== undefined) found.push(codec === 'aac' && isMp3(described) ? 'mp3' : codec);
  }
  return found;
}

/** Whether the descriptor in an entry `mp4a` says that it is MP3, as ISO 14496-1 (7.2.6.6) numbers it. */
function isMp3(entry: Buffer): boolean {
  const text = entry.toString('latin1');
  // After the elementary stream's descriptor (3) comes that of its decoder (4), each with its length in one to four bytes.
  const type = /esds[^]{4}\x03[\x80-\xff]{0,3}[\0-\x7f][^]{3}\x04[\x80-\xff]{0,3}[\0-\x7f]([^])/.exec(
    text,
  )?.[1];
  return type === '\x69' || type === '\x6b';
}
