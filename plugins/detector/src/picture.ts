import { defineComponent } from '@flumotion/core/plugin';
import { ALARM_STATS } from './alarms';
import { DataWatch, LOOK_INTERVAL } from './data-watch';
import { PICTURE_WATCH_PROPERTIES } from './picture-properties';
import { PictureWatch } from './picture-watch';

const timers = new WeakMap<object, NodeJS.Timeout>();

/** Hands pictures on as they are, and tells what is wrong with them. */
export const videoDetector = defineComponent(
  {
    type: 'video-detector',
    kind: 'converter',
    description: 'Hands pictures on as they are, and tells when they stand still or are black.',
    eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
    feeders: { default: { caps: 'video/x-raw', description: 'The same pictures.' } },
    properties: PICTURE_WATCH_PROPERTIES,
    stats: {
      ...ALARM_STATS,
      brightness: { kind: 'gauge', unit: '%', description: 'Mean brightness of the last picture looked at.' },
    },
    // A few pictures a second are made small in C; only these are looked at.
    pipeline:
      'tee name=watch ! @feeder:default@ watch. ' +
      '! queue leaky=downstream max-size-buffers=2 max-size-bytes=0 max-size-time=0 ! videorate max-rate=4 skip-to-first=true ' +
      '! videoscale ! video/x-raw,width=64,height=36 ! videoconvert ! video/x-raw,format=I420 ! @tap:look@',
  },
  {
    start(context) {
      const watch = new PictureWatch(context);
      context.tap('look', {
        caps: () => undefined,
        buffer: (buffer) => {
          watch.take(buffer);
        },
      });
      const data = new DataWatch(watch.alarms, 'picture');
      const timer = setInterval(() => {
        const times = { after: context.properties['no-data-time'], clear: context.properties['clear-time'] };
        data.look(context.eaters(), performance.now() / 1000, times);
      }, LOOK_INTERVAL);
      timer.unref();
      timers.set(context, timer);
    },
    stop: (context) => {
      clearInterval(timers.get(context));
    },
  },
);
