import { randomUUID } from 'node:crypto';
import { withDeadline } from '../deadline';
import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import type { Ejection, HeldKeycard, Row, Verdict } from '../plugin';
import { MOST_KEYCARDS, type GrantMessage, type HeldKeycardMessage } from '../rpc/keycard-messages';

/** Milliseconds after which who was not told of again counts as gone. */
const TIME_TO_LIVE = 3_600_000;
/** Milliseconds between two judgements of one who is in. */
const REVIEW_INTERVAL = 30_000;
/** Most that are judged again in one second. */
const MOST_REVIEWS = 500;
/** Milliseconds that one judgement may take. */
const REVIEW_DEADLINE = 5_000;
/** Milliseconds before an ejection that did not reach its component is sent again. */
const SEND_AGAIN = 10_000;
/** Most keycards that are kept; the longest unheard of goes first. */
const MOST_KEPT = 100_000;
/** Milliseconds between complaints about the bouncer's own hooks. */
const COMPLAINT_INTERVAL = 60_000;

/** What a book needs of its bouncer and of the way to others. */
export interface BookParts {
  /** Judges again; undefined where the bouncer does not. */
  readonly review: ((keycard: HeldKeycard) => Verdict | Promise<Verdict>) | undefined;
  readonly left: ((keycard: HeldKeycard, seconds: number) => void | Promise<void>) | undefined;
  /** Tells a component who has to leave. Rejects when it cannot be told. */
  readonly send: (component: string, ejected: readonly Ejection[]) => Promise<unknown>;
  readonly log: Logger;
}

interface Entry {
  readonly keycard: HeldKeycard;
  life: string;
  heard: number;
  reviewed: number;
  /** Milliseconds since 1970. */
  expires: number | undefined;
  /** Its component does not know yet when it expires. */
  granted: boolean;
  ejection: Ejection | undefined;
  sendAt: number;
}

/** Which keycards are meant; all given conditions hold. */
export interface Meant {
  readonly id?: string | undefined;
  readonly user?: string | undefined;
  readonly address?: string | undefined;
}

/** The keycards of those who are in by a bouncer, as the components that let them in tell it. */
export class KeycardBook {
  /** Tells this process from another one of the same bouncer. */
  readonly life = randomUUID();
  /** The longest unheard of first. */
  private readonly entries = new Map<string, Entry>();
  private complainedAt = -Infinity;

  constructor(private readonly parts: BookParts) {}

  get size(): number {
    return this.entries.size;
  }

  /** Takes in who is in. @returns those of them who have to leave. */
  renew(component: string, life: string, keycards: readonly HeldKeycardMessage[]): readonly Ejection[] {
    const now = Date.now();
    const ejected: Ejection[] = [];
    for (const message of keycards) {
      const key = keyOf(component, message.id);
      const known = this.entries.get(key);
      if (known?.ejection) {
        ejected.push(known.ejection);
        this.forget(key, now);
        continue;
      }
      const entry = known ?? newEntry(component, message, now);
      entry.life = life;
      entry.heard = now;
      if (!entry.granted)
        entry.expires = message.remains === undefined ? undefined : now + message.remains * 1000;
      this.entries.delete(key);
      this.entries.set(key, entry);
      const [oldest] = this.entries.keys();
      if (this.entries.size > MOST_KEPT && oldest !== undefined) this.entries.delete(oldest);
    }
    return ejected;
  }

  /** What a component is to know of how long those may stay whom it let in; it is told once. */
  *granted(component: string): Generator<GrantMessage> {
    const now = Date.now();
    for (const entry of this.entries.values()) {
      const { keycard, expires, ejection } = entry;
      if (!entry.granted || keycard.component !== component) continue;
      entry.granted = false;
      if (!ejection && expires !== undefined)
        yield { id: keycard.id, remains: Math.max(0, (expires - now) / 1000) };
    }
  }

  /** Notes who has left. */
  release(component: string, ids: readonly string[]): void {
    for (const id of ids) this.forget(keyOf(component, id), Date.now());
  }

  /** Has those leave who are meant. @returns how many. */
  eject(meant: Meant, text: string): number {
    let count = 0;
    for (const entry of this.entries.values()) {
      const { keycard } = entry;
      const fits = (['id', 'user', 'address'] as const).every(
        (name) => meant[name] === undefined || meant[name] === keycard[name],
      );
      if (!fits || entry.ejection) continue;
      entry.ejection = { id: keycard.id, reason: 'ejected', text };
      count++;
    }
    this.deliver(Date.now());
    return count;
  }

