/**
 * Makes a test picture.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { declaration } from './declaration';

/** What the format names of old planet files mean. */
const OLD_FORMATS: Readonly<Record<string, string>> = { 'video/x-raw-yuv': 'I420', 'video/x-raw-rgb': 'RGB' };
/** Black and white in turn. */
const BLINK = 12;

export default defineComponent(declaration, {
  start(context) {
    const p = context.properties;
    const form = {
      format: OLD_FORMATS[p.format] ?? p.format,
      width: p.width,
      height: p.height,
      'pixel-aspect-ratio': p['pixel-aspect-ratio'],
    };
    context.element('output').set('caps', capsText('video/x-raw', { ...form, framerate: p.framerate }));
    if (p.flash) {
      // The size as well: what holds the picture would not stretch it.
      context.element('held').set('caps', capsText('video/x-raw', { ...form, framerate: [2, 1] }));
      context.element('source').set('pattern', BLINK);
      context.cue({ kind: 'follow', element: 'source', grid: [1, 1] });
    } else context.cue({ kind: 'follow', element: 'source', grid: p.framerate });
  },
  changed(context, name) {
    if (name === 'pattern' && context.properties.flash) context.element('source').set('pattern', BLINK);
  },
});
