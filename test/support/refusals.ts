import { validateValues } from '../../core/src/model/values';
import type { ComponentDefinition } from '../../core/src/plugin';

/** What is wrong with values for a component: each as `property: problem`. */
export function refusals(
  { spec }: ComponentDefinition,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { problems } = validateValues(spec.properties ?? {}, values);
  return problems.map(({ property, problem }) => `${property}: ${problem}`);
}
