import type { Context } from '@flumotion/core/plugin';
import type { Timeline } from '../timeline';
import type { Properties } from './declaration';
import type { Serving } from './variant';

/** Milliseconds from 1970 to 2026: numbers stay below 2^31 for 17 years. */
const SINCE = 1_767_225_600_000;
/** Milliseconds for each number: fragments are longer. */
const STEP = 250;
/**
 * Milliseconds for each number of a discontinuity. Players keep lists with as many places as it is high, so it has to be
 * low; where the streamer alone is started again sooner, times go on, since they are the flow's.
 */
const DISCONTINUITY_STEP = 3_600_000;
/** Requests for one stream that may wait at a time. */
const MOST_WAITING = 20_000;
const MEGABYTE = 1_000_000;

const since = (step: number): number => Math.max(0, Math.floor((Date.now() - SINCE) / step));

/**
 * How streams are served, as the properties say. Numbers of segments begin with the quarters of seconds since 2026: there
 * are fewer than four a second, so after a restart they go on above those of before, which nothing has to remember.
 */
export function servingOf(
  { properties }: Pick<Context<Properties>, 'properties'>,
  timeline: Timeline,
): Serving {
  const target = properties['segment-duration'];
  const part = properties['part-duration'] > 0 ? properties['part-duration'] : undefined;
  const tolerance = properties['new-fragment-tolerance'];
  const url = properties['hls-url'];
  return {
    cutting: { target, keyframes: properties['keyframes-per-fragment'], part },
    prefix: properties['fragment-prefix'],
    style: {
      partTarget: part,
      // Of long playlists players need not be sent again what they have.
      skips: part !== undefined || properties['dvr-window'] > 0,
      base: url === undefined || url.endsWith('/') ? (url ?? '') : `${url}/`,
    },
    beginning: {
      targetDuration: Math.ceil(target),
      number: since(STEP),
      discontinuities: since(DISCONTINUITY_STEP),
    },
    limits: () => ({
      segments: properties['max-window'],
      seconds: properties['dvr-window'],
      extra: properties['max-extra-buffers'],
      bytes: properties['memory-limit'] * MEGABYTE,
    }),
    timeline,
    patience: tolerance > 0 ? target * (1 + tolerance) : undefined,
    mostWaiting: MOST_WAITING,
  };
}
