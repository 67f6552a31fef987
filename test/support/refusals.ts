import { validateValues } from '../../core/src/model/values';
import type { PropertySpecs } from '../../core/src/plugin';

/** What is wrong with values for a component or a plug: each as `property: problem`. */
export function refusals(
  { spec }: { readonly spec: { readonly properties?: PropertySpecs } },
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { problems } = validateValues(spec.properties ?? {}, values);
  return problems.map(({ property, problem }) => `${property}: ${problem}`);
}
