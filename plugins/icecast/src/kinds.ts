/** Kinds of streams, which are also the names of the inlets. */
export type Kind = 'ogg' | 'mp3' | 'aac';

/** What each kind is called in the pipeline. */
export const CAPS: Readonly<Record<Kind, string>> = {
  ogg: 'application/ogg',
  mp3: 'audio/mpeg, mpegversion=(int)1, layer=(int)3',
  aac: 'audio/mpeg, mpegversion=(int)4, stream-format=(string)adts',
};

const TYPES: readonly (readonly [RegExp, Kind])[] = [
  [/ogg|opus/, 'ogg'],
  [/aac/, 'aac'],
  [/mpeg|mp3/, 'mp3'],
];

/** The kind of a stream by its first bytes, else by the type that the server says; undefined when neither tells. */
export function kindOf(start: Buffer, contentType: string): Kind | undefined {
  const word = start.subarray(0, 4).toString('latin1');
  if (word === 'OggS') return 'ogg';
  const [first = 0, second = 0] = start;
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'aac';
  if (word.startsWith('ID3') || (first === 0xff && (second & 0xe6) === 0xe2)) return 'mp3';
  return TYPES.find(([pattern]) => pattern.test(contentType.toLowerCase()))?.[1];
}
