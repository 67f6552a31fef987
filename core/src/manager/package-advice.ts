import type { Types } from './planet';

/** What to run where a component type is lacking, as `npm install @flumotion/plugin-theora`. */
export function packageAdvice(types: Types, type: string): string {
  const name = types.list().find((entry) => entry.type === type)?.package.name;
  return name === undefined
    ? `Install the npm package that has ${type} on that machine, then start the worker again.`
    : `Run npm install ${name} on that machine, then start the worker again.`;
}
