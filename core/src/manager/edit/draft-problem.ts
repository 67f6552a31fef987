/** Something that is wrong, or strange, with a change that somebody wants. */
export interface DraftProblem {
  readonly level: 'error' | 'warning';
  /** What was seen, what was expected and what to do, in one sentence. */
  readonly text: string;
  /** `/flow/component` that it concerns. */
  readonly component?: string;
  /** Name of the plug whose property it concerns. */
  readonly plug?: string;
  /** The property that it concerns, `input.alpha` inside compound ones. */
  readonly property?: string;
  /** The eater that it concerns. */
  readonly eater?: string;
  /** The feed of that eater that it concerns, `component:feeder`. */
  readonly feed?: string;
  /** Line of the XML that was given. */
  readonly line?: number;
}

/** A problem as people read it. */
export function draftProblemText({ text, component, line }: DraftProblem): string {
  if (line !== undefined) return `line ${line}: ${text}`;
  return component === undefined ? text : `${component}: ${text}`;
}
