import { withDefaults } from '../../core/src/model/values';
import type { PropertySpecs, ValuesOf } from '../../core/src/plugin';

/** Values of properties that nobody has set, for a behaviour without a job. */
export function defaultValues<P extends PropertySpecs>(properties: P): ValuesOf<P> {
  return withDefaults(properties, {}) as unknown as ValuesOf<P>;
}
