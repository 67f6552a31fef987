/**
 * Streams over SRT, received and sent.
 * @module
 */
import { consumer } from './consumer';
import { producer } from './producer';

export default [producer, consumer];
