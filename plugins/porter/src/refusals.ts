import type { StatName } from './declaration';

/** A request that no streamer is given. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  /** Seconds after which to come again; undefined when that is no use. */
  readonly retry?: number;
  readonly stat: StatName;
}

/** Why a request is given to no streamer. */
export const REFUSALS = {
  unknown: { status: 404, reason: 'there is no stream of this name', stat: 'refused-unknown' },
  settling: {
    status: 503,
    reason: 'this server has just begun, and the stream may not have; try again in a moment',
    retry: 2,
    stat: 'refused-away',
  },
  away: {
    status: 503,
    reason: 'the stream is away; try again in a moment',
    retry: 2,
    stat: 'refused-away',
  },
  overload: {
    status: 503,
    reason: 'there are too many requests; try again later',
    retry: 5,
    stat: 'refused-overload',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
