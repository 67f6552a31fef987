/**
 * HLS: written to a folder, or served from memory.
 * @module
 */
import { consumer } from './consumer/consumer';
import { streamer } from './streamer/streamer';

export default [consumer, streamer];
