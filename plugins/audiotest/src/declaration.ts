import { declareComponent, LEVEL_STATS } from '@flumotion/core/plugin';

/** Declaration of the test sound. */
export const declaration = declareComponent({
  type: 'audiotest-producer',
  kind: 'producer',
  description: 'Makes a test sound.',
  feeders: { default: { caps: 'audio/x-raw', description: 'Raw sound (16 bit).' } },
  stats: LEVEL_STATS,
  clock: { priority: 110 },
  properties: {
    volume: {
      type: 'float',
      min: 0,
      max: 4,
      description: 'Gain factor; 1, which is used when left out, leaves a sound of 0.8 of full scale.',
      sets: 'volume.volume',
      live: true,
    },
    samplerate: {
      type: 'int',
      min: 4000,
      max: 192_000,
      default: 44_100,
      unit: 'Hz',
      description: 'Samples a second.',
    },
    channels: {
      type: 'int',
      min: 1,
      max: 8,
      default: 1,
      description: 'Number of channels, all with the same sound.',
    },
    frequency: {
      type: 'int',
      min: 0,
      max: 96_000,
      unit: 'Hz',
      description: 'Pitch of the sound; 440 when left out.',
      sets: 'source.freq',
      live: true,
      aliases: ['freq'],
    },
    wave: {
      type: 'int',
      min: 0,
      max: 12,
      description:
        'Number of the wave: 0 sine, 1 square, 2 saw, 3 triangle, 4 silence, 5 white noise, 8 a beep on every whole second of the flow; gst-inspect-1.0 audiotestsrc lists them all.',
      sets: 'source.wave',
      live: true,
    },
    'drop-probability': {
      type: 'float',
      min: 0,
      max: 1,
      description: 'Share of the sound that is left out, for tests.',
      sets: 'drop.drop-probability',
      live: true,
    },
  },
  wizard: {
    step: 'audio-producer',
    label: 'Test sound',
    rank: 100,
    pages: [['wave', 'frequency', 'volume', 'samplerate']],
  },
  pipeline:
    'audiotestsrc name=source samplesperbuffer=1024 ! capsfilter name=output ! identity name=drop silent=true ! volume name=volume ' +
    '! level name=level interval=200000000 ! clocksync',
});
