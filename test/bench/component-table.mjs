/**
 * What the benchmark of components measures. To add a component, add a row: its type, what feeds it (inputs by the names
 * below), its properties, and the launch text of what it does, without source and sink. A muxer's launch text begins
 * where its inputs end: each goes to `mux.`, as with everything that has several inputs. That of a consumer has the sink,
 * that of a producer is all there is. Components that only speak to a server or to hardware, and those without media, have
 * no row: gst-launch has nothing to put beside them.
 */
import path from 'node:path';
import { work } from './processes.mjs';

const PICTURE = 'video/x-raw,format=I420,width=640,height=360,framerate=25/1';
const VIDEO = `videotestsrc is-live=true pattern=18 ! ${PICTURE}`;
const AUDIO = 'audiotestsrc is-live=true freq=440 ! audio/x-raw,format=S16LE,rate=44100,channels=2';

/** A film of 10 s for those that play files; `components.bench.mjs` makes it. */
export const FILM = path.join(work, 'film.webm');

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

// A mixer takes each feed once.
INPUTS['other-video'] = INPUTS.video;
INPUTS['other-audio'] = INPUTS.audio;
const H264 = INPUTS.h264.launch;
INPUTS.ts = {
  type: 'mpegts-muxer',
  eats: ['h264', 'aac'],
  properties: {},
  launch: `${H264} ! queue ! h264parse ! ts. ${INPUTS.aac.launch} ! queue ! ts. mpegtsmux name=ts`,
};

/** An encoder or converter of one input. */
const one = (type, input, properties, launch) => ({ type, inputs: [input], properties, launch });

/** A muxer of several. */
const muxer = (type, inputs, launch, properties = {}) => ({ type, inputs, properties, launch, muxes: true });

/** What has an eater of its own for each input. */
const choice = (type, eaters, launch, properties = {}) => ({
  ...muxer(type, Object.values(eaters), launch, properties),
  eaters: Object.keys(eaters),
});

/** A producer, which has none. */
const source = (type, properties, launch) => ({ type, inputs: [], properties, launch });

/** A consumer. */
const sink = (type, input, properties, launch) => ({ type, inputs: [input], properties, launch, ends: true });

const PLAYED = `filesrc location=${FILM} ! decodebin name=film film. ! videoconvert ! videoscale ! videorate ! ${PICTURE} ! fakesink sync=true film. ! audioconvert ! audioresample ! fakesink sync=true`;

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
  source('videotest-producer', INPUTS.video.properties, VIDEO),
  source('audiotest-producer', INPUTS.audio.properties, AUDIO),
  {
    ...source('loop-producer', { location: FILM, width: 640, height: 360, framerate: '25/1' }, PLAYED),
    ends: true,
  },
  {
    ...source('file-producer', { location: FILM, width: 640, height: 360, framerate: '25/1' }, PLAYED),
    ends: true,
  },
  one(
    'video-converter',
    'video',
    { width: 320, height: 180 },
    'videoconvert ! deinterlace ! videoscale ! videoconvert ! video/x-raw,width=320,height=180',
  ),
  one('repeater', 'video', {}, 'identity'),
  one('keyunits-scheduler', 'video', {}, 'identity'),
  one(
    'video-detector',
    'video',
    {},
    'tee name=way way. ! queue leaky=downstream ! videorate drop-only=true ! video/x-raw,framerate=4/1 ! videoscale ! video/x-raw,width=64,height=36 ! fakesink way. ! queue',
  ),
  one('audio-detector', 'audio', {}, 'level'),
  one(
    'single-generic-decoder',
    'h264',
    { 'media-type': 'video', width: 640, height: 360, framerate: '25/1' },
    `decodebin ! videoconvert ! videoscale ! videorate ! ${PICTURE}`,
  ),
  one(
    'av-generic-decoder',
    'ts',
    { width: 640, height: 360, framerate: '25/1' },
    `decodebin name=any any. ! queue ! audioconvert ! audioresample ! fakesink any. ! queue ! videoconvert ! videoscale ! videorate ! ${PICTURE}`,
  ),
  muxer('composite-combiner', ['video', 'other-video'], `compositor name=mux background=black ! ${PICTURE}`, {
    width: 640,
    height: 360,
    framerate: '25/1',
  }),
  muxer('audio-mixer-combiner', ['audio', 'other-audio'], 'audiomixer name=mux'),
  choice('single-switch-combiner', { master: 'video', backup: 'video' }, 'input-selector name=mux'),
  choice(
    'fallback-switch',
    { 'video-primary': 'video', 'video-backup': 'video' },
    `input-selector name=mux ! videoconvert ! videoscale ! videorate ! ${PICTURE}`,
    { 'video-width': 640, 'video-height': 360, 'video-framerate': '25/1' },
  ),
  sink('disk-consumer', 'ts', { directory: work }, 'filesink location=/dev/null'),
  sink('hls-consumer', 'ts', { directory: path.join(work, 'hls') }, 'filesink location=/dev/null'),
  sink('http-streamer', 'ts', { port: 0, interface: '127.0.0.1' }, 'tcpserversink host=127.0.0.1 port=0'),
  sink(
    'rtp-consumer',
    'ts',
    { host: '127.0.0.1', port: 5006, rtcp: false },
    'rtpmp2tpay ! udpsink host=127.0.0.1 port=5008',
  ),
  sink(
    'srt-consumer',
    'ts',
    { mode: 'listener', host: '127.0.0.1', port: 5010 },
    'srtsink uri=srt://127.0.0.1:5012?mode=listener wait-for-connection=false',
  ),
];

/** Elements between an input and a muxer that takes another form of its media. */
export const PARSERS = { h264: 'h264parse !' };
