import { capsText, type Context, type Fraction } from '@flumotion/core/plugin';

/** Milliseconds between looks at what inputs have come. */
const LOOK_INTERVAL = 50;
/** Milliseconds for which others are waited for after the first input has come. */
const PATIENCE = 1000;
/** Where no input has a steady rate. */
const USUAL: Fraction = [25, 1];

/**
 * Chooses the rate of the whole picture once, by the inputs that are there at the beginning: a compositor by itself takes
 * another one when a faster input comes, and what follows would have to begin anew. Nothing leaves before.
 * @param form - fields of the caps of the whole picture.
 */
export function keepRate(
  context: Pick<Context, 'eaters' | 'element'>,
  form: Parameters<typeof capsText>[1],
): { end(): void } {
  let chosen: Fraction | undefined;
  let since: number | undefined;
  const timer = setInterval(() => {
    chosen ??= choose();
    if (!chosen) return;
    const caps = context.element('picture').get('src::caps');
    // What was made at another rate meanwhile goes to the closed gate.
    if (typeof caps !== 'string' || !sameRate(rateOf(caps), chosen)) return;
    context.element('gate').set('drop', false);
    clearInterval(timer);
  }, LOOK_INTERVAL);
  timer.unref();

  function choose(): Fraction | undefined {
    const inputs = context.eaters();
    const come = inputs.flatMap(({ caps }) => (caps === undefined ? [] : [caps]));
    if (come.length === 0) return undefined;
    since ??= performance.now();
    if (come.length < inputs.length && performance.now() - since < PATIENCE) return undefined;
    const framerate = fastest(come) ?? USUAL;
    context.element('picture').set('caps', capsText('video/x-raw', { ...form, framerate }));
    return framerate;
  }

  return {
    end() {
      clearInterval(timer);
    },
  };
}

/** The highest steady rate among some caps; undefined when there is none. */
export function fastest(caps: readonly string[]): Fraction | undefined {
  return caps
    .map(rateOf)
    .filter((rate) => rate !== undefined && rate[0] > 0)
    .sort((a, b) => (b?.[0] ?? 0) * (a?.[1] ?? 1) - (a?.[0] ?? 0) * (b?.[1] ?? 1))[0];
}

function rateOf(caps: string): Fraction | undefined {
  const [, over, under] = /framerate=\(fraction\)(\d+)\/(\d+)/.exec(caps) ?? [];
  return over === undefined ? undefined : [Number(over), Number(under)];
}

function sameRate(one: Fraction | undefined, other: Fraction): boolean {
  return one !== undefined && one[0] * other[1] === other[0] * one[1];
}
