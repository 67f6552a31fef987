/**
 * The test kit for authors of components.
 * @module
 */
export { checkComponent } from './check';
export { checkPlug } from './check-plug';
export { runComponent } from './run';
export { runPlug, type PlugAtWork } from './run-plug';
export type { RunBuffer, RunningComponent, RunOptions, RunOutput, RunPlug, RunResult } from './run-types';
