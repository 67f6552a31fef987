import type { MakeEngine } from './engine.js';
import { hlsEngine } from './hls-engine.js';
import { ImageEngine } from './image-engine.js';
import { nativeEngine } from './media-engine.js';
import { mpegtsEngine } from './mpegts-engine.js';
import { ogvEngine } from './ogv-engine.js';
import { pieceEngine, takesPieces } from './piece-engine.js';

/** How browsers are asked about codecs, where the name is another. */
const ASKED: Readonly<Record<string, string>> = {
  av1: 'av01.0.05M.08',
  vp9: 'vp09.00.10.08',
  h264: 'avc1.42E01E',
  h265: 'hev1.1.6.L93.B0',
  aac: 'mp4a.40.2',
};

/** What ogv.js decodes in Ogg; it leaves out other tracks. */
const OGV = ['theora', 'vorbis', 'opus'];

/** The engines that may play a stream in this browser, the best first. */
export function enginesFor(contentType: string, codecs: readonly string[]): readonly MakeEngine[] {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (/mpegurl/.test(type)) return [hlsEngine];
  if (type === 'video/mp2t') return [(...rest) => mpegtsEngine('mpegts', ...rest)];
  if (type === 'video/x-flv') return [(...rest) => mpegtsEngine('flv', ...rest)];
  if (type.startsWith('multipart/')) return [async (url, _, events) => new ImageEngine(url, events)];
  const native: MakeEngine = async (...rest) =>
    nativeEngine(isSound(type, codecs) ? 'audio' : 'video', ...rest);
  // Pictures without their sound are better than nothing.
  const decoded = codecs.includes('theora') || codecs.every((codec) => OGV.includes(codec));
  const byOgv = /\/ogg$/.test(type) && codecs.length > 0 && decoded;
  const whole = withCodecs(type, codecs);
  const pieces: MakeEngine = async (...rest) => pieceEngine(whole, ...rest);
  const byPieces = type.endsWith('/webm') && codecs.length > 0 && takesPieces(whole);
  return [
    ...(byPieces ? [pieces] : []),
    ...(playsItself(type, codecs) ? [native] : []),
    ...(byOgv ? [ogvEngine] : []),
  ];
}

function withCodecs(type: string, codecs: readonly string[]): string {
  const names = codecs.map((codec) => ASKED[codec] ?? codec).join(', ');
  return names === '' ? type : `${type}; codecs="${names}"`;
}

/** Whether there is sound only, as far as type and codecs tell. */
export function isSound(contentType: string, codecs: readonly string[]): boolean {
  if (contentType.startsWith('audio/')) return true;
  return codecs.length > 0 && codecs.every(isSoundCodec);
}

function isSoundCodec(codec: string): boolean {
  return /^(vorbis|opus|flac|speex|aac|mp3)$/.test(codec);
}

function playsItself(type: string, codecs: readonly string[]): boolean {
  const video = document.createElement('video');
  const says = (asked: string): boolean => video.canPlayType(asked) !== '';
  if (!type.includes('x-matroska')) return says(withCodecs(type, codecs));
  // Chromium brings its clock to that of H.264 only where there is no sound: the picture would stand still.
  if (codecs.includes('h264') && codecs.length > 1) return false;
  // Some browsers that play Matroska do not say so; it is WebM with more codecs.
  const shown = (codec: string): boolean =>
    ['video/webm', 'video/mp4'].some((box) => says(withCodecs(box, [codec])));
  const pictures = codecs.filter((codec) => !isSoundCodec(codec));
  return says(type.replace('x-matroska', 'webm')) && pictures.every(shown);
}
