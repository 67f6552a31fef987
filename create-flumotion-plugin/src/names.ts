import type { Kind } from './wish';

/** The names that follow from the one that was given. */
export interface Names {
  /** Name of the npm package. */
  readonly package: string;
  /** The bare name, also that of the folder. */
  readonly bare: string;
  /** Name of the component or plug in planet files. */
  readonly type: string;
}

const GIVEN = /^(@[a-z0-9][a-z0-9._-]*\/)?(?:flumotion-plugin-)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;
/** Longest bare name; npm allows 214 characters for all of it. */
const LONGEST = 60;

/** What is wrong with a name; undefined when it may be used. */
export function nameProblem(given: string): string | undefined {
  const bare = GIVEN.exec(given)?.[2];
  if (bare !== undefined && bare.length <= LONGEST) return undefined;
  const seen = JSON.stringify(given.length > LONGEST ? `${given.slice(0, LONGEST)}…` : given);
  return `${seen} cannot be the name; expected lower-case words joined by dashes, as my-thing or @you/my-thing, ${LONGEST} characters at most`;
}

/**
 * The names for a package of one kind.
 * @throws Error with the problem when the given name cannot be used.
 */
export function namesFor(given: string, kind: Kind): Names {
  const problem = nameProblem(given);
  const [, scope = '', bare = ''] = GIVEN.exec(given) ?? [];
  if (problem !== undefined) throw new Error(problem);
  return { package: `${scope}flumotion-plugin-${bare}`, bare, type: `${bare}-${kind}` };
}
