/**
 * Runs pipeline text of your own, where the worker allows it.
 * @module
 */
import { consumer } from './consumer';
import { converter } from './converter';
import { producer } from './producer';

export default [producer, converter, consumer];
