import { capsText, definePlug, type Fraction, type PlugContext } from '@flumotion/core/plugin';

/** Brings pictures to a rate. */
export const videorate = definePlug(
  {
    type: 'effect-videorate',
    socket: 'effect',
    description: 'Brings pictures to a rate by repeating some or leaving some out.',
    caps: 'video/x-raw',
    properties: {
      framerate: {
        type: 'fraction',
        min: [1, 100],
        max: [240, 1],
        unit: 'frames/s',
        required: true,
        live: true,
        description: 'Pictures a second.',
      },
    },
    pipeline: 'videorate skip-to-first=true ! capsfilter name=rate caps-change-mode=delayed',
  },
  {
    start: (context) => {
      bring(context);
    },
    changed: (context) => {
      bring(context);
    },
  },
);

function bring(context: PlugContext<{ readonly framerate: Fraction }, 'effect'>): void {
  context.element('rate').set('caps', capsText('video/x-raw', { framerate: context.properties.framerate }));
}
