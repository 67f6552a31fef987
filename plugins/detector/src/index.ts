/**
 * Tells of silence, clipping, pictures that stand still or are black, and of nothing at all.
 * @module
 */
import { videoDetector } from './picture';
import { audioDetector, audioDetectorEffect } from './sound';

export default [audioDetector, videoDetector, audioDetectorEffect];
