import { escapeText } from '@flumotion/core/cli';

/** What a check says, in the order of Nagios' exit statuses. */
export const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** What a check says. */
export type State = (typeof STATES)[number];

/** A figure for Nagios' graphs. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `s`, `%`, `B`, `c` for a counter, or nothing. */
  readonly unit?: string;
  readonly warn?: number | undefined;
  readonly crit?: number | undefined;
  readonly min?: number;
}

/** The outcome of a check. */
export interface Verdict {
  readonly state: State;
  /** One sentence. */
  readonly text: string;
  readonly figures?: readonly Figure[];
}

/** The line that Nagios reads: state, text, and after a bar the figures. */
export function verdictLine({ state, text, figures = [] }: Verdict): string {
  // A bar or a line break in the text would end it.
  const plain = escapeText(text.replace(/\s*\n\s*/g, '; ')).replaceAll('|', '/');
  const data = figures.length > 0 ? ` | ${figures.map(figureText).join(' ')}` : '';
  return `${state} - ${plain}${data}\n`;
}

/** The exit status of a state. */
export function exitStatus(state: State): number {
  return STATES.indexOf(state);
}

/** `'label'=value[unit];[warn];[crit];[min]`, as the guidelines for plugins have it. */
function figureText({ name, value, unit = '', warn, crit, min }: Figure): string {
  const label = /^[\w.-]+$/.test(name) ? name : `'${name.replace(/['=|\n]/g, '_')}'`;
  const limits = [warn, crit, min].map((limit) => limit ?? '').join(';');
  return `${label}=${Number(value.toPrecision(9))}${unit};${limits}`.replace(/;+$/, '');
}
