import { defineComponent, type Context } from '@flumotion/core/plugin';
import { declaration, type Properties } from './declaration';
import { Porter } from './porter';
import { checkProperties } from './settings';

const running = new WeakMap<Context<Properties>, Porter>();

/** One public port for the streamers of a machine. */
export default defineComponent(declaration, {
  check: checkProperties,

  async start(context) {
    const porter = new Porter(context);
    running.set(context, porter);
    await porter.start();
  },

  stop(context) {
    running.get(context)?.stop();
  },
});
