/**
 * Captures the picture of an X11 desktop, or a part of it.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { explain } from './explain';

/** Widest picture X11 knows. */
const MAX_SIZE = 32_767;

export default defineComponent(
  {
    type: 'screencast-producer',
    kind: 'producer',
    description: 'Captures the picture of an X11 desktop, or a part of it.',
    feeders: { default: { caps: 'video/x-raw', description: 'Raw pictures (I420).' } },
    needs: { devices: ['an X11 display'] },
    clock: { priority: 0 },
    properties: {
      display: {
        type: 'string',
        description: "X11 display to capture, as :0; that of the worker's environment when left out.",
        sets: 'source.display-name',
      },
      width: {
        type: 'int',
        min: 16,
        max: MAX_SIZE,
        default: 320,
        unit: 'px',
        description: 'Captured width.',
      },
      height: {
        type: 'int',
        min: 16,
        max: MAX_SIZE,
        default: 240,
        unit: 'px',
        description: 'Captured height.',
      },
      'x-offset': {
        type: 'int',
        min: 0,
        max: MAX_SIZE,
        default: 0,
        unit: 'px',
        description: 'Left edge of the captured part.',
      },
      'y-offset': {
        type: 'int',
        min: 0,
        max: MAX_SIZE,
        default: 0,
        unit: 'px',
        description: 'Top edge of the captured part.',
      },
      framerate: {
        type: 'fraction',
        min: [1, 100],
        max: [120, 1],
        default: [5, 1],
        unit: 'frames/s',
        description: 'Pictures a second.',
      },
      'show-pointer': {
        type: 'bool',
        description: 'Show the mouse pointer; it is shown when left out.',
        sets: 'source.show-pointer',
        live: true,
      },
    },
    wizard: {
      step: 'video-producer',
      label: 'Screencast',
      rank: 40,
      pages: [['display', 'width', 'height', 'x-offset', 'y-offset', 'framerate']],
    },
    pipeline:
      'ximagesrc name=source use-damage=false ! videoconvert ! videorate skip-to-first=true ! capsfilter name=output',
  },
  {
    start(context) {
      const p = context.properties;
      const source = context.element('source');
      source.set('startx', p['x-offset']);
      source.set('starty', p['y-offset']);
      source.set('endx', p['x-offset'] + p.width - 1);
      source.set('endy', p['y-offset'] + p.height - 1);
      context
        .element('output')
        .set('caps', capsText('video/x-raw', { format: 'I420', framerate: p.framerate }));
    },
    explain,
  },
);
