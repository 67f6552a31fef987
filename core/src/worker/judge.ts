import type { z } from 'zod/v3';
import type { Addressed } from '../rpc/keycard-messages';
import type { keycardMessage, RequestType, verdictMessage } from '../rpc/messages';

/** A keycard on its way to a bouncer. */
export type KeycardMessage = z.infer<typeof keycardMessage>;
/** What the bouncer said. */
export type VerdictMessage = z.infer<typeof verdictMessage>;
/** Has a keycard judged by the bouncer it names. */
export type Judge = (question: KeycardMessage) => Promise<VerdictMessage>;
/** Asks another component, wherever it runs, and answers as it does. */
export type Pass = <P extends Addressed, R>(type: RequestType<P, R>, question: P) => Promise<R>;
