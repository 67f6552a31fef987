import type { StatSpec } from '../plugin';
import { checkDescription, NAME } from './check-text';

/** Complaints about declared stats. */
export function* checkStats(stats: Readonly<Record<string, StatSpec>>): Generator<string> {
  for (const [name, stat] of Object.entries(stats)) {
    if (!NAME.test(name)) yield `stat "${name}": expected lower-case words joined by dashes`;
    if (!['counter', 'gauge', 'text'].includes(stat.kind)) {
      yield `stat "${name}" has kind "${stat.kind}": expected counter, gauge or text`;
    }
    if (stat.kind === 'text' && stat.unit !== undefined) yield `stat "${name}" is text and has a unit`;
    yield* checkDescription(`stat "${name}"`, stat.description);
  }
}
