import { declareComponent, LEVEL_STATS } from '@flumotion/core/plugin';

/** Element property that names the device, where a source has one of another name. */
export const DEVICE_PROPERTY: Readonly<Record<string, string>> = { pipewiresrc: 'target-object' };

/** Declaration of the sound card. */
export const declaration = declareComponent({
  type: 'soundcard-producer',
  kind: 'producer',
  description: 'Records sound from a sound card or a sound server.',
  feeders: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
  stats: LEVEL_STATS,
  needs: { devices: ['a sound card or a sound server'] },
  clock: { priority: 170 },
  properties: {
    'source-element': {
      type: 'enum',
      values: ['alsasrc', 'pulsesrc', 'pipewiresrc', 'osssrc'],
      default: 'alsasrc',
      description: 'Where sound comes from: ALSA, PulseAudio, PipeWire or OSS.',
    },
    device: {
      type: 'string',
      device: true,
      description:
        'Name of the device: hw:0 (ALSA), a source such as alsa_output.monitor (PulseAudio), /dev/dsp (OSS); the default device when left out.',
    },
    server: {
      type: 'string',
      description:
        "Address of the PulseAudio server, as unix:/run/user/1000/pulse/native; that of the worker's user when left out.",
    },
    channels: { type: 'int', min: 1, max: 8, default: 2, description: 'Number of channels.' },
    depth: {
      type: 'int',
      min: 8,
      max: 32,
      default: 16,
      unit: 'bit',
      description: 'Bits a sample: 8, 16, 24 or 32.',
    },
    samplerate: {
      type: 'int',
      min: 4000,
      max: 192_000,
      default: 44_100,
      unit: 'Hz',
      description: 'Samples a second.',
    },
    volume: {
      type: 'float',
      min: 0,
      max: 4,
      description: 'Gain factor; 1 leaves the sound as it is.',
      sets: 'volume.volume',
      live: true,
      control: true,
    },
    'input-track': {
      type: 'string',
      description: 'Mixer track to record from.',
      retired: 'Choose the input with the mixer of the machine, such as alsamixer or pavucontrol.',
    },
  },
  wizard: {
    step: 'audio-producer',
    label: 'Sound card',
    probe: 'sound',
    rank: 80,
    pages: [['source-element', 'device', 'channels', 'depth', 'samplerate']],
  },
  pipeline: (p) =>
    `${p['source-element']} name=source ! audioconvert ! audioresample ! volume name=volume ` +
    '! level name=level interval=200000000 ! audioconvert ! capsfilter name=output ! audiorate skip-to-first=true',
});
