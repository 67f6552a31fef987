import { ApiError, call, callTagged, componentPath } from '../api/client';
import { planetLink } from '../api/planet-link';
import type { Answer, ComponentState } from '../api/types';

/** What can be asked of components. */
export type Verb = 'start' | 'stop' | 'restart' | 'delete';

/** Of these components, those of which it makes sense to ask it. */
export function suited(verb: Verb, components: readonly ComponentState[]): readonly ComponentState[] {
  switch (verb) {
    case 'start':
      return components.filter(
        ({ wanted, mood }) => wanted === 'stopped' || mood === 'sad' || mood === 'lost',
      );
    case 'stop':
    case 'restart':
      return components.filter(({ wanted }) => wanted === 'running');
    case 'delete':
      return components;
  }
}

/** Components so that each comes before those it eats of: what is eaten cannot be taken away. */
export function eatersFirst(components: readonly ComponentState[]): readonly ComponentState[] {
  const left = new Set(components);
  const ordered: ComponentState[] = [];
  while (left.size > 0) {
    const eaten = new Set([...left].flatMap(({ eaters }) => eaters.map(({ feed }) => feed.split(':')[0])));
    const free = [...left].filter(({ id }) => !eaten.has(id));
    // Where all are eaten of there is a circle, which no order helps.
    for (const component of free.length > 0 ? free : left) {
      ordered.push(component);
      left.delete(component);
    }
  }
  return ordered;
}

/** What became of asking several: those of which it failed, with the reason. */
export interface Outcome {
  readonly done: number;
  readonly failed: readonly { readonly id: string; readonly error: unknown }[];
}

/** How many are asked at once, where they do not depend on each other. */
export const AT_ONCE = 6;

/** Asks something of several components, a few at a time; one that refuses does not keep the others from it. */
export async function steer(
  ids: readonly string[],
  ask: (id: string) => Promise<unknown>,
  atOnce = AT_ONCE,
): Promise<Outcome> {
  const failed: { id: string; error: unknown }[] = [];
  const waiting = [...ids];
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await ask(id);
      } catch (error) {
        failed.push({ id, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, work));
  void planetLink.refresh();
  return { done: ids.length - failed.length, failed };
}

/** Has a component start, stop, restart, or go. @throws ApiError */
export async function ask(verb: Verb, id: string): Promise<void> {
  if (verb !== 'delete') {
    await call('POST', componentPath(id, `/${verb}`));
    return;
  }
  await changed(id, (etag) => call('DELETE', componentPath(id, '/config'), { ifMatch: etag }));
}

/** Has a component run on another worker. @returns what is strange about that. @throws ApiError */
export async function move(id: string, worker: string): Promise<readonly string[]> {
  const { warnings } = await call<Answer<'moveComponent'>>('POST', componentPath(id, '/move'), {
    body: { worker },
  });
  return warnings;
}

/**
 * A change that does not depend on what is there: where somebody else has changed it between reading and writing, it is
 * tried once more.
 */
async function changed(id: string, change: (etag: string) => Promise<unknown>): Promise<void> {
  const read = async (): Promise<string> => (await callTagged('GET', componentPath(id, '/config'))).etag;
  try {
    await change(await read());
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    await change(await read());
  }
}
