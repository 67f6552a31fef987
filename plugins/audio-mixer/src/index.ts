/**
 * Mixes several sounds into one, each as loud as it is to be.
 * @module
 */
import { capsText, defineComponent, unknownAlias } from '@flumotion/core/plugin';
import { twiceIn } from './aliases';
import { declaration } from './declaration';
import { tooLoud } from './loudness';
import { Mix } from './mix';

const MILLISECOND = 1_000_000;
/** Milliseconds between looks at the inputs. */
const LOOK_INTERVAL = 1000;

/** A mix and what has it look at its inputs. */
interface Running {
  readonly mix: Mix;
  readonly timer: NodeJS.Timeout;
}

const mixers = new WeakMap<object, Running>();

export default defineComponent(declaration, {
  check({ input, ducking, volume, gain }, aliases) {
    const twice = twiceIn(input.map((one) => one['feeder-alias']));
    if (twice !== undefined) return `input ${twice} is set twice; leave one out`;
    const rule = twiceIn(ducking.map((one) => `${one['feeder-alias']} by ${one['by-alias']}`));
    if (rule !== undefined) return `the ducking of ${rule} is set twice; leave one out`;
    const own = ducking.find((one) => one['feeder-alias'] === one['by-alias']);
    if (own) return `input ${own['feeder-alias']} cannot be ducked by itself; name another in "by-alias"`;
    for (const one of input) {
      const complaint = tooLoud(`the input ${one['feeder-alias']}`, one);
      if (complaint !== undefined) return complaint;
    }
    const named = ducking.flatMap((one) => [one['feeder-alias'], one['by-alias']]);
    const unknown = unknownAlias([...input.map((one) => one['feeder-alias']), ...named], aliases);
    return unknown ?? tooLoud('the mix', { volume, gain });
  },

  start(context) {
    const { samplerate: rate, channels, format, delay, tolerance } = context.properties;
    const inside = capsText('audio/x-raw', { format: 'F32LE', rate, channels: 2, layout: 'interleaved' });
    context.element('mix').set('caps', inside);
    context.element('silence-form').set('caps', inside);
    context.element('output').set('caps', capsText('audio/x-raw', { format, rate, channels }));
    context.element('mixer').set('latency', delay * MILLISECOND);
    context.element('mixer').set('alignment-threshold', tolerance * MILLISECOND);
    context.cue({ kind: 'follow', element: 'silence', grid: [rate, 1] });
    const mix = new Mix(context, () => performance.now());
    const timer = setInterval(() => {
      mix.look();
    }, LOOK_INTERVAL);
    timer.unref();
    mixers.set(context, { mix, timer });
  },

  joined(context, alias) {
    const { samplerate: rate, tolerance } = context.properties;
    const form = capsText('audio/x-raw', { format: 'F32LE', rate, channels: 2, layout: 'interleaved' });
    context.element(`form:${alias}`).set('caps', form);
    context.element(`split:${alias}`).set('alignment-threshold', tolerance * MILLISECOND);
    mixers.get(context)?.mix.join(alias);
  },

  changed(context, name) {
    const mix = mixers.get(context)?.mix;
    if (name === 'input' || name === 'ducking') mix?.arrange();
    if (name === 'volume' || name === 'gain') mix?.master();
  },

  elementMessage(context, message) {
    mixers.get(context)?.mix.level(message);
  },

  stop(context) {
    clearInterval(mixers.get(context)?.timer);
  },
});
