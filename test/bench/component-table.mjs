/**
 * What the benchmark of components measures. To add a component, add a row: its type, what feeds it (inputs by the names
 * below), its properties, and the launch text of what it does, without source and sink. A muxer's launch text begins
 * where its inputs end: each goes to `mux.`.
 */

const PICTURE = 'video/x-raw,format=I420,width=640,height=360,framerate=25/1';
const VIDEO = `videotestsrc is-live=true pattern=18 ! ${PICTURE}`;
const AUDIO = 'audiotestsrc is-live=true freq=440 ! audio/x-raw,format=S16LE,rate=44100,channels=2';

/** What feeds components: a component of the flow, and launch text that makes the same. */
export const INPUTS = {
  video: {
    type: 'videotest-producer',
    properties: { width: 640, height: 360, framerate: '25/1', pattern: 18 },
    launch: VIDEO,
  },
  audio: { type: 'audiotest-producer', properties: { samplerate: 44_100 }, launch: AUDIO },
  h264: {
    type: 'h264-encoder',
    eats: 'video',
    properties: { implementation: 'software', bitrate: 800_000, preset: 'ultrafast' },
    launch: `${VIDEO} ! videoconvert ! x264enc tune=zerolatency speed-preset=ultrafast bitrate=800 key-int-max=50 ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au`,
  },
  vp8: {
    type: 'vp8-encoder',
    eats: 'video',
    properties: { bitrate: 800_000, speed: 7 },
    launch: `${VIDEO} ! videoconvert ! vp8enc deadline=1 cpu-used=16 end-usage=cbr target-bitrate=800000 keyframe-max-dist=50 threads=4`,
  },
  theora: {
    type: 'theora-encoder',
    eats: 'video',
    properties: { quality: 40, 'keyframe-maxdistance': 50, speed: 3 },
    launch: `${VIDEO} ! videoconvert ! theoraenc quality=40 keyframe-freq=50 speed-level=3`,
  },
  jpeg: {
    type: 'jpeg-encoder',
    eats: 'video',
    properties: {},
    launch: `${VIDEO} ! videoconvert ! video/x-raw,format=I420,colorimetry=1:4:0:0 ! jpegenc`,
  },
  opus: {
    type: 'opus-encoder',
    eats: 'audio',
    properties: {},
    launch: `${AUDIO} ! audioresample ! audioconvert ! opusenc bitrate=96000 ! opusparse`,
  },
  aac: {
    type: 'aac-encoder',
    eats: 'audio',
    properties: {},
    launch: `${AUDIO} ! audioresample ! audioconvert ! avenc_aac bitrate=128000 ! aacparse`,
  },
};

/** An encoder or converter of one input. */
const one = (type, input, properties, launch) => ({ type, inputs: [input], properties, launch });

/** A muxer of several. */
const muxer = (type, inputs, launch, properties = {}) => ({ type, inputs, properties, launch, muxes: true });

export const ROWS = [
  one(
    'theora-encoder',
    'video',
    { quality: 40, 'keyframe-maxdistance': 50, speed: 2 },
    'videoconvert ! theoraenc quality=40 keyframe-freq=50 speed-level=2',
  ),
  one(
    'vp8-encoder',
    'video',
    { bitrate: 800_000, threads: 1 },
    'videoconvert ! vp8enc deadline=1 cpu-used=6 threads=1 end-usage=cbr target-bitrate=800000 keyframe-max-dist=50 buffer-size=1000 buffer-initial-size=500 buffer-optimal-size=600',
  ),
  one(
    'vp9-encoder',
    'video',
    { bitrate: 800_000, threads: 1 },
    'videoconvert ! vp9enc deadline=1 cpu-used=7 threads=1 lag-in-frames=0 row-mt=true end-usage=cbr target-bitrate=800000 keyframe-max-dist=50 buffer-size=1000 buffer-initial-size=500 buffer-optimal-size=600',
  ),
  one(
    'h264-encoder',
    'video',
    { bitrate: 800_000, implementation: 'software', threads: 1 },
    'videoconvert ! x264enc tune=zerolatency speed-preset=veryfast bitrate=800 key-int-max=50 threads=1 ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au',
  ),
  one(
    'h265-encoder',
    'video',
    { bitrate: 800_000, implementation: 'software', threads: 1 },
    'videoconvert ! x265enc tune=zerolatency speed-preset=ultrafast bitrate=800 key-int-max=50 option-string=bframes=0:open-gop=0:pools=1 ! h265parse config-interval=-1 ! video/x-h265,stream-format=byte-stream,alignment=au',
  ),
  one(
    'av1-encoder',
    'video',
    { bitrate: 800_000, implementation: 'aom', threads: 1 },
    'videoconvert ! av1enc usage-profile=realtime end-usage=cbr lag-in-frames=0 min-quantizer=2 max-quantizer=63 row-mt=true buf-sz=1000 buf-initial-sz=500 buf-optimal-sz=600 target-bitrate=800 cpu-used=9 keyframe-max-dist=50 threads=1 ! av1parse',
  ),
  one(
    'jpeg-encoder',
    'video',
    { quality: 85 },
    'videoconvert ! video/x-raw,format=I420,colorimetry=1:4:0:0 ! jpegenc quality=85',
  ),
  one('vorbis-encoder', 'audio', {}, 'audioresample ! audioconvert ! audio/x-raw,channels=2 ! vorbisenc'),
  one(
    'opus-encoder',
    'audio',
    {},
    'audioresample ! audioconvert ! audio/x-raw,channels=2,rate=48000 ! opusenc bitrate=96000 ! opusparse',
  ),
  one('aac-encoder', 'audio', {}, 'audioresample ! audioconvert ! avenc_aac bitrate=128000 ! aacparse'),
  one(
    'mp3-encoder',
    'audio',
    {},
    'audioresample ! audioconvert ! lamemp3enc target=bitrate cbr=true bitrate=128 ! mpegaudioparse',
  ),
  one('flac-encoder', 'audio', {}, 'audioresample ! audioconvert ! flacenc'),
  one(
    'speex-encoder',
    'audio',
    {},
    'audioresample ! audioconvert ! audio/x-raw,rate=16000,channels=1 ! speexenc',
  ),
  one(
    'mulaw-encoder',
    'audio',
    {},
    'audioresample ! audioconvert ! audio/x-raw,rate=8000,channels=1 ! mulawenc',
  ),
  one(
    'overlay-converter',
    'video',
    { 'show-text': true, text: 'Flumotion', 'show-clock': true },
    'videoconvert ! textoverlay text=Flumotion auto-resize=false ! clockoverlay auto-resize=false ! video/x-raw',
  ),
  muxer('ogg-muxer', ['theora', 'opus'], 'oggmux name=mux max-page-delay=100000000'),
  muxer('webm-muxer', ['vp8', 'opus'], 'webmmux name=mux streamable=true'),
  muxer('matroska-muxer', ['h264', 'opus'], 'matroskamux name=mux streamable=true'),
  muxer('mpegts-muxer', ['h264', 'aac'], 'mpegtsmux name=mux'),
  muxer('mp4-muxer', ['h264', 'aac'], 'mp4mux name=mux fragment-duration=1000 streamable=true'),
  muxer('flv-muxer', ['h264', 'aac'], 'flvmux name=mux streamable=true'),
  muxer('multipart-muxer', ['jpeg'], 'multipartmux name=mux'),
];

/** Elements between an input and a muxer that takes another form of its media. */
export const PARSERS = { h264: 'h264parse !' };
