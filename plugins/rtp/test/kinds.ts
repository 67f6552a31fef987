import type { EncodingName } from '../src/encodings';

const PICTURE =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=160,height=120,framerate=10/1 ! ';
const SOUND = 'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=48000,channels=2 ! ';
const PHONE = 'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=8000,channels=1 ! ';

/** A kind of media: how ffmpeg sends it, and how GStreamer makes a feed of it. */
export interface Kind {
  readonly ffmpeg: string;
  readonly source: string;
}

/** Every kind but transport streams: a moving picture with 10 frames a second, or a tone of 500 Hz. */
export const KINDS: Readonly<Record<Exclude<EncodingName, 'mpegts'>, Kind>> = {
  h264: {
    ffmpeg: '-map 0:v -c:v libx264 -preset ultrafast -tune zerolatency -g 5 -pix_fmt yuv420p',
    source: `${PICTURE}x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! h264parse config-interval=-1`,
  },
  h265: {
    ffmpeg:
      '-map 0:v -c:v libx265 -preset ultrafast -tune zerolatency -x265-params log-level=none:keyint=5 -pix_fmt yuv420p',
    source: `${PICTURE}x265enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! h265parse config-interval=-1`,
  },
  vp8: {
    ffmpeg: '-map 0:v -c:v libvpx -deadline realtime -cpu-used 8 -g 5 -pix_fmt yuv420p',
    source: `${PICTURE}vp8enc deadline=1 keyframe-max-dist=5`,
  },
  vp9: {
    ffmpeg:
      '-map 0:v -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 5 -pix_fmt yuv420p -strict experimental',
    source: `${PICTURE}vp9enc deadline=1 keyframe-max-dist=5 ! vp9parse`,
  },
  jpeg: { ffmpeg: '-map 0:v -c:v mjpeg -huffman default -pix_fmt yuvj420p', source: `${PICTURE}jpegenc` },
  opus: { ffmpeg: '-map 1:a -c:a libopus -ar 48000', source: `${SOUND}opusenc ! opusparse` },
  aac: { ffmpeg: '-map 1:a -c:a aac', source: `${SOUND}avenc_aac ! aacparse` },
  mp3: { ffmpeg: '-map 1:a -c:a libmp3lame', source: `${SOUND}lamemp3enc ! mpegaudioparse` },
  pcmu: { ffmpeg: '-map 1:a -c:a pcm_mulaw -ar 8000 -ac 1', source: `${PHONE}mulawenc` },
  pcma: { ffmpeg: '-map 1:a -c:a pcm_alaw -ar 8000 -ac 1', source: `${PHONE}alawenc` },
  l16: { ffmpeg: '-map 1:a -c:a pcm_s16be -ar 44100 -ac 1', source: `${SOUND}identity` },
  l24: { ffmpeg: '-map 1:a -c:a pcm_s24be -ar 48000 -ac 2', source: `${SOUND}identity` },
};

/** What ffmpeg reads for `KINDS`. */
export const FFMPEG_INPUT = [
  ...['-nostdin', '-hide_banner', '-y', '-v', 'warning'],
  ...['-re', '-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=10'],
  ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=500:sample_rate=44100'],
] as const;

/** Whether a kind is sound. */
export const isSound = (name: string): boolean => /^(opus|aac|mp3|pcm.|l\d\d)$/.test(name);
