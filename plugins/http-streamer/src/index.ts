import { defineComponent, type Context } from '@flumotion/core/plugin';
import { declaration, type Properties } from './declaration';
import { checkProperties } from './settings';
import { Streamer } from './streamer';

const running = new WeakMap<Context<Properties>, Streamer>();

/** Serves a stream over HTTP. */
export default defineComponent(declaration, {
  check: checkProperties,

  async start(context) {
    for (const name of ['porter-socket-path', 'porter-username', 'porter-password'] as const) {
      if (context.properties[name] !== undefined)
        context.log.warn(`${name} has no use with type master; ignored`);
    }
    const streamer = new Streamer(context);
    running.set(context, streamer);
    await streamer.start();
  },

  changed(context) {
    running.get(context)?.changed();
  },

  stop(context) {
    running.get(context)?.stop();
  },
});
