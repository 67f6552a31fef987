/**
 * Takes picture and sound from an RTSP server.
 * @module
 */
import { capsText, defineComponent, numbersOf } from '@flumotion/core/plugin';
import { readAddress } from './address';
import { declaration } from './declaration';
import { explain } from './explain';

/** Seconds without a picture after which the server is connected anew. */
const PATIENCE = 10;
/** Looks, two a second, after which sound that has not come is missed. */
const SOUND_LOOKS = 10;

/** What rtspsrc calls the ways the media may come. */
const PROTOCOLS = { auto: 'tcp+udp-mcast+udp', tcp: 'tcp', udp: 'udp-mcast+udp' } as const;

export default defineComponent(declaration, {
  check(p) {
    try {
      readAddress(p);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  },
  start(context) {
    const p = context.properties;
    const { location, user, password } = readAddress(p);
    const source = context.element('source');
    source.set('location', location);
    source.set('protocols', PROTOCOLS[p.transport]);
    if (user !== undefined) source.set('user-id', user);
    if (password !== undefined) source.set('user-pw', password);
    const form = { format: 'I420', width: p.width || undefined, height: p.height || undefined };
    context.element('picture').set('caps', capsText('video/x-raw', { ...form, framerate: p.framerate }));
    context.stat('connected', 0);
    const passed = (name: string): number =>
      numbersOf(context.element(name).get('stats'), 'num-buffers')[0] ?? 0;
    let looks = 0;
    context.line({
      bin: 'line',
      meter: 'meter',
      into: p['has-audio'] ? ['keep-video', 'keep-audio'] : ['keep-video'],
      peer: location,
      patience: PATIENCE,
      explain: (error) => explain(location, error),
      connected: () => {
        const pictures = passed('meter') > 0;
        if (!pictures || !p['has-audio']) return pictures;
        if (passed('sound') > 0) context.clear('no-audio');
        else if (++looks === SOUND_LOOKS) {
          context.message({
            level: 'info',
            id: 'no-audio',
            text: `${location} has no sound; nothing comes from the feeder audio.`,
            advice: 'Set has-audio to false if it shall have none.',
          });
        }
        return pictures;
      },
      changed: (connected) => {
        looks = 0;
        context.stat('connected', connected ? 1 : 0);
        if (connected) context.count('connections');
      },
    });
  },
});
