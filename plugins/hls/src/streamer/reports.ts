import { requestOf, type RequestPlugs, type Visit, type WebServerOptions } from '@flumotion/web';
import type { Ending, Session } from './sessions';

/** How the answer to a request has ended. */
export type VisitEnd = Parameters<NonNullable<WebServerOptions['onEnd']>>[1];

/** Tells loggers of requests of sessions, and of requests that were refused. */
export class Reports {
  constructor(private readonly plugs: Pick<RequestPlugs, 'tell'>) {}

  /** A session has begun. */
  began({ head, address, user }: Session): void {
    this.plugs.tell('http_session_started', requestOf(head, address, user));
  }

  /** A session has ended. @param detail - why, in words. */
  left({ head, address, user, bytes, since }: Session, reason: Ending, detail: string): void {
    const seconds = (Date.now() - since) / 1000;
    const end = { reason, detail };
    this.plugs.tell('http_session_completed', requestOf(head, address, user), bytes, seconds, end);
  }

  /** The answer to a request has ended; only of a refusal there is something to tell. */
  ended({ refusal, head, address, user }: Visit, { bytes, status, seconds }: VisitEnd): void {
    if (!refusal) return;
    const request = requestOf(head, address, user ?? refusal.user, status);
    const end = { reason: refusal.stat, detail: refusal.reason };
    this.plugs.tell('http_session_completed', request, bytes, seconds, end);
  }
}
