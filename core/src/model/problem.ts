import type { Place } from './planet';

/** Something wrong, or worth a warning, at one place of a file. */
export interface Problem {
  readonly place: Place;
  /** What was seen and what was expected, in one line. */
  readonly text: string;
  /** What of the element it is about, where that is one thing and has no place of its own. */
  readonly about?: ProblemPart;
}

/** A part of a component that is an attribute of it, or that is missing in it. */
export type ProblemPart = { readonly field: 'type' | 'worker' } | { readonly eater: string };

/** A problem as people read it: `file:line: text`. */
export function problemText(problem: Problem): string {
  return `${problem.place.file}:${problem.place.line}: ${problem.text}`;
}

/** Outside text in quotes for a message: escaped, and cut after 60 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
