import type { Context } from '@flumotion/core/plugin';

/** Milliseconds between looks whether sound has come. */
const LOOK_INTERVAL = 100;

type Sound = Pick<Context, 'element'>;

const looks = new WeakMap<Sound, NodeJS.Timeout>();

/**
 * Keeps sound in the form in which it first passes a capsfilter, whatever the source becomes: Vorbis has rate and channels
 * in its headers, so another form would have muxers and players begin anew.
 */
export function keepForm(context: Sound, filter: string): void {
  const element = context.element(filter);
  const timer = setInterval(() => {
    const caps = element.get('src::caps');
    if (typeof caps !== 'string') return;
    element.set('caps', caps);
    forgetForm(context);
  }, LOOK_INTERVAL);
  looks.set(context, timer.unref());
}

/** Ends what `keepForm` began. */
export function forgetForm(context: Sound): void {
  clearInterval(looks.get(context));
  looks.delete(context);
}