  /** Rows of the table `keycards`. */
  *rows(): Generator<Row> {
    for (const { keycard, expires, ejection } of this.entries.values()) {
      const { id, component, user, address, path, agent, since } = keycard;
      if (!ejection) yield { id, component, user, address, path, agent, since, expires };
    }
  }

  /** Looks who may no longer stay; call it about once a second. */
  check(): void {
    const now = Date.now();
    const lives = new Map<string, string>();
    for (const { keycard, life } of this.entries.values()) lives.set(keycard.component, life);
    let reviews = 0;
    for (const [key, entry] of this.entries) {
      const { keycard } = entry;
      // A component that was started anew has let everybody go.
      if (entry.life !== lives.get(keycard.component) || now - entry.heard > TIME_TO_LIVE)
        this.forget(key, now);
      else if (!entry.ejection && entry.expires !== undefined && entry.expires <= now)
        entry.ejection = { id: keycard.id, reason: 'expired', text: 'its time is up' };
      else if (!entry.ejection && now - entry.reviewed >= REVIEW_INTERVAL && reviews < MOST_REVIEWS) {
        reviews++;
        entry.reviewed = now;
        void this.review(entry);
      }
    }
    this.deliver(now);
  }

  private async review(entry: Entry): Promise<void> {
    const { review } = this.parts;
    if (!review) return;
    try {
      const judged = Promise.resolve(review(entry.keycard));
      const verdict = await withDeadline(judged, REVIEW_DEADLINE, 'a keycard that is judged again');
      if (verdict.admitted) {
        if (verdict.duration === undefined) return;
        entry.expires = Date.now() + verdict.duration * 1000;
        entry.granted = true;
        return;
      }
      entry.ejection ??= { id: entry.keycard.id, reason: 'ejected', text: verdict.reason };
      this.deliver(Date.now());
    } catch (error) {
      this.complain(error);
    }
  }

  /** Sends what has to be sent, one message a component at a time. */
  private deliver(now: number): void {
    const due = new Map<string, Ejection[]>();
    for (const { keycard, ejection, sendAt } of this.entries.values()) {
      if (!ejection || sendAt > now) continue;
      const list = due.get(keycard.component) ?? [];
      if (list.length < MOST_KEYCARDS) list.push(ejection);
      due.set(keycard.component, list);
    }
    for (const [component, ejected] of due) void this.send(component, ejected, now);
  }

  private async send(component: string, ejected: readonly Ejection[], now: number): Promise<void> {
    const keys = ejected.map(({ id }) => keyOf(component, id));
    for (const key of keys) {
      const entry = this.entries.get(key);
      if (entry) entry.sendAt = now + SEND_AGAIN;
    }
    try {
      await this.parts.send(component, ejected);
      for (const key of keys) this.forget(key, Date.now());
    } catch (error) {
      this.parts.log.debug(`${component} was not told who has to leave, and will be: ${errorText(error)}`);
    }
  }

  private forget(key: string, now: number): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    const { left } = this.parts;
    if (!left) return;
    const seconds = Math.max(0, Math.round((now - entry.keycard.since) / 1000));
    Promise.resolve()
      .then(() => left(entry.keycard, seconds))
      .catch((error: unknown) => {
        this.complain(error);
      });
  }

  private complain(error: unknown): void {
    const now = Date.now();
    if (now - this.complainedAt < COMPLAINT_INTERVAL) return;
    this.complainedAt = now;
    this.parts.log.warn(`the bouncer failed on the keycard of somebody who is in: ${errorText(error)}`);
  }
}

function keyOf(component: string, id: string): string {
  return `${component} ${id}`;
}

function newEntry(component: string, message: HeldKeycardMessage, now: number): Entry {
  const { age, remains: _, ...known } = message;
  const keycard = { ...known, component, since: now - age * 1000 } as HeldKeycard;
  // It was judged a moment ago, or by a bouncer that is no more.
  return {
    keycard,
    life: '',
    heard: now,
    reviewed: age < 60 ? now : 0,
    expires: undefined,
    granted: false,
    ejection: undefined,
    sendAt: 0,
  };
}
