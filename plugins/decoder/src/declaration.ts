import {
  decoderText,
  declareComponent,
  type DecodedKind,
  type PropertySpecs,
  type StatSpec,
} from '@flumotion/core/plugin';

/** Name of the decoder in the pipeline. */
export const DECODER = 'decoder';
/** Longest gap that is filled with the last picture and silence, in seconds; a longer one stays a gap. */
export const MAX_FILL = 10;

const SIDE = { type: 'int', min: 16, max: 8192, unit: 'px' } as const;

const PROPERTIES = {
  blacklist: {
    type: 'string',
    multiple: true,
    description:
      'Name of a GStreamer element that is not used, as avdec_h264; another that can do the same is.',
  },
  width: {
    ...SIDE,
    description: 'Width of the picture. Left out, it follows from height, or is that of the first stream.',
  },
  height: {
    ...SIDE,
    description: 'Height of the picture. Left out, it follows from width, or is that of the first stream.',
  },
  framerate: {
    type: 'fraction',
    min: [1, 100],
    max: [240, 1],
    default: [25, 2],
    unit: 'frames/s',
    description: 'Pictures a second.',
  },
  samplerate: {
    type: 'int',
    min: 4000,
    max: 192_000,
    default: 44_100,
    unit: 'Hz',
    description: 'Samples a second.',
  },
  channels: { type: 'int', min: 1, max: 8, default: 2, description: 'Channels of the sound.' },
  'is-square': { type: 'bool', default: false, description: 'Convert to square pixels.' },
  'add-borders': {
    type: 'bool',
    default: false,
    description: 'Keep the shape of a picture with black borders, rather than stretching it.',
  },
  'keyunits-interval': {
    type: 'int',
    min: 0,
    max: 3_600_000,
    default: 10_000,
    unit: 'ms',
    live: true,
    description: 'Time between the keyframes that encoders behind it are asked for; 0 asks for none.',
  },
} as const satisfies PropertySpecs;

const STATS = {
  streams: {
    kind: 'counter',
    description: 'Streams whose decoding was begun, after each return of the feed too.',
  },
  failures: { kind: 'counter', description: 'Times that decoding broke and was begun again.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

const EATER = {
  caps: 'ANY',
  description:
    'An encoded stream: Ogg, WebM, Matroska, MPEG-TS, MP4, FLV, or one encoding such as H.264 or MP3.',
} as const;

const RATES: Readonly<Record<DecodedKind, string>> = {
  video: `videorate skip-to-first=true max-duplication-time=${String(MAX_FILL)}000000000`,
  // Within its usual tolerance of 40 ms, a first time that is wrong would never be set right.
  audio: 'audiorate skip-to-first=true tolerance=10000000',
};

/**
 * Decoders say more of pictures than their form, each something else: what leaves says the same of all.
 * One segment lets the rates notice when times go back; they drop that, and fill what is left out.
 */
function outside(kind: DecodedKind, feeder: string): string {
  const own = `${DECODER}-${kind}. ! identity name=${kind}-times single-segment=true`;
  const exactly = kind === 'video' ? ' ! capssetter name=video-caps replace=true' : '';
  return `${own} ! ${RATES[kind]} ! capsfilter name=${kind}-form${exactly} ! @feeder:${feeder}@`;
}

/** Pipeline text for some kinds of media, each with the feeder it leaves by. */
function text(kinds: readonly (readonly [kind: DecodedKind, feeder: string])[]): string {
  const decoder = decoderText({ name: DECODER, kinds: kinds.map(([kind]) => kind) });
  return [
    decoder,
    ...kinds.map(([kind, feeder]) => outside(kind, feeder)),
    '@eater:default@ ! @tap:feed@',
  ].join(' ');
}

/** Declaration of the single-generic-decoder. */
export const single = declareComponent({
  type: 'single-generic-decoder',
  kind: 'decoder',
  description: 'Decodes the pictures or the sound of a stream, whatever it is.',
  eaters: { default: EATER },
  feeders: {
    default: {
      caps: 'video/x-raw; audio/x-raw',
      capsBy: { property: 'media-type', caps: { video: 'video/x-raw', audio: 'audio/x-raw' } },
      outOf: 'default',
      description: 'Raw pictures (I420) or raw sound (16 bit).',
    },
  },
  properties: {
    'media-type': {
      type: 'enum',
      values: ['video', 'audio'],
      required: true,
      description: 'What to decode.',
    },
    ...PROPERTIES,
  },
  stats: STATS,
  clock: { priority: 0 },
  pipeline: (p) => text([[p['media-type'], 'default']]),
});

/** Declaration of the av-generic-decoder. */
export const av = declareComponent({
  type: 'av-generic-decoder',
  kind: 'decoder',
  description: 'Decodes the pictures and the sound of a stream, whatever it is.',
  eaters: { default: EATER },
  feeders: {
    video: {
      caps: 'video/x-raw',
      outOf: 'default',
      description: 'Raw pictures (I420); none come when the stream has none.',
    },
    audio: {
      caps: 'audio/x-raw',
      outOf: 'default',
      description: 'Raw sound (16 bit); none comes when the stream has none.',
    },
  },
  properties: PROPERTIES,
  stats: STATS,
  clock: { priority: 0 },
  pipeline: () =>
    text([
      ['video', 'video'],
      ['audio', 'audio'],
    ]),
});
