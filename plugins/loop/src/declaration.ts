import {
  declareComponent,
  deckText,
  LEVEL_STATS,
  PICTURE_PROPERTIES,
  SOUND_CHAIN,
  type PictureValues,
} from '@flumotion/core/plugin';

/** Names of the decks: one plays while the other is made ready. */
export const DECKS = ['a', 'b'] as const;

const FEEDERS = {
  video: { caps: 'video/x-raw', description: 'Raw pictures (I420).' },
  audio: { caps: 'audio/x-raw', description: 'Raw sound.' },
} as const;

const STATS = {
  ...LEVEL_STATS,
  position: { kind: 'gauge', unit: 's', description: 'Place in the file that is played now.' },
  duration: { kind: 'gauge', unit: 's', description: 'Length of a round.' },
  iterations: { kind: 'counter', description: 'Times the file was played to its end.' },
} as const;

const LOCATION = {
  type: 'string',
  required: true,
  path: 'file',
  description:
    "The file to play, on the worker's machine: Ogg, WebM, MP4 or anything else that GStreamer decodes.",
} as const;

function pipeline(p: Pick<PictureValues, 'deinterlace-mode'>): string {
  const deinterlace = p['deinterlace-mode'] !== 'disabled';
  return [
    deckText({ decks: DECKS, video: true, audio: true, deinterlace }),
    'video-form. ! valve name=video-valve ! @feeder:video@',
    `audio-form. ! valve name=audio-valve ! ${SOUND_CHAIN} ! @feeder:audio@`,
  ].join(' ');
}

/** Declaration of the loop. */
export const loopDeclaration = declareComponent({
  type: 'loop-producer',
  kind: 'producer',
  description: 'Plays a media file again and again.',
  feeders: FEEDERS,
  stats: STATS,
  clock: { priority: 110 },
  properties: { location: LOCATION, ...PICTURE_PROPERTIES },
  wizard: {
    step: 'video-producer',
    label: 'Loop of a file',
    probe: 'media-file',
    rank: 50,
    pages: [['location', 'width', 'height', 'framerate']],
  },
  pipeline,
});

/** Declaration of the file that is played a number of times. */
export const fileDeclaration = declareComponent({
  type: 'file-producer',
  kind: 'producer',
  description: 'Plays a media file once, or a number of times, at the pace of a live source.',
  feeders: FEEDERS,
  stats: STATS,
  clock: { priority: 110 },
  properties: {
    location: LOCATION,
    loop: {
      type: 'int',
      min: 0,
      max: 1_000_000,
      default: 1,
      description: 'How many times it is played; 0 for ever.',
    },
    start: {
      type: 'float',
      min: 0,
      max: 1_000_000,
      default: 0,
      unit: 's',
      description: 'Where in the file the first round begins.',
    },
    'at-end': {
      type: 'enum',
      values: ['hold', 'black', 'end'],
      default: 'hold',
      description:
        'What comes after the last round: its last picture and silence (hold), black and silence (black), or nothing any more (end).',
    },
    ...PICTURE_PROPERTIES,
  },
  wizard: {
    step: 'video-producer',
    label: 'A file',
    probe: 'media-file',
    rank: 45,
    pages: [
      ['location', 'loop', 'at-end'],
      ['width', 'height', 'framerate'],
    ],
  },
  pipeline,
});
