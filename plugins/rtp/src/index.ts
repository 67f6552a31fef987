/**
 * Streams over RTP and UDP, received and sent.
 * @module
 */
import { consumer } from './consumer';
import { producer } from './producer';

export default [producer, consumer];
