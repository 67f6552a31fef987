/**
 * Streams between planets, over FGDP.
 * @module
 */
import { consumer } from './consumer';
import { producer } from './producer';
import { unixdomain } from './unixdomain';

export default [producer, consumer, unixdomain];
