import { askForKeyUnits, defineComponent, takeLevel } from '@flumotion/core/plugin';
import { loopDeclaration } from './declaration';
import { checkLocation, playFile, stopFile } from './play';

/** The component `loop-producer`. */
export const loop = defineComponent(loopDeclaration, {
  check: ({ location }) => checkLocation(location),
  async start(context) {
    const { location } = context.properties;
    await playFile(context, { location, times: undefined, start: 0, hold: false, over: () => undefined });
  },
  changed: (context) => {
    askForKeyUnits(context, 'video-form');
  },
  stop: stopFile,
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});
