/**
 * The plugin API: everything a component package may use. Pure declarations and two small functions.
 * @module
 */
export * from './properties';
export * from './component';
export * from './needs';
export * from './property-is';
export * from './aliases';
export * from './eater-flow';
export * from './tap';
export * from './inlet';
export * from './keycard';
export * from './message';
export * from './behaviour';
export * from './tables';
export * from './define';
export * from './sockets';
export * from './socket-facts';
export * from './requests';
export * from './pages';
export * from './files';
export * from './plug';
export * from './judgement';
export * from './caps';
export * from './cue';
export * from './line';
export * from './memory';
export * from './level';
export * from './picture';
export * from './player';
export * from './deck';
export * from './decoder';
export * from './structure';
/**
 * Version of this API that packages state a range for in `package.json` under `flumotion.api`.
 * @example
 * ```ts
 * const needed = `^${API_VERSION}`; // for flumotion.api in package.json
 * ```
 */
export const API_VERSION = '1.0.0';
