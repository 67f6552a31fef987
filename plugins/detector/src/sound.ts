import { defineComponent, definePlug, LEVEL_STATS } from '@flumotion/core/plugin';
import { ALARM_STATS } from './alarms';
import { DATA_PROPERTY } from './common';
import { DataWatch, LOOK_INTERVAL } from './data-watch';
import { SOUND_PROPERTIES, soundBranch } from './sound-properties';
import { SoundWatch } from './sound-watch';

const STATS = { ...ALARM_STATS, ...LEVEL_STATS } as const;

/** What watches the sound of a component that runs. */
interface Running {
  readonly watch: SoundWatch;
  readonly timer?: NodeJS.Timeout;
}

const running = new WeakMap<object, Running>();

/** Hands sound on as it is, and tells what is wrong with it. */
export const audioDetector = defineComponent(
  {
    type: 'audio-detector',
    kind: 'converter',
    description: 'Hands sound on as it is, and tells of silence, clipping and other faults.',
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: { default: { caps: 'audio/x-raw', description: 'The same sound.' } },
    properties: { ...SOUND_PROPERTIES, ...DATA_PROPERTY },
    stats: STATS,
    pipeline: (p) => `${soundBranch(p['phase-time'] > 0)} ! @feeder:default@`,
  },
  {
    start(context) {
      const watch = new SoundWatch(context);
      const data = new DataWatch(watch.alarms, 'sound');
      const timer = setInterval(() => {
        const times = { after: context.properties['no-data-time'], clear: context.properties['clear-time'] };
        data.look(context.eaters(), performance.now() / 1000, times);
      }, LOOK_INTERVAL);
      timer.unref();
      running.set(context, { watch, timer });
    },
    elementMessage: (context, message) => running.get(context)?.watch.take(message),
    stop: (context) => {
      clearInterval(running.get(context)?.timer);
    },
  },
);

/** The same in front of any feeder of raw sound. */
export const audioDetectorEffect = definePlug(
  {
    type: 'effect-audio-detector',
    socket: 'effect',
    description: 'Tells of silence, clipping and other faults of the sound that a component gives.',
    caps: 'audio/x-raw',
    properties: SOUND_PROPERTIES,
    stats: STATS,
    pipeline: (p) => soundBranch(p['phase-time'] > 0),
  },
  {
    start(context) {
      running.set(context, { watch: new SoundWatch(context) });
    },
    elementMessage(context, message) {
      running.get(context)?.watch.take(message);
    },
  },
);
