/**
 * Plays media files: one again and again, or a number of times.
 * @module
 */
import { file } from './file';
import { loop } from './loop';

export default [loop, file];
