import { defineComponent, takeLevel } from '@flumotion/core/plugin';
import { fileDeclaration } from './declaration';
import { checkLocation, playFile } from './play';
import type { Rounds } from './rounds';

const playing = new WeakMap<object, Rounds>();

/** The component `file-producer`. */
export const file = defineComponent(fileDeclaration, {
  check: ({ location }) => checkLocation(location),
  async start(context) {
    const { location, loop, start, 'at-end': atEnd } = context.properties;
    const over = (): void => {
      context.message({ level: 'info', id: 'over', text: 'The file has been played to its end.' });
      if (atEnd !== 'end') return;
      for (const valve of ['video-valve', 'audio-valve']) context.element(valve).set('drop', true);
    };
    const times = loop === 0 ? undefined : loop;
    playing.set(context, await playFile(context, { location, times, start, hold: atEnd === 'hold', over }));
  },
  stop(context) {
    playing.get(context)?.stop();
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});
