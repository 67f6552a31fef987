import { declareComponent, LEVEL_STATS } from '@flumotion/core/plugin';

/** Loudest that anything is made: what GStreamer's volume can do, and +20 dB. */
export const MAX_VOLUME = 10;

const VOLUME = { type: 'float', min: 0, max: MAX_VOLUME, default: 1 } as const;
const GAIN = { type: 'float', min: -100, max: 20, default: 0, unit: 'dB' } as const;
const MILLISECONDS = { type: 'int', max: 60_000, unit: 'ms' } as const;
const ALIAS = { type: 'string', required: true } as const;

/** Declaration of the mixer. */
export const declaration = declareComponent({
  type: 'audio-mixer-combiner',
  kind: 'combiner',
  description: 'Mixes several sounds into one, each as loud as it is to be.',
  eaters: {
    default: {
      caps: 'audio/x-raw',
      multiple: true,
      into: 'mixer',
      // Panning moves from buffer to buffer, so these are short.
      through:
        'audioconvert ! audioresample ! capsfilter name=form ! ' +
        'audiobuffersplit name=split output-buffer-duration=1/200 discont-wait=0 ! volume name=volume ! ' +
        'audiopanorama name=pan method=simple ! level name=level interval=100000000',
      // The mix goes on without an input that is away.
      required: false,
      description: 'Raw sound of any rate, format and number of channels; each feed is known by its alias.',
    },
  },
  feeders: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
  stats: {
    inputs: { kind: 'gauge', description: 'Inputs that give sound now.' },
    'input-peak': {
      kind: 'gauge',
      unit: 'dB',
      each: 'input',
      description: 'Loudest sample of an input, as it goes into the mix.',
    },
    'input-rms': {
      kind: 'gauge',
      unit: 'dB',
      each: 'input',
      description: 'Mean level of an input, as it goes into the mix.',
    },
    'input-duck': {
      kind: 'gauge',
      unit: 'dB',
      each: 'input',
      description: 'How far an input is ducked; 0 while it is not.',
    },
    ...LEVEL_STATS,
  },
  // Its silence, which goes on when nothing else does, has to be in time.
  clock: { priority: 50 },
  properties: {
    input: {
      type: 'compound',
      multiple: true,
      live: true,
      description: 'How an input is mixed; one that has none is taken as it comes.',
      properties: {
        'feeder-alias': { ...ALIAS, description: 'Alias of the feed.' },
        volume: { ...VOLUME, description: 'Factor; 1 leaves it as it is, 0 is silence.' },
        gain: { ...GAIN, description: 'The same in dB, on top of the volume.' },
        mute: { type: 'bool', default: false, description: 'Leave it out of the mix.' },
        pan: {
          type: 'float',
          min: -1,
          max: 1,
          default: 0,
          description:
            'Where it is heard: -1 on the left alone, 1 on the right alone. The side that stays is as loud as before.',
        },
        fade: {
          ...MILLISECONDS,
          min: 5,
          default: 50,
          description: 'How long a change of volume, gain, mute or pan takes.',
        },
      },
    },
    ducking: {
      type: 'compound',
      multiple: true,
      live: true,
      description: 'An input that goes down while another is heard, as music while somebody speaks.',
      properties: {
        'feeder-alias': { ...ALIAS, description: 'Alias of the feed that goes down.' },
        'by-alias': { ...ALIAS, description: 'Alias of the feed that has it go down.' },
        gain: {
          type: 'float',
          min: -100,
          max: 0,
          default: -12,
          unit: 'dB',
          description: 'How far it goes down. Of several that apply, the lowest counts.',
        },
        threshold: {
          type: 'float',
          min: -90,
          max: 0,
          default: -40,
          unit: 'dB',
          description: 'Mean level from which the other input counts as heard.',
        },
        attack: { ...MILLISECONDS, min: 5, default: 200, description: 'How long going down takes.' },
        hold: {
          ...MILLISECONDS,
          min: 0,
          default: 800,
          description:
            'How long it stays down when the other is not heard any more; bridges the pauses of speech.',
        },
        release: { ...MILLISECONDS, min: 5, default: 1200, description: 'How long coming up again takes.' },
      },
    },
    volume: { ...VOLUME, live: true, description: 'Factor for the whole mix; 1 leaves it as it is.' },
    gain: { ...GAIN, live: true, description: 'The same in dB, on top of the volume.' },
    fade: {
      ...MILLISECONDS,
      min: 5,
      default: 50,
      live: true,
      description: 'How long a change of the volume or gain of the whole mix takes.',
    },
    limiter: {
      type: 'bool',
      default: false,
      live: true,
      description: 'Round off what is louder than -6 dB, so that the mix never clips.',
      sets: 'limiter.enabled',
    },
    samplerate: {
      type: 'int',
      min: 4000,
      max: 192_000,
      default: 44_100,
      unit: 'Hz',
      description: 'Samples a second of the mix.',
    },
    channels: { type: 'int', min: 1, max: 2, default: 2, description: 'Channels of the mix.' },
    format: {
      type: 'enum',
      values: ['S16LE', 'S24LE', 'S32LE', 'F32LE'],
      default: 'S16LE',
      description: 'Format of the samples of the mix.',
    },
    delay: {
      type: 'int',
      min: 20,
      max: 5000,
      default: 300,
      unit: 'ms',
      description: 'How long it waits for the sound of all inputs; what comes later is left out.',
    },
    tolerance: {
      type: 'int',
      min: 1,
      max: 1000,
      default: 20,
      unit: 'ms',
      description:
        'How far the sound of an input may be from its time before it is moved to where it belongs.',
    },
  },
  pipeline:
    'audiomixer name=mixer force-live=true start-time-selection=first discont-wait=0 output-buffer-duration=20000000 ' +
    '! capsfilter name=mix ! volume name=volume ! rglimiter name=limiter enabled=false ! level name=level interval=100000000 ' +
    '! audioconvert ! capsfilter name=output ! @feeder:default@ ' +
    // Keeps the mix going, and its form, whatever comes in.
    'audiotestsrc name=silence wave=silence samplesperbuffer=1024 ! capsfilter name=silence-form ! clocksync ! mixer.',
});
