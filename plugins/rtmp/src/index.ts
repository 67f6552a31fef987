/**
 * Streams pushed to and pulled from RTMP servers.
 * @module
 */
import { consumer } from './consumer';
import { producer } from './producer';

export default [consumer, producer];
