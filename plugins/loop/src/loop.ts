import { defineComponent, takeLevel } from '@flumotion/core/plugin';
import { loopDeclaration } from './declaration';
import { checkLocation, playFile } from './play';
import type { Rounds } from './rounds';

const playing = new WeakMap<object, Rounds>();

/** The component `loop-producer`. */
export const loop = defineComponent(loopDeclaration, {
  check: ({ location }) => checkLocation(location),
  async start(context) {
    const { location } = context.properties;
    const wish = { location, times: undefined, start: 0, hold: false, over: () => undefined };
    playing.set(context, await playFile(context, wish));
  },
  stop(context) {
    playing.get(context)?.stop();
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});
