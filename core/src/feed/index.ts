/**
 * The feed plane: how one job's output reaches another's input.
 * @module
 */
export * from './caps';
export * from './eater-connector';
export * from './feeder-listener';
export * from './gdp';
export * from './tap-reader';
