import type { Message } from '@flumotion/core/plugin';

/**
 * Says that segments had to be cut without a keyframe.
 * @param duration - longest segment in seconds, the property `segment-duration`.
 */
export function keyframesRare(duration: number): Message {
  return {
    level: 'warning',
    id: 'keyframes-rare',
    text: `keyframes are further apart than segment-duration, ${String(duration)} s; players show nothing at first when they begin in between`,
    advice: 'have the encoder make a keyframe at least every segment-duration, or make segments longer',
  };
}
