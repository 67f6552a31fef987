/**
 * Lays several pictures on one another, each at its place.
 * @module
 */
import {
  capsText,
  defineComponent,
  type Context,
  type InputPad,
  type PropertiesOf,
  unknownAlias,
} from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { placedTwice, placeInput } from './layout';
import { keepRate } from './rate';

type Composite = Context<PropertiesOf<typeof declaration>>;

const NANOSECONDS = 1_000_000;
/** Milliseconds between looks at the inputs. */
const LOOK_INTERVAL = 1000;

/** What is known of a running composite. */
interface Running {
  readonly pads: Map<string, InputPad>;
  readonly seen: Map<string, number>;
  readonly timer: NodeJS.Timeout;
  /** Chooses the rate, where none is given. */
  readonly rate: { end(): void } | undefined;
}

const composites = new WeakMap<object, Running>();

export default defineComponent(declaration, {
  check({ input }, aliases) {
    const twice = placedTwice(input);
    if (twice !== undefined) return `input ${twice} is given two places; leave one out`;
    return unknownAlias(
      input.map((place) => place['feeder-alias']),
      aliases,
    );
  },
  start(context) {
    const { width, height, framerate, delay } = context.properties;
    const form = { format: 'I420', width, height };
    context.element('picture').set('caps', capsText('video/x-raw', { ...form, framerate }));
    context.element('mixer').set('latency', delay * NANOSECONDS);
    const timer = setInterval(() => {
      look(context);
    }, LOOK_INTERVAL);
    timer.unref();
    const rate = framerate ? undefined : keepRate(context, form);
    composites.set(context, { pads: new Map(), seen: new Map(), timer, rate });
  },
  joined(context, alias, pad) {
    composites.get(context)?.pads.set(alias, pad);
    arrange(context);
  },
  changed(context, name) {
    if (name === 'input' || name === 'hold') arrange(context);
  },
  stop(context) {
    clearInterval(composites.get(context)?.timer);
    composites.get(context)?.rate?.end();
  },
});

function arrange(context: Composite): void {
  const { input, hold } = context.properties;
  for (const [order, [alias, pad]] of [...(composites.get(context)?.pads ?? [])].entries()) {
    placeInput(
      pad,
      input.find((place) => place['feeder-alias'] === alias),
      order,
      hold,
    );
  }
}

/** Tells which inputs give nothing. */
function look(context: Composite): void {
  const seen = composites.get(context)?.seen;
  if (!seen) return;
  let alive = 0;
  for (const { alias, connected, buffers } of context.eaters()) {
    const moves = connected && buffers !== seen.get(alias);
    seen.set(alias, buffers);
    const id = `input-${alias}`;
    if (moves) {
      alive++;
      context.clear(id);
    } else {
      const text = `The input ${alias} gives no pictures; the others are shown without it.`;
      context.message({ level: 'warning', id, text });
    }
  }
  context.stat('inputs', alive);
  context.waitFor(alive === 0 ? 'no input gives pictures' : undefined);
}
