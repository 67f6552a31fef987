/** Every way a plugin package can be unusable, with the sentence that says so. */
export const PROBLEMS = {
  absent: '{package} is not there; correct the folder or install the package: {detail}',
  'manifest-unreadable': 'package.json of {package} cannot be read; it must be valid JSON: {detail}',
  'no-manifest':
    '{package} lacks the keyword "flumotion-plugin" or the key "flumotion" in package.json; add both: {detail}',
  'manifest-invalid': 'the key "flumotion" in package.json of {package} is wrong: {detail}',
  'wrong-api': '{package} is written for another version of the plugin API; {detail}',
  'no-entry': '{package} has no code to load; build it or correct "exports" or "main": {detail}',
  'missing-dependency': '{package} needs a module that is not installed; run npm install there: {detail}',
  'top-level-await': '{package} uses await at the top of a module; it cannot be loaded with require',
  throws: '{package} failed while it was loaded: {detail}',
  'throws-later': '{package} failed after it was loaded; what it has is used all the same: {detail}',
  'changes-builtins':
    '{package} replaced parts of the language for all that runs beside it; what it has is used all the same: {detail}',
  dies: '{package} brings down the process that loads it; it is not loaded here: {detail}',
  hangs: '{package} was still loading after {detail}',
  'not-a-component': '{package} exports nothing that is a component or a plug: {detail}',
  'bad-declaration': 'a component or plug of {package} is declared wrongly: {detail}',
  'types-differ': 'package.json of {package} does not list what the package exports: {detail}',
  'duplicate-type': '{package} has a type that another package brought already: {detail}',
  shadowed: '{package} is installed twice and the nearer copy is used: {detail}',
} as const satisfies Record<string, string>;

/** Why a plugin, or one of its components, is not used; stable, for programs. */
export type ProblemReason = keyof typeof PROBLEMS;

/** A plugin that is wholly or in part unusable. */
export interface Problem {
  readonly reason: ProblemReason;
  /** Name of the package; its folder when it has no name. */
  readonly package: string;
  readonly dir: string;
  /** Component types that are affected, as far as they are known. */
  readonly types: readonly string[];
  /** What was seen and what to do, in one sentence for people. */
  readonly text: string;
}

/** Makes the problem for a reason, its text filled in. */
export function problem(
  reason: ProblemReason,
  about: { readonly package: string; readonly dir: string; readonly types?: readonly string[] },
  detail: string,
): Problem {
  const text = PROBLEMS[reason].replace('{package}', () => about.package).replace('{detail}', () => detail);
  return { reason, package: about.package, dir: about.dir, types: about.types ?? [], text };
}
