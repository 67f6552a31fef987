import { askForKeyUnits, defineComponent, takeLevel } from '@flumotion/core/plugin';
import { fileDeclaration } from './declaration';
import { checkLocation, playFile, stopFile } from './play';

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
    await playFile(context, { location, times, start, hold: atEnd === 'hold', over });
  },
  changed: (context) => {
    askForKeyUnits(context, 'video-form');
  },
  stop: stopFile,
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});
