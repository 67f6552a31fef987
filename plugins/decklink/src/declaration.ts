import {
  declareComponent,
  LEVEL_STATS,
  PICTURE_PROPERTIES,
  pictureChain,
  SOUND_CHAIN,
} from '@flumotion/core/plugin';

/**
 * What gives picture and sound; the test picture and tone stand for a card in tests and rehearsals. All else is the
 * same.
 */
const SOURCES = {
  decklink: { video: 'decklinkvideosrc name=video-source', audio: 'decklinkaudiosrc name=audio-source' },
  test: {
    video:
      'videotestsrc name=video-source is-live=true do-timestamp=true ! video/x-raw,width=720,height=576,framerate=25/1',
    audio:
      'audiotestsrc name=audio-source is-live=true do-timestamp=true ! audio/x-raw,rate=48000,channels=2',
  },
} as const;

const MODES = [
  ...['auto', 'ntsc', 'ntsc2398', 'pal', 'ntsc-p', 'pal-p'],
  ...['1080p2398', '1080p24', '1080p25', '1080p2997', '1080p30', '1080i50', '1080i5994', '1080i60'],
  ...['1080p50', '1080p5994', '1080p60', '720p50', '720p5994', '720p60'],
  ...['2160p2398', '2160p24', '2160p25', '2160p2997', '2160p30', '2160p50', '2160p5994', '2160p60'],
] as const;

/** Declaration of the card. */
export const declaration = declareComponent({
  type: 'decklink-producer',
  kind: 'producer',
  description: 'Takes picture and sound from a DeckLink card of Blackmagic Design.',
  feeders: {
    video: { caps: 'video/x-raw', description: 'Raw pictures (I420).' },
    audio: { caps: 'audio/x-raw', description: 'Raw sound.' },
  },
  stats: LEVEL_STATS,
  needs: {
    devices: [
      {
        name: 'a DeckLink card',
        files: '/dev/blackmagic/*',
        unless: ['source', 'test'],
        advice: "install Blackmagic's Desktop Video, which has the driver, and connect the card",
      },
    ],
    elements: ['decklinkvideosrc', 'decklinkaudiosrc'],
  },
  clock: { priority: 150 },
  properties: {
    'device-number': {
      type: 'int',
      min: 0,
      max: 63,
      default: 0,
      description: 'Number of the card, or of its input, counted from 0.',
    },
    mode: {
      type: 'enum',
      values: MODES,
      default: 'auto',
      description: 'Size and rate of what comes in; found out by itself where the card can (auto).',
    },
    'video-connection': {
      type: 'enum',
      values: ['auto', 'sdi', 'hdmi', 'optical-sdi', 'component', 'composite', 'svideo'],
      default: 'auto',
      description: 'Socket of the picture.',
    },
    'audio-connection': {
      type: 'enum',
      values: ['auto', 'embedded', 'aes', 'analog', 'analog-xlr', 'analog-rca'],
      default: 'auto',
      description: 'Socket of the sound.',
    },
    channels: {
      type: 'enum',
      values: ['2', '8', '16'],
      default: '2',
      description: 'Channels of sound that are taken from the card.',
    },
    source: {
      type: 'enum',
      values: ['decklink', 'test'],
      default: 'decklink',
      description:
        'Where it comes from: the card, or a test picture and tone for rehearsals without one (test).',
    },
    ...PICTURE_PROPERTIES,
  },
  wizard: {
    step: 'video-producer',
    label: 'DeckLink card',
    rank: 60,
    pages: [
      ['device-number', 'mode', 'video-connection', 'audio-connection'],
      ['width', 'height', 'framerate'],
    ],
  },
  pipeline: (p) => `
    ${SOURCES[p.source].video} ! queue ! ${pictureChain(p)} ! @feeder:video@
    ${SOURCES[p.source].audio} ! queue ! ${SOUND_CHAIN} ! @feeder:audio@`,
});
