/**
 * Finds npm packages that are Flumotion plugins, judges and loads them, and remembers what is wrong with the rest.
 * @module
 */
export { discover, type Places } from './discover';
export { KEYWORD, type PluginManifest } from './manifest';
export { PROBLEMS, problem, type Problem, type ProblemReason } from './problem';
export { Scanner } from './scanner';
export { culpritOf, type Suspect } from './culprit';
export { stampOf } from './stamp';
export { versionFit, type VersionFit } from './versions';
export { firstLine } from './load';
export type { Recognised, Recogniser } from './load';
export {
  loadPackage,
  Registry,
  scan,
  scanManifests,
  type ManifestIndex,
  type ManifestScanOptions,
  type RegistryEntry,
  type ScanOptions,
} from './registry';
