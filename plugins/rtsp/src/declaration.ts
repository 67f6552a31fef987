import { declareComponent } from '@flumotion/core/plugin';

/** What stands for the sound of a stream that has none: it never comes. */
const NO_SOUND = 'appsrc is-live=true ! audio/x-raw ! @feeder:audio@';
const SOUND = 'sound. ! funnel name=keep-audio ! @feeder:audio@ ';

/** The part that connects; each kind of media is looked for whenever the server names its streams. */
function line(p: { readonly 'has-audio': boolean }): string {
  const audio =
    'source. : capsfilter caps=application/x-rtp,media=audio ! decodebin name=audio-decoder ' +
    'audio-decoder. : audioconvert ! audioresample ! audio/x-raw,format=S16LE,layout=interleaved ' +
    '! audiorate skip-to-first=true ! identity name=sound ';
  return (
    '( name=line rtspsrc name=source ' +
    'source. : capsfilter caps=application/x-rtp,media=video ! decodebin name=video-decoder ' +
    'video-decoder. : videoconvert ! videoscale ! videorate skip-to-first=true ! capsfilter name=picture ' +
    `! identity name=meter ${p['has-audio'] ? audio : ''}) `
  );
}

/** Declaration of the rtsp-producer. */
export const declaration = declareComponent({
  type: 'rtsp-producer',
  kind: 'producer',
  description: 'Takes picture and sound from an RTSP server, such as a network camera.',
  feeders: {
    video: { caps: 'video/x-raw', description: 'Raw pictures (I420).' },
    audio: { caps: 'audio/x-raw', description: 'Raw sound; nothing comes when the server has none.' },
  },
  properties: {
    location: { type: 'string', required: true, description: 'The stream, as rtsp://camera/live.' },
    user: { type: 'string', description: 'User name, for servers that want one.' },
    password: { type: 'string', secret: true, description: 'Password of the user.' },
    width: {
      type: 'int',
      min: 0,
      max: 8192,
      default: 0,
      unit: 'px',
      description: 'Width of the picture; 0 leaves it as it is.',
    },
    height: {
      type: 'int',
      min: 0,
      max: 8192,
      default: 0,
      unit: 'px',
      description: 'Height of the picture; 0 leaves it as it is.',
    },
    framerate: {
      type: 'fraction',
      min: [1, 100],
      max: [240, 1],
      default: [25, 2],
      unit: 'frames/s',
      description: 'Pictures a second.',
    },
    'has-audio': { type: 'bool', default: true, description: 'Take the sound as well.' },
    transport: {
      type: 'enum',
      values: ['auto', 'tcp', 'udp'],
      default: 'auto',
      description: 'How the media comes: over UDP and, when that fails, TCP (auto), or one of them.',
    },
    latency: {
      type: 'int',
      min: 0,
      max: 10_000,
      default: 500,
      unit: 'ms',
      description: 'Time in which late packets are waited for.',
      sets: 'source.latency',
    },
  },
  clock: { priority: 0 },
  stats: {
    connected: { kind: 'gauge', description: '1 while the stream comes, else 0.' },
    connections: { kind: 'counter', description: 'Connections made since the component started.' },
  },
  wizard: {
    step: 'video-producer',
    label: 'Network camera (RTSP)',
    rank: 60,
    pages: [
      ['location', 'user', 'password', 'transport'],
      ['width', 'height', 'framerate', 'has-audio'],
    ],
  },
  pipeline: (p) =>
    `${line(p)} meter. ! funnel name=keep-video ! @feeder:video@ ${p['has-audio'] ? SOUND : NO_SOUND}`,
});
