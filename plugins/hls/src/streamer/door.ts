import type { Admissions, Admission, Refusal, RequestHead, Visit } from '@flumotion/web';
import { ARGUMENT, COOKIE, markOf, type Past, type Session, type Sessions } from './sessions';
import { Tokens, type Token } from './tokens';

/** Milliseconds for which a token is good when nobody says for how long. */
const DAY = 24 * 3_600_000;

/** What the door has to know of the rest. */
export interface DoorHouse {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly admissions: Admissions<true>;
  /** Somebody judges who comes in. */
  readonly guarded: boolean;
  /** Seconds a listener may stay when nobody who judges says another time; undefined for no limit. */
  readonly duration: () => number | undefined;
  /** Put tokens into the URLs of playlists. */
  readonly inUrls: boolean;
  readonly began: (session: Session) => void;
}

/** Who was let in. */
export interface Entered {
  /** Undefined for who only asks (HEAD) and has no session. */
  readonly session: Session | undefined;
  /** Token for a cookie of a new session. */
  readonly cookie: string | undefined;
}

const over: Refusal = {
  status: 403,
  reason: 'your session is over',
  fields: {},
  stat: 'refused-login',
};

/** Finds the session of a request, or judges whether it may begin one. */
export class Door {
  private readonly judging = new Map<string, Promise<Session | Refusal>>();
  private readonly renewing = new Map<string, Promise<Refusal | undefined>>();

  constructor(private readonly house: DoorHouse) {}

  /**
   * Lets in or refuses.
   * @param returns - the player comes again by this URL, such as that of a playlist that changes.
   */
  async enter({ head, address }: Visit, returns: boolean): Promise<Entered | Refusal> {
    const { sessions, tokens } = this.house;
    const shown = shownToken(head);
    const token = shown === undefined ? undefined : tokens.read(shown);
    if (token && sessions.isOver(token.id)) return over;
    const known = token && sessions.find(token.id);
    if (known) sessions.shown(known);
    const session = known ?? sessions.findLike(markOf(address, head));
    if (session) {
      const refusal = await this.stillGood(session, head);
      return refusal ?? { session: this.seen(session), cookie: undefined };
    }
    if (head.method === 'HEAD') return this.look(head, address);
    const past = token && sessions.pastOf(token.id);
    const back = token && !past && this.comesBack(token, head, address, returns);
    if (back) return 'status' in back ? back : { session: this.seen(back), cookie: undefined };
    const fresh =
      token && past
        ? await this.judgeBack(token.id, past, head, address, returns)
        : await this.judge(head, address, returns);
    if ('status' in fresh) return fresh;
    return { session: this.seen(fresh), cookie: fresh.token };
  }

  private seen(session: Session): Session {
    session.seen = Date.now();
    session.requests++;
    return session;
  }

  /** Judges who only asks and does not stay. */
  private async look(head: RequestHead, address: string): Promise<Entered | Refusal> {
    const verdict = await this.house.admissions.judge(head, address, false);
    return 'status' in verdict ? verdict : { session: undefined, cookie: undefined };
  }

  /** Begins a session that was let in elsewhere, or that nobody judges, for a token whose time is not over. */
  private comesBack(
    { id, until }: Token,
    head: RequestHead,
    address: string,
    returns: boolean,
  ): Session | Refusal | undefined {
    const now = Date.now();
    const limited = this.house.guarded || this.house.duration() !== undefined;
    if (until <= now && limited) return undefined;
    const refusal = this.house.admissions.reenter(head, address);
    if (refusal) return refusal;
    const stay = {
      until: limited ? until : Infinity,
      then: this.house.guarded ? 'judge' : 'end',
      user: undefined,
      stay: undefined,
    } as const;
    return this.begin(id, head, address, returns, stay, !this.house.guarded);
  }

  private judge(head: RequestHead, address: string, returns: boolean): Promise<Session | Refusal> {
    return this.together(markOf(address, head), () =>
      this.judgeOnce(Tokens.newId(), head, address, returns, Infinity),
    );
  }

  /** Judges somebody who was here and comes back, by what it came in with: it may not be wanted any more. */
  private async judgeBack(
    id: string,
    past: Past,
    head: RequestHead,
    address: string,
    returns: boolean,
  ): Promise<Session | Refusal> {
    if (past.until <= Date.now()) return over;
    const asks = names(head) ? head : past.head;
    return this.together(id, () => this.judgeOnce(id, asks, address, returns, past.until));
  }

