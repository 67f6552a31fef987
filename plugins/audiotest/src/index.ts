/**
 * Makes a test sound.
 * @module
 */
import { capsText, defineComponent, takeLevel } from '@flumotion/core/plugin';
import { declaration } from './declaration';

export default defineComponent(declaration, {
  start(context) {
    const { samplerate, channels } = context.properties;
    const caps = { format: 'S16LE', rate: samplerate, channels, layout: 'interleaved' };
    context.element('output').set('caps', capsText('audio/x-raw', caps));
    context.cue({ kind: 'follow', element: 'source', grid: [samplerate, 1] });
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});
