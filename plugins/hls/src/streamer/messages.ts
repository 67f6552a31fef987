import type { Message } from '@flumotion/core/plugin';
import type { Properties } from './declaration';

/** Says that the limit of memory makes the windows shorter than they should be. */
export function cramped({ 'memory-limit': limit }: Pick<Properties, 'memory-limit'>): Message {
  return {
    level: 'warning',
    id: 'memory-limit',
    text: `the fragments of the window do not fit into the memory-limit of ${String(limit)} MB; the oldest are dropped early`,
    advice:
      'raise memory-limit (an hour at 1 Mbit/s takes 450 MB), shorten dvr-window, or lower the bit rate',
  };
}

/** Says that parts are longer than players are promised. */
export function longParts(seconds: number, duration: number): Message {
  return {
    level: 'warning',
    id: 'parts-long',
    text: `a part lasts ${seconds.toFixed(3)} s, longer than part-duration, ${String(duration)} s; players may stall or fall back to plain HLS`,
    advice:
      'give the mp4-muxer a fragment-duration of a sixth of part-duration or less, or raise part-duration',
  };
}

/** Says that parts are shorter than players that are strict allow. */
export function shortParts(seconds: number, duration: number): Message {
  return {
    level: 'warning',
    id: 'parts-short',
    text: `a part lasts ${seconds.toFixed(3)} s, less than 85 % of part-duration, ${String(duration)} s; strict players may fall back to plain HLS`,
    advice:
      'parts are whole fragments of the mp4-muxer, and these whole frames: make them shorter (fragment-duration, more frames a second), or part-duration longer',
  };
}
