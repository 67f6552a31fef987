import { defineComponent } from '@flumotion/core/plugin';
import { checkProperties } from './check';
import { declaration } from './declaration';
import { Numbers } from './numbers';
import { Service } from './service';

const running = new WeakMap<object, Service>();

/** Serves a live HLS stream from memory. */
export const streamer = defineComponent(declaration, {
  check: checkProperties,

  async start(context) {
    const service = new Service(context, await Numbers.open(context.memory));
    running.set(context, service);
    await service.start();
  },

  stop(context) {
    running.get(context)?.stop();
  },

  tables: {
    listeners: (context) => running.get(context)?.visitors.listeners() ?? [],
    departures: (context) => running.get(context)?.visitors.departures() ?? [],
  },

  actions: {
    'eject-listener': (context, meant) => ({ ejected: running.get(context)?.visitors.eject(meant) ?? 0 }),
  },
});
