import type { z } from 'zod/v3';
import type { keycardMessage, verdictMessage } from '../rpc/messages';

/** A keycard on its way to a bouncer. */
export type KeycardMessage = z.infer<typeof keycardMessage>;
/** What the bouncer said. */
export type VerdictMessage = z.infer<typeof verdictMessage>;
/** Has a keycard judged by the bouncer it names. */
export type Judge = (question: KeycardMessage) => Promise<VerdictMessage>;
