import type { StatSpec } from '../plugin';
import { checkDescription, NAME } from './check-text';

/** Labels that metrics have anyway. */
const RESERVED: ReadonlySet<string> = new Set(['flow', 'component', 'plug']);

/** Complaints about declared stats. */
export function* checkStats(stats: Readonly<Record<string, StatSpec>>): Generator<string> {
  for (const [name, stat] of Object.entries(stats)) {
    if (!NAME.test(name)) yield `stat "${name}": expected lower-case words joined by dashes`;
    if (!['counter', 'gauge', 'text'].includes(stat.kind)) {
      yield `stat "${name}" has kind "${stat.kind}": expected counter, gauge or text`;
    }
    if (stat.each !== undefined && (!NAME.test(stat.each) || RESERVED.has(stat.each))) {
      yield `stat "${name}" is for each "${stat.each}": expected a lower-case word for one such thing`;
    }
    if (stat.kind === 'text' && stat.unit !== undefined) yield `stat "${name}" is text and has a unit`;
    yield* checkDescription(`stat "${name}"`, stat.description);
  }
}
