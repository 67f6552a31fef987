/**
 * Shows the picture and plays the sound of a stream where its worker runs.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';
import { explain } from './explain';

const NANOSECONDS = 1_000_000;
// Not autovideosink: where there is no screen it ends the process, or shows the picture nowhere without a word.
const PICTURE =
  'decoder. ! queue max-size-time=3000000000 max-size-bytes=0 max-size-buffers=0 ! videoconvert ! ximagesink name=picture';
const SOUND = {
  pulsesink:
    'decoder. ! queue max-size-time=3000000000 ! audioconvert ! audioresample ! pulsesink name=sound',
  alsasink: 'decoder. ! queue max-size-time=3000000000 ! audioconvert ! audioresample ! alsasink name=sound',
};

export default defineComponent(
  {
    type: 'preview-consumer',
    kind: 'consumer',
    description: 'Shows the picture and plays the sound of a stream, on the screen where its worker runs.',
    eaters: { default: { caps: 'ANY', description: 'Any stream with picture, sound or both.' } },
    clock: { priority: 0 },
    properties: {
      show: {
        type: 'enum',
        values: ['picture', 'sound', 'both'],
        default: 'picture',
        description: 'What of the stream is shown; what is asked for must be in it.',
      },
      delay: {
        type: 'int',
        min: 0,
        max: 2000,
        default: 300,
        unit: 'ms',
        description:
          'How long after its capture the stream is shown; what comes later than that is left out.',
      },
      display: {
        type: 'string',
        description:
          "X11 display to show the picture on, as :0; that of the worker's environment when left out.",
      },
      'sound-sink': {
        type: 'enum',
        values: ['pulsesink', 'alsasink'],
        default: 'pulsesink',
        description: 'Where sound goes: to PulseAudio (or PipeWire), or to ALSA.',
      },
      server: {
        type: 'string',
        description: "Address of the PulseAudio server; that of the worker's user when left out.",
      },
      device: {
        type: 'string',
        description: 'Name of the loudspeaker, as PulseAudio or ALSA has it; the usual one when left out.',
      },
    },
    pipeline: (p) =>
      ['@eater:default@ ! decodebin name=decoder']
        .concat(p.show === 'sound' ? [] : [PICTURE], p.show === 'picture' ? [] : [SOUND[p['sound-sink']]])
        .join(' '),
  },
  {
    check(p) {
      if (p.show === 'picture' || p['sound-sink'] === 'pulsesink' || p.server === undefined) return undefined;
      return `server ${p.server} is for PulseAudio; set sound-sink to pulsesink, or leave server out`;
    },
    start(context) {
      const p = context.properties;
      if (p.show !== 'sound') {
        const picture = context.element('picture');
        picture.set('ts-offset', p.delay * NANOSECONDS);
        if (p.display !== undefined) picture.set('display', p.display);
      }
      if (p.show === 'picture') return;
      const sound = context.element('sound');
      sound.set('ts-offset', p.delay * NANOSECONDS);
      if (p.server !== undefined) sound.set('server', p.server);
      if (p.device !== undefined) sound.set('device', p.device);
    },
    explain,
  },
);
