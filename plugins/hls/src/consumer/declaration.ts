import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';

/** Declaration of the hls-consumer. */
export const declaration = declareComponent({
  type: 'hls-consumer',
  kind: 'consumer',
  description: 'Writes a live HLS stream to a folder, for any web server to serve.',
  eaters: {
    default: { caps: 'video/mpegts; video/quicktime', description: 'MPEG-TS or fragmented MP4.' },
  },
  properties: {
    directory: {
      type: 'string',
      required: true,
      path: 'folder',
      description:
        'Folder of playlist and segments; made when absent. One stream a folder, or a prefix of its own each.',
    },
    'playlist-name': {
      type: 'string',
      default: 'live.m3u8',
      description: 'File name of the playlist, which players open.',
    },
    'segment-prefix': {
      type: 'string',
      default: 'segment',
      description: 'What the names of the segments begin with; their number follows.',
    },
    'segment-duration': {
      type: 'float',
      min: 1,
      max: 60,
      default: 4,
      unit: 's',
      description: 'Longest segment; it is cut at the last keyframe before that.',
    },
    window: {
      type: 'int',
      min: 3,
      max: 10_000,
      default: 6,
      description:
        'Segments in the playlist; more while it would be shorter than three segments of full length.',
    },
    'keep-segments': {
      type: 'int',
      min: 1,
      max: 1_000_000,
      description:
        'Segments that stay in the folder after they left the playlist, for players that are behind; one more than it has when left out.',
    },
    'program-date-time': {
      type: 'bool',
      default: true,
      description: 'Say in the playlist at what time of day each segment began.',
    },
  },
  stats: {
    playlist: { kind: 'text', description: 'File that players open.' },
    format: { kind: 'text', description: 'Form of the segments, as the feed has it.' },
    segments: { kind: 'counter', description: 'Segments written since the component started.' },
    'segment-seconds': { kind: 'gauge', unit: 's', description: 'Length of the newest segment.' },
    'written-bytes': {
      kind: 'counter',
      unit: 'bytes',
      description: 'Bytes written since the component started.',
    },
    'lost-segments': { kind: 'counter', description: 'Segments that could not be written.' },
    'forced-cuts': {
      kind: 'counter',
      description: 'Segments that begin without a keyframe, as none came in time.',
    },
  },
  wizard: {
    step: 'consumer',
    label: 'HLS',
    rank: 96,
    pages: [['directory', 'segment-duration', 'window']],
  },
  pipeline: '@eater:default@ ! @tap:default@',
});

/** Property values of an hls-consumer. */
export type Properties = PropertiesOf<typeof declaration>;
