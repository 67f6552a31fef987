/**
 * The test kit for authors of components.
 * @module
 */
export { checkComponent } from './check';
export { checkPlug } from './check-plug';
export {
  runComponent,
  type RunBuffer,
  type RunningComponent,
  type RunOptions,
  type RunOutput,
  type RunPlug,
  type RunResult,
} from './run';
export { runPlug, type PlugAtWork } from './run-plug';