  /** Requests of one player that come together are judged together. */
  private together(mark: string, judge: () => Promise<Session | Refusal>): Promise<Session | Refusal> {
    const same = this.judging.get(mark);
    if (same) return same;
    const judging = judge().finally(() => this.judging.delete(mark));
    this.judging.set(mark, judging);
    return judging;
  }

  /** @param most - until when it may stay, whoever judges. */
  private async judgeOnce(
    id: string,
    head: RequestHead,
    address: string,
    returns: boolean,
    most: number,
  ): Promise<Session | Refusal> {
    const verdict = await this.house.admissions.judge(head, address, true);
    if ('status' in verdict) return verdict;
    const { until, then } = this.stay(verdict);
    const rest = { until: Math.min(until, most), then, user: verdict.user, stay: undefined };
    const session = this.begin(id, head, address, returns, rest, true);
    this.settle(session, verdict);
    return session;
  }

  private stay({
    duration,
    ends,
  }: Pick<Admission<true>, 'duration' | 'ends'>): Pick<Session, 'until' | 'then'> {
    const now = Date.now();
    if (duration === undefined) return { until: this.house.guarded ? now + DAY : Infinity, then: 'judge' };
    return { until: now + duration * 1000, then: ends === 'expired' ? 'judge' : 'end' };
  }

  /** Lets whoever has judged know that it is in. */
  private settle(session: Session, { enter }: Pick<Admission<true>, 'enter'>): void {
    session.stay?.leave();
    session.stay = enter(
      ({ reason, text }) => {
        // It is judged again when it next asks for something.
        if (reason === 'expired') session.until = Math.min(session.until, Date.now());
        else this.house.sessions.end(session.id, 'ejected', `(${text})`);
      },
      (seconds) => (session.until = Date.now() + seconds * 1000),
    );
  }

  private begin(
    id: string,
    head: RequestHead,
    address: string,
    returns: boolean,
    rest: Pick<Session, 'until' | 'then' | 'user' | 'stay'>,
    judged: boolean,
  ): Session {
    const now = Date.now();
    const session: Session = {
      id,
      token: this.house.tokens.write({ id, until: Math.min(rest.until, now + DAY) }),
      waiting: 0,
      address,
      agent: head.fields.get('user-agent') ?? '',
      since: now,
      seen: now,
      requests: 0,
      bytes: 0,
      head: detached(head),
      inUrls: this.house.inUrls,
      judged: judged && this.house.guarded,
      returns,
      ...rest,
    };
    this.house.sessions.add(session, judged);
    this.house.began(session);
    return session;
  }

  /** Sees to a session whose time is over. */
  private async stillGood(session: Session, head: RequestHead): Promise<Refusal | undefined> {
    if (Date.now() < session.until) return undefined;
    if (session.then === 'end') {
      this.house.sessions.end(session.id, 'limit');
      return over;
    }
    const same = this.renewing.get(session.id);
    if (same) return same;
    const renewing = this.renew(session, head).finally(() => this.renewing.delete(session.id));
    this.renewing.set(session.id, renewing);
    return renewing;
  }

  private async renew(session: Session, head: RequestHead): Promise<Refusal | undefined> {
    const { admissions, sessions } = this.house;
    const verdict = await admissions.renew(names(head) ? head : session.head, session.address);
    if ('status' in verdict) {
      sessions.end(session.id, 'expired', `(${verdict.reason})`);
      return verdict;
    }
    Object.assign(session, this.stay(verdict));
    this.settle(session, verdict);
    return undefined;
  }
}

/** Whether a request says by itself who makes it. */
function names({ fields, query }: RequestHead): boolean {
  return fields.has('authorization') || query.has('token');
}

/** Fields of a head that are needed again. */
const KEPT = ['authorization', 'user-agent', 'referer'];

/** A copy that keeps nothing of the rest of the head in memory, for as long as a session lasts. */
function detached({ method, target, path, query, version, fields }: RequestHead): RequestHead {
  const kept = [...fields].filter(([name]) => KEPT.includes(name));
  const copy = JSON.parse(JSON.stringify({ target, path, kept, query: [...query] })) as {
    target: string;
    path: string;
    kept: [string, string][];
    query: [string, string][];
  };
  return {
    method,
    version,
    target: copy.target,
    path: copy.path,
    query: new URLSearchParams(copy.query),
    fields: new Map(copy.kept),
  };
}

function shownToken({ query, fields }: RequestHead): string | undefined {
  const argument = query.get(ARGUMENT);
  if (argument !== null) return argument;
  const pattern = new RegExp(`(?:^|[;,])\\s*${COOKIE}=([^;,\\s]*)`);
  return pattern.exec(fields.get('cookie') ?? '')?.[1];
}
