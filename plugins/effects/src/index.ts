/**
 * Effects that go in front of raw feeders.
 * @module
 */
import { audioconvert } from './audioconvert';
import { audioresync } from './audioresync';
import { colorbalance } from './colorbalance';
import { deinterlace } from './deinterlace';
import { keyunitsScheduler } from './keyunits-scheduler';
import { videorate } from './videorate';
import { videoscale } from './videoscale';
import { volume } from './volume';

export default [
  audioconvert,
  audioresync,
  colorbalance,
  deinterlace,
  keyunitsScheduler,
  videorate,
  videoscale,
  volume,
];
