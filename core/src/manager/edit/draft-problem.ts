/** Something that is wrong, or strange, with a change that somebody wants. */
export interface DraftProblem {
  readonly level: 'error' | 'warning';
  /** What was seen, what was expected and what to do, in one sentence. */
  readonly text: string;
  /** `/flow/component` that it concerns. */
  readonly component?: string;
  /**
   * What of the component's configuration it concerns, as a path in it: `worker`, `properties.port`,
   * `plugs.0.properties.volume`, `eaters.default`. Left out for what concerns several, or the flow.
   */
  readonly field?: string;
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

/** Path of what a problem concerns in the configuration of its component; nothing where that is not known. */
export function fieldOf(about: {
  readonly field?: string | undefined;
  readonly property?: string | undefined;
  readonly plug?: number | undefined;
  readonly eater?: string | undefined;
}): { readonly field?: string } {
  const { plug, property, eater, field } = about;
  const owner = plug === undefined ? [] : ['plugs', plug];
  if (property !== undefined) return { field: [...owner, 'properties', property].join('.') };
  if (eater !== undefined) return { field: `eaters.${eater}` };
  if (plug !== undefined) return { field: owner.join('.') };
  return field === undefined ? {} : { field };
}

/** A problem as people read it. */
export function draftProblemText({ text, component, line }: DraftProblem): string {
  if (line !== undefined) return `line ${line}: ${text}`;
  return component === undefined ? text : `${component}: ${text}`;
}

/** A problem of taking a component away, in the words of who does: that others name it still is not a slip of theirs. */
export function problemWithout(gone: string, problem: DraftProblem): DraftProblem {
  const { level, component, eater, feed } = problem;
  if (level !== 'error' || component === undefined) return problem;
  if (eater !== undefined && feed?.split(':')[0] === gone) {
    const text = `its eater ${eater} still eats of ${gone}; have it eat something else, or take it away first`;
    return { ...problem, text };
  }
  if (!problem.text.includes(JSON.stringify(gone))) return problem;
  return { ...problem, text: `it needs ${gone}: ${problem.text}; have it do without, or take it away first` };
}
