/**
 * Records sound from a sound card or a sound server.
 * @module
 */
import { capsText, defineComponent, takeLevel } from '@flumotion/core/plugin';
import { declaration, DEVICE_PROPERTY } from './declaration';
import { explain } from './explain';

/** Sample formats by depth in bits. */
const FORMATS: Readonly<Record<number, string>> = { 8: 'U8', 16: 'S16LE', 24: 'S24LE', 32: 'S32LE' };

export default defineComponent(declaration, {
  check({ depth, server, 'source-element': source }) {
    if (server !== undefined && source !== 'pulsesrc') {
      return `server ${server} is for PulseAudio; set source-element to pulsesrc, or leave server out`;
    }
    return FORMATS[depth] === undefined ? `depth ${depth} is not one of 8, 16, 24 and 32 bit` : undefined;
  },
  start(context) {
    const p = context.properties;
    if (p.device !== undefined) {
      context.element('source').set(DEVICE_PROPERTY[p['source-element']] ?? 'device', p.device);
    }
    if (p.server !== undefined) context.element('source').set('server', p.server);
    const caps = { format: FORMATS[p.depth], rate: p.samplerate, channels: p.channels };
    context.element('output').set('caps', capsText('audio/x-raw', { ...caps, layout: 'interleaved' }));
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
  explain,
});
