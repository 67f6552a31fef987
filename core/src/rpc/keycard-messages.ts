import { z } from 'zod/v3';
import { request, type RequestType } from './messages';

/** Most keycards in one message. */
export const MOST_KEYCARDS = 500;

/** Whom a message is for: a component by its id, or by its name when it is in the atmosphere. */
const addressed = {
  to: z.string(),
  /** Full id of the component that it comes from; its worker sees to that. */
  from: z.string(),
};

/** Somebody who is in, as the component that let him in tells it. Times are spans, for clocks differ. */
export const heldKeycard = z.object({
  id: z.string(),
  user: z.string().optional(),
  address: z.string(),
  path: z.string().optional(),
  agent: z.string().optional(),
  purpose: z.enum(['source', 'metadata']).optional(),
  /** Seconds since it was let in. */
  age: z.number(),
  /** Seconds for which it may stay from now on; absent without a limit. */
  remains: z.number().optional(),
});
export type HeldKeycardMessage = z.infer<typeof heldKeycard>;

/** Seconds for which somebody may stay from now on, after a judgement that was made meanwhile. */
const grant = z.object({ id: z.string(), remains: z.number() });
export type GrantMessage = z.infer<typeof grant>;

const ejection = z.object({ id: z.string(), reason: z.enum(['expired', 'ejected']), text: z.string() });

/** What travels from component to component: job → worker (→ manager → worker) → job. */
export interface Addressed {
  readonly to: string;
  readonly from: string;
}

/**
 * To a bouncer: these are in, or still in. Answers who of them has to leave, who of the component may stay for another time
 * than was said before, and which process of the bouncer answers: another one knows only whom it was told of.
 */
export const renewKeycards = request(
  'renew-keycards',
  z.object({
    ...addressed,
    /** The process that tells; what others of the same component told no longer holds. */
    life: z.string(),
    keycards: z.array(heldKeycard).max(MOST_KEYCARDS),
  }),
  z.object({
    ejected: z.array(ejection),
    granted: z.array(grant).optional(),
    life: z.string().optional(),
  }),
  8_000,
);
/** To a bouncer: these have left. */
export const releaseKeycards = request(
  'release-keycards',
  z.object({ ...addressed, ids: z.array(z.string()).max(MOST_KEYCARDS) }),
  z.object({}),
  8_000,
);
/** From a bouncer: these have to leave. */
export const ejectKeycards = request(
  'eject-keycards',
  z.object({ ...addressed, ejected: z.array(ejection).max(MOST_KEYCARDS) }),
  z.object({}),
  8_000,
);

/** Every message that goes from component to component. */
export const KEYCARD_MESSAGES = [
  renewKeycards,
  releaseKeycards,
  ejectKeycards,
] as unknown as readonly RequestType<Addressed, object>[];
