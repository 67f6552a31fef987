import type { RegistryEntry } from '@flumotion/registry';
import type { ComponentDefinition } from '../plugin';

/** A component for programs: its declaration as it stands, functions left out, and its package. */
export function componentJson(entry: RegistryEntry<ComponentDefinition>): object {
  const { name, version, description, dir, api } = entry.package;
  return { ...entry.value.spec, package: { name, version, description, dir, api } };
}
