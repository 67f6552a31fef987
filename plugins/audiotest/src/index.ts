/**
 * Makes a test sound.
 * @module
 */
import { capsText, defineComponent, takeLevel } from '@flumotion/core/plugin';
import { declaration } from './declaration';

/** Samples in a buffer of audiotestsrc, which places its ticks one buffer too early. */
const EARLY = 1024;

export default defineComponent(declaration, {
  start(context) {
    const { samplerate, channels } = context.properties;
    const caps = { format: 'S16LE', rate: samplerate, channels, layout: 'interleaved' };
    context.element('output').set('caps', capsText('audio/x-raw', caps));
    const ahead = (EARLY / samplerate) * 1e9;
    context.cue({ kind: 'follow', element: 'source', grid: [samplerate, 1], ahead });
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});
