import type { Context } from '@flumotion/core/plugin';
import type { Timeline } from '../timeline';
import type { Properties } from './declaration';
import type { Numbers } from './numbers';
import type { Serving } from './variant';

/** Requests for one stream that may wait at a time. */
const MOST_WAITING = 20_000;
const MEGABYTE = 1_000_000;

/** How streams are served, as the properties say. */
export function servingOf(
  { properties }: Pick<Context<Properties>, 'properties'>,
  timeline: Timeline,
  numbers: Pick<Numbers, 'segment' | 'discontinuities'>,
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
      number: numbers.segment,
      discontinuities: numbers.discontinuities,
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
