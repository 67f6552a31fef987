/**
 * What commands stand on that are packages of their own: the frame, errors, the pinned connection to a manager, and what
 * its API answers.
 * @module
 */
export type { ErrorRow, ERRORS, Fault } from '../error-table';
export { errorText, FlumotionError, isErrorCode, isFlumotionError } from '../errors';
export type { ErrorCode, ErrorDetails, ErrorValues, FlumotionErrorOptions } from '../errors';
export { discover, type FoundAudio, type FoundMedia, type FoundVideo } from '../gst/discover';
export type { Level, Levels, Rule } from '../log/levels';
export { escapeText, Logger, type LogLine, type LogSink } from '../log/logger';
export type { LoadedPlanet } from '../manager/control';
export type { ComponentState, PlanetState, PlugState, WorkerState } from '../manager/describe';
export type { ManagerPlugState } from '../manager/plugs';
export { MOODS, type Mood } from '../model/mood';
export { guidance } from '../model/nearest';
export type { TablePage } from '../model/table-page';
export { CONNECT_DEADLINE, dialManager, type ManagerTarget } from '../rpc/dial';
export type { messageState, MessageState } from '../rpc/job-state';
export { Pins } from '../rpc/pins';
export {
  readPlaylist,
  type MasterPlaylist,
  type Beginning,
  type ByteRange,
  type Key,
  type MediaPlaylist,
  type Segment,
} from '../tester/hls/playlist';
export { VERSION } from '../version';
export { defaultPinsFile } from '../worker/settings';
export { completeWith } from './completion';
export {
  commandLogger,
  createCommand,
  execute,
  runCommand,
  type CommandPlan,
  type CommonOptions,
  type Example,
  type Terminal,
} from './frame';
