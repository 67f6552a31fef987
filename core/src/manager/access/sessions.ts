import { z } from 'zod';
import { errorText } from '../../errors';
import type { Logger } from '../../log/logger';
import type { StateStore } from '../state-store';
import { newId, newSecret, secretHash } from './secrets';

/** Limits of sessions; times in milliseconds. */
export const SESSION_LIMITS = {
  /** Without use. */
  idle: 12 * 3600_000,
  /** From the login on, whatever the use, by who knew the password: what becomes of it in a bouncer is not known here. */
  longest: { account: 30 * 86_400_000, bouncer: 86_400_000 },
  /** Of all, and of one user; the one that was used longest ago ends for another. */
  most: 1000,
  ofUser: 50,
  /** Between writes that only tell of use. */
  saving: 60_000,
} as const;

const session = z.object({
  id: z.string(),
  hash: z.string(),
  user: z.string(),
  identity: z.string(),
  /** Who knew the password: the manager's accounts or its bouncer. */
  source: z.enum(['account', 'bouncer']),
  created: z.number(),
  used: z.number(),
});
const document = z.object({ sessions: z.array(session) });

/** Somebody who has signed in. */
export type Session = Readonly<z.infer<typeof session>>;

/** Who signs in. */
export type SignedIn = Pick<Session, 'user' | 'identity' | 'source'>;

/** Sessions of people who signed in, in the manager's state: they outlive it. Their secrets are not kept. */
export class Sessions {
  private readonly byHash: Map<string, Session>;
  private unsaved = false;
  private savedAt = Date.now();

  private constructor(
    private readonly store: StateStore,
    stored: readonly Session[],
    private readonly log: Logger,
    private readonly now: () => number,
  ) {
    this.byHash = new Map(stored.map((one) => [one.hash, one]));
  }

  /** Reads what was stored. @throws FlumotionError `state-unreadable`. */
  static async load(store: StateStore, log: Logger, now: () => number = Date.now): Promise<Sessions> {
    const stored = (await store.read('sessions', document))?.sessions ?? [];
    return new Sessions(store, stored, log, now);
  }

  /** Begins a session. @returns its secret, for the cookie. @throws FlumotionError `state-unwritable`. */
  async begin({ user, identity, source }: SignedIn): Promise<{ secret: string; session: Session }> {
    const secret = newSecret();
    const now = this.now();
    this.makeRoom(user);
    const made = {
      id: newId(),
      hash: secretHash(secret),
      user,
      identity,
      source,
      created: now,
      used: now,
    };
    this.byHash.set(made.hash, made);
    await this.save();
    return { secret, session: made };
  }

  /** The session of a secret; undefined when there is none or it has ended. Counts as use. */
  find(secret: string): Session | undefined {
    const hash = secretHash(secret);
    const found = this.byHash.get(hash);
    if (!found) return undefined;
    if (this.over(found)) {
      this.byHash.delete(hash);
      return undefined;
    }
    const used = { ...found, used: this.now() };
    this.byHash.delete(hash);
    this.byHash.set(hash, used);
    this.unsaved = true;
    if (Date.now() - this.savedAt >= SESSION_LIMITS.saving) void this.close();
    return used;
  }

  /** Ends a session. @throws FlumotionError `state-unwritable`. */
  async end(id: string): Promise<void> {
    await this.drop((one) => one.id === id);
  }

  /** Ends the sessions of a user. @param but - id of one that goes on. @throws FlumotionError `state-unwritable`. */
  async endOf(user: string, but?: string): Promise<void> {
    await this.drop((one) => one.user === user && one.id !== but);
  }

  /** Stores what is not stored yet. Never rejects. */
  async close(): Promise<void> {
    if (!this.unsaved) return;
    await this.save().catch((error: unknown) => {
      this.log.warn(errorText(error));
    });
  }

  private async drop(ended: (one: Session) => boolean): Promise<void> {
    const gone = [...this.byHash.values()].filter(ended);
    if (gone.length === 0) return;
    for (const { hash } of gone) this.byHash.delete(hash);
    await this.save();
  }

  private over({ created, used, source }: Session): boolean {
    const now = this.now();
    return now - used > SESSION_LIMITS.idle || now - created > SESSION_LIMITS.longest[source];
  }

  /** The order of the map is that of use, so the first one of a kind is the one to go. */
  private makeRoom(user: string): void {
    for (const one of this.byHash.values()) if (this.over(one)) this.byHash.delete(one.hash);
    const own = [...this.byHash.values()].filter((one) => one.user === user);
    if (own.length >= SESSION_LIMITS.ofUser && own[0]) this.byHash.delete(own[0].hash);
    const [oldest] = this.byHash.keys();
    if (this.byHash.size >= SESSION_LIMITS.most && oldest !== undefined) this.byHash.delete(oldest);
  }

  private async save(): Promise<void> {
    this.unsaved = false;
    this.savedAt = Date.now();
    await this.store.write('sessions', { sessions: [...this.byHash.values()] });
  }
}
