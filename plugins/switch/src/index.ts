/**
 * Switches between feeds: by hand, by calendar, by marks in the picture, and by themselves when a feed is lost.
 * @module
 */
import { avSwitch, avWatchdog } from './av';
import { fallbackSwitch } from './fallback';
import { patternSwitch } from './pattern';
import { singleSwitch, singleWatchdog } from './single';

export default [
  singleSwitch(),
  avSwitch(),
  singleWatchdog(),
  avWatchdog(),
  patternSwitch(),
  fallbackSwitch(),
];
