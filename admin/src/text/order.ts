import { guidance, type ComponentState } from '@flumotion/core/cli';
import type { Order } from './view';

/** Reads a command line: `startall`, `stopall`, `reload`, or a component and what to do with it. @returns what is wrong, as text. */
export function parseOrder(line: string, components: readonly ComponentState[]): Order | string {
  const [first = '', verb, ...words] = line.split(/\s+/);
  if (first === 'startall' || first === 'stopall')
    return { verb: first === 'startall' ? 'start' : 'stop', ids: components.map(({ id }) => id) };
  if (first === 'reload') return { verb: 'reload' };
  const found = components.filter(({ id, name }) => id === first || name === first);
  const [component] = found;
  if (!component) {
    const names = ['startall', 'stopall', 'reload', 'quit', ...components.map(({ name }) => name)];
    return `there is no command or component ${JSON.stringify(first)}${guidance(first, names)}`;
  }
  if (found.length > 1) return `${first} may be ${found.map(({ id }) => id).join(' or ')}`;
  const { id } = component;
  if (verb === undefined) return `${id}: start, stop, restart, or one of its actions?`;
  if (verb === 'start' || verb === 'stop' || verb === 'restart') return { verb, ids: [id] };
  return { verb: 'action', id, action: verb, words };
}
