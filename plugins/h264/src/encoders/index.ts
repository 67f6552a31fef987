/**
 * What the encoders of H.264 and H.265 share: which elements there are in software and in hardware, and how each is set.
 * @module
 */
export {
  chooseEncoder,
  IMPLEMENTATIONS,
  isHardware,
  type Codec,
  type Implementation,
} from './implementations';
export { hardwareSettings, kilobits, type Aim } from './hardware';
export { applySettings, BITRATE, KEYFRAMES, IMPLEMENTATION, STATS, type Settings } from './properties';
export { EVEN } from './even';
export { checkCommon, type CommonValues } from './check';
export { explainEncoder } from './explain';
export { announce } from './announce';
