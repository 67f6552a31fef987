/**
 * Encodes raw video with Google's VP8 and VP9 codecs.
 * @module
 */
import vp8 from './vp8';
import vp9 from './vp9';

export default [vp8, vp9];
