import type { ComponentConfig } from '../model/planet';
import type { PropertyValue, PropertyValues } from '../plugin';
import type { LiveChange } from './plan/difference';

/** A component's configuration with one value of it, or of one of its plugs, changed. */
export function withChange(config: ComponentConfig, { name, value, plug }: LiveChange): ComponentConfig {
  if (plug === undefined) return { ...config, properties: changed(config.properties, name, value) };
  const plugs = config.plugs.map((one, index) =>
    index === plug ? { ...one, properties: changed(one.properties, name, value) } : one,
  );
  return { ...config, plugs };
}

function changed(properties: PropertyValues, name: string, value: PropertyValue | null): PropertyValues {
  const { [name]: _, ...others } = properties;
  return value === null ? others : { ...properties, [name]: value };
}
