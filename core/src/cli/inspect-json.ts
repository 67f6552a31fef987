import type { RegistryEntry } from '@flumotion/registry';
import type { Definition } from '../catalogue';

/** A component or a plug for programs: its declaration as it stands, functions left out, and its package. */
export function definitionJson(entry: RegistryEntry<Definition>): object {
  const { name, version, description, dir, api } = entry.package;
  return { ...entry.value.spec, package: { name, version, description, dir, api } };
}
