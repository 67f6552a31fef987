import { beeping, flashing } from './late-joiner';

/** Encoders of `flashing` and `beeping`, a keyframe twice a second. */
export const VP8 = 'vp8enc deadline=1 keyframe-max-dist=12';
export const THEORA = 'theoraenc keyframe-force=12';
export const H264 = 'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=12';
export const H265 = 'x265enc tune=zerolatency speed-preset=ultrafast key-int-max=12 ! h265parse';
export const OPUS = 'audioconvert ! opusenc';
export const VORBIS = 'audioconvert ! vorbisenc';
export const AAC = 'audioconvert ! audioresample ! audio/x-raw,rate=44100 ! avenc_aac';

/** Launch text of a muxed stream of pictures and sound. @param past - as for `flashing`. */
export function muxed(muxer: string, video: string | undefined, audio: string | undefined, past = 0): string {
  const pictures = video === undefined ? '' : `${flashing(video, past)} ! queue ! muxer. `;
  const sound = audio === undefined ? '' : `${beeping(audio, past)} ! queue ! muxer. `;
  return `${muxer} name=muxer ${pictures}${sound}muxer. ! queue`;
}

/** Matroska, WebM and Ogg as the flow's muxers write them. */
export const MATROSKA = 'matroskamux streamable=true';
export const WEBM = 'webmmux streamable=true';
export const OGG = 'oggmux max-tolerance=20000000 max-page-delay=100000000';
