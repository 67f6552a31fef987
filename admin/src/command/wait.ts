import { FlumotionError, type ComponentState, type Mood } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { componentPath } from '../client/paths';

/** Milliseconds between two looks. */
const POLL = 250;
/** Milliseconds for which an old failure may still be shown. */
const GRACE = 2000;

/**
 * Waits until a component has a mood.
 * @param limit seconds.
 * @param also has to hold too.
 * @throws FlumotionError `mood-not-reached` when it is late, or sad for want of a person while it should run.
 */
export async function waitForMood(
  client: ManagerClient,
  id: string,
  mood: Mood,
  limit: number,
  also: (state: ComponentState) => boolean = () => true,
): Promise<ComponentState> {
  const begin = performance.now();
  for (;;) {
    const state = await client.get<ComponentState>(componentPath(id));
    if (state.mood === mood && also(state)) return state;
    const waited = performance.now() - begin;
    if ((state.mood === 'sad' && waited > GRACE) || waited > limit * 1000) {
      const reason =
        state.reason === undefined ? `it is ${state.mood}` : `it is ${state.mood}: ${state.reason}`;
      throw FlumotionError.of('mood-not-reached', { component: id, mood, seconds: limit, reason });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}
