import {
  declareComponent,
  deckText,
  LEVEL_STATS,
  PICTURE_PROPERTIES,
  SOUND_CHAIN,
  type ValuesOf,
} from '@flumotion/core/plugin';

/** Names of the decks: one plays, one is made ready, and one may still be giving away its last media. */
export const DECKS = ['a', 'b', 'c'] as const;

/** What stands for media that is not wanted: it never comes. */
const NO_VIDEO = 'appsrc is-live=true ! video/x-raw ! @feeder:video@';
const NO_AUDIO = 'appsrc is-live=true ! audio/x-raw ! @feeder:audio@';

const PATTERNS = [
  ...['smpte', 'snow', 'black', 'white', 'red', 'green', 'blue', 'checkers-1', 'checkers-2', 'checkers-4'],
  ...[
    'checkers-8',
    'circular',
    'blink',
    'smpte75',
    'zone-plate',
    'gamut',
    'chroma-zone-plate',
    'solid-color',
  ],
  ...['ball', 'smpte100', 'bar', 'pinwheel', 'spokes', 'gradient', 'colors', 'smpte-rp-219'],
] as const;

const WAVES = [
  ...['sine', 'square', 'saw', 'triangle', 'silence', 'white-noise', 'pink-noise', 'sine-table', 'ticks'],
  ...['gaussian-noise', 'red-noise', 'blue-noise', 'violet-noise'],
] as const;

/** Declaration of the playlist player. */
export const declaration = declareComponent({
  type: 'playlist-producer',
  kind: 'producer',
  description: 'Plays media files by a schedule, with a filler between them.',
  feeders: {
    video: { caps: 'video/x-raw', description: 'Raw pictures (I420).' },
    audio: { caps: 'audio/x-raw', description: 'Raw sound.' },
  },
  clock: { priority: 110 },
  properties: {
    playlist: {
      type: 'string',
      path: 'file',
      live: true,
      description:
        "Playlist file on the worker's machine: XML, M3U or a list of names; read again when it changes.",
    },
    'playlist-directory': {
      type: 'string',
      path: 'folder',
      live: true,
      description: 'Folder of playlist files, all in force together; files may come, change and go.',
    },
    'base-directory': {
      type: 'string',
      path: 'folder',
      live: true,
      description:
        "Folder that names in playlists are taken from, and that they cannot leave; the playlist's own, without a fence, when left out.",
    },
    loop: {
      type: 'int',
      min: 0,
      max: 1_000_000,
      default: 1,
      live: true,
      description:
        'How many times a playlist without times, or with one at its beginning, is played; 0 for ever.',
    },
    video: { type: 'bool', default: true, description: 'Feed pictures.' },
    audio: { type: 'bool', default: true, description: 'Feed sound.' },
    'video-pattern': {
      type: 'enum',
      values: PATTERNS,
      default: 'black',
      live: true,
      description: 'Picture when nothing is played.',
    },
    'audio-wave': {
      type: 'enum',
      values: WAVES,
      default: 'silence',
      live: true,
      description: 'Sound when nothing is played.',
    },
    width: { ...PICTURE_PROPERTIES.width, default: 320, description: 'Width of the picture.' },
    height: { ...PICTURE_PROPERTIES.height, default: 240, description: 'Height of the picture.' },
    framerate: { ...PICTURE_PROPERTIES.framerate, default: [15, 1], description: 'Pictures a second.' },
    samplerate: {
      type: 'int',
      min: 4000,
      max: 192_000,
      default: 44_100,
      unit: 'Hz',
      description: 'Samples a second.',
    },
    channels: { type: 'int', min: 1, max: 8, default: 2, description: 'Channels of the sound.' },
    'add-borders': PICTURE_PROPERTIES['add-borders'],
    'deinterlace-mode': PICTURE_PROPERTIES['deinterlace-mode'],
    'deinterlace-method': PICTURE_PROPERTIES['deinterlace-method'],
    volume: {
      type: 'float',
      min: 0,
      max: 4,
      live: true,
      description: PICTURE_PROPERTIES.volume.description,
    },
  },
  tables: {
    schedule: {
      description:
        'What is played now and what comes: as it is planned for a day, and what has its time in a playlist in the next 14 days; at most 1000.',
      columns: {
        start: { kind: 'time', description: 'When it begins.' },
        end: { kind: 'time', description: 'When it ends; absent where the length is not known yet.' },
        what: { kind: 'text', description: 'Name of the file, as the playlist has it.' },
        active: { kind: 'bool', description: 'Whether it is played now.' },
      },
    },
  },
  stats: {
    ...LEVEL_STATS,
    current: { kind: 'text', description: 'What is played now; empty while it is the filler.' },
    position: { kind: 'gauge', unit: 's', description: 'How much of what is played now is over.' },
    remaining: { kind: 'gauge', unit: 's', description: 'How long it still lasts.' },
    next: { kind: 'text', description: 'What comes next.' },
    'next-time': { kind: 'text', description: 'When it begins, in UTC.' },
    schedule: {
      kind: 'text',
      description:
        'What is played and what comes: begin, length, kinds of media and name of up to 20 entries.',
    },
    entries: { kind: 'gauge', description: 'Entries of all playlists.' },
    played: { kind: 'counter', description: 'Entries that have begun.' },
    rounds: { kind: 'counter', description: 'Rounds after the first that playlists have begun.' },
    skipped: {
      kind: 'gauge',
      description: 'Entries with a time that is over and in which they were not played.',
    },
    broken: { kind: 'gauge', description: 'Entries of the next hour that cannot be played.' },
  },
  wizard: {
    step: 'video-producer',
    label: 'A playlist of files',
    rank: 44,
    pages: [
      ['playlist', 'playlist-directory', 'base-directory', 'loop'],
      ['width', 'height', 'framerate', 'video-pattern'],
    ],
  },
  pipeline: (p) =>
    [
      ...(p.video || p.audio
        ? [
            deckText({
              decks: DECKS,
              video: p.video,
              audio: p.audio,
              deinterlace: p.video && p['deinterlace-mode'] !== 'disabled',
            }),
          ]
        : []),
      p.video ? 'video-form. ! @feeder:video@' : NO_VIDEO,
      p.audio ? `audio-form. ! ${SOUND_CHAIN} ! @feeder:audio@` : NO_AUDIO,
    ].join(' '),
});

/** Values of the properties. */
export type Values = ValuesOf<typeof declaration.properties>;
