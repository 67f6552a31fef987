/** Launch text of a live MPEG transport stream: a small moving picture, and a tone of 500 Hz, at 400 kbit/s. */
export const TS_SOURCE =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=160,height=120,framerate=10/1 ' +
  '! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! queue ! mux. ' +
  'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=44100,channels=1 ! avenc_aac ! queue ! mux. ' +
  'mpegtsmux name=mux bitrate=400000';

/** Arguments for ffmpeg to make the same at its own pace, without an output. */
export const FFMPEG_TS = [
  ...['-v', 'warning', '-re', '-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=10'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=500:sample_rate=44100', '-c:v', 'libx264', '-preset', 'ultrafast'],
  ...[
    '-tune',
    'zerolatency',
    '-g',
    '5',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-muxrate',
    '400k',
    '-f',
    'mpegts',
  ],
] as const;

/** Launch text of a live FLV stream: a small moving picture, and a tone of 500 Hz. */
export const FLV_SOURCE =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=160,height=120,framerate=10/1 ' +
  '! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! queue ! mux. ' +
  'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=44100,channels=1 ! avenc_aac ! aacparse ! queue ! mux. ' +
  'flvmux name=mux streamable=true';

/** Arguments for ffmpeg to make the same at its own pace, without an output. */
export const FFMPEG_FLV = FFMPEG_TS.map((word) => (word === 'mpegts' ? 'flv' : word)).filter(
  (word) => word !== '-muxrate' && word !== '400k',
);
