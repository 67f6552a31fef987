import type { Stay } from '@flumotion/core/plugin';
import type { Reason, RequestHead } from '@flumotion/web';

/** A listener: the requests of one player. Times are milliseconds since 1970. */
export interface Session {
  readonly id: string;
  /** What its player shows to be known again; the same for all its life. */
  readonly token: string;
  /** Requests of it that wait for something new. */
  waiting: number;
  readonly address: string;
  readonly agent: string;
  readonly user: string | undefined;
  readonly since: number;
  /** When it last asked for something. */
  seen: number;
  requests: number;
  /** Bytes it was sent, with heads of answers. */
  bytes: number;
  /** Until when it may stay without being judged again; Infinity for ever. */
  until: number;
  /** What is to be done then: judge it again, or end it. */
  then: 'judge' | 'end';
  /** Somebody judged it here. */
  readonly judged: boolean;
  /** How it came in, to be judged by again. */
  readonly head: RequestHead;
  /** Where whoever judged it knows that it is in; undefined when nobody did. */
  stay: Stay | undefined;
  /** Its token stands in the URLs of the playlists it is given. */
  readonly inUrls: boolean;
  /** Its player comes back by the URL by which it came, which has no token. */
  readonly returns: boolean;
}

/** What is left of a session that somebody judged, so that it is judged again when its player comes back. */
export interface Past {
  /** How it came in. */
  readonly head: RequestHead;
  /** Until when it may stay, whoever judges; Infinity for ever. */
  readonly until: number;
}

/** Why a session ended. */
export type Ending = Extract<Reason, 'left' | 'limit' | 'expired' | 'ejected' | 'stopped'>;

/** Sessions that were ended and are remembered, at most. */
const MOST_ENDED = 10_000;
/** Sessions that have left and are remembered, so that whoever judges can judge them when they come back, at most. */
const MOST_LEFT = 10_000;

/** The listeners there are. */
export class Sessions {
  private readonly all = new Map<string, Session>();
  /** Names of sessions of players that show neither cookie nor token, by what they show. */
  private readonly likely = new Map<string, string>();
  private readonly ended = new Set<string>();
  private readonly past = new Map<string, Past>();

  /** @param left - told of each session that has ended. */
  constructor(private readonly left: (session: Session, why: Ending, detail: string | undefined) => void) {}

  get size(): number {
    return this.all.size;
  }

  /** Every session, the oldest first. */
  list(): readonly Session[] {
    return [...this.all.values()];
  }

  find(id: string): Session | undefined {
    return this.all.get(id);
  }

  /**
   * The session of a player that shows no token, but comes from where another did, with the same words and rights.
   * @param mark - from `markOf`.
   */
  findLike(mark: string): Session | undefined {
    const id = this.likely.get(mark);
    return id === undefined ? undefined : this.all.get(id);
  }

  /**
   * Adds one.
   * @param findable - whether it may be found by what its player shows beside the token: only where that has let it in.
   */
  add(session: Session, findable: boolean): void {
    this.all.set(session.id, session);
    if (findable) this.likely.set(markOf(session.address, session.head), session.id);
  }

  /** Its player has shown the token: another one without is another player. */
  shown(session: Session): void {
    if (session.returns) return;
    const mark = markOf(session.address, session.head);
    if (this.likely.get(mark) === session.id) this.likely.delete(mark);
  }

  /**
   * Ends one.
   * @param detail - what there is to say beside the reason.
   * @returns whether there was such a session.
   */
  end(id: string, why: Ending, detail?: string): boolean {
    const session = this.all.get(id);
    if (!session) return false;
    this.all.delete(id);
    const mark = markOf(session.address, session.head);
    if (this.likely.get(mark) === id) this.likely.delete(mark);
    if (why === 'ejected' || why === 'limit') this.remember(id);
    else if (session.judged) this.keep(session);
    session.stay?.leave();
    this.left(session, why, detail);
    return true;
  }

  /** Whether a session was ended by somebody or by its time, so that its token is worth nothing. */
  isOver(id: string): boolean {
    return this.ended.has(id);
  }

  /** A session that somebody judged here and that has gone; undefined for others, and for what was long ago. */
  pastOf(id: string): Past | undefined {
    return this.past.get(id);
  }

  /**
   * Ends sessions that have not asked for anything for a while.
   * @param timeout - milliseconds.
   */
  expire(timeout: number): void {
    const now = Date.now();
    for (const { id, seen } of this.all.values()) if (now - seen > timeout) this.end(id, 'left');
  }

  /** Ends all. */
  close(): void {
    for (const id of this.all.keys()) this.end(id, 'stopped');
  }

  private keep({ id, head, then, until }: Session): void {
    this.past.delete(id);
    const [oldest] = this.past.keys();
    if (oldest !== undefined && this.past.size >= MOST_LEFT) this.past.delete(oldest);
    this.past.set(id, { head, until: then === 'end' ? until : Infinity });
  }

  private remember(id: string): void {
    const [oldest] = this.ended;
    if (oldest !== undefined && this.ended.size >= MOST_ENDED) this.ended.delete(oldest);
    this.ended.add(id);
  }
}

/** Argument of a URL that holds the token of a session. */
export const ARGUMENT = 'GKID';
/** Name of the cookie that holds it. */
export const COOKIE = 'flumotion-session';
const DIRECTIVE = /^_HLS_/;

/** Arguments of a URL that are the listener's own, as text; neither the session's nor the protocol's. */
export function ownArguments({ query }: Pick<RequestHead, 'query'>): string {
  const own = [...query].filter(([name]) => name !== ARGUMENT && !DIRECTIVE.test(name));
  return new URLSearchParams(own).toString();
}

/** What tells players apart that show nothing: address, program, and what they were let in with. */
export function markOf(address: string, head: Pick<RequestHead, 'fields' | 'query'>): string {
  const { fields } = head;
  return JSON.stringify([address, fields.get('user-agent'), fields.get('authorization'), ownArguments(head)]);
}
