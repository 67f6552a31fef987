import { z } from 'zod';
import { errorText, FlumotionError } from '../../errors';
import type { Logger } from '../../log/logger';
import type { StateStore } from '../state-store';
import { ROLES, type Role } from './roles';
import { newId, newSecret, secretHash } from './secrets';

/** Tokens that one manager keeps. */
const MOST_TOKENS = 1000;
/** Milliseconds between writes that only tell of use. */
const SAVING = 60_000;
/** Begins the secret of a token, so that people and programs that look for lost secrets recognise it. */
const PREFIX = 'flumotion_';

const token = z.object({
  id: z.string(),
  hash: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  by: z.string(),
  created: z.number(),
  expires: z.number().optional(),
  used: z.number().optional(),
});
const document = z.object({ tokens: z.array(token) });

type Stored = Readonly<z.infer<typeof token>>;

/** A token as people and programs see it; its secret is shown once, when it is made. */
export type AccessToken = Omit<Stored, 'hash'>;

/** Tokens by which programs log in, in the manager's state. Their secrets are not kept. */
export class AccessTokens {
  private readonly byHash: Map<string, Stored>;
  private unsaved = false;
  private savedAt = Date.now();

  private constructor(
    private readonly store: StateStore,
    stored: readonly Stored[],
    private readonly log: Logger,
    private readonly now: () => number,
  ) {
    this.byHash = new Map(stored.map((one) => [one.hash, one]));
  }

  /** Reads what was stored. @throws FlumotionError `state-unreadable`. */
  static async load(store: StateStore, log: Logger, now: () => number = Date.now): Promise<AccessTokens> {
    const stored = (await store.read('access-tokens', document))?.tokens ?? [];
    return new AccessTokens(store, stored, log, now);
  }

  /** All of them, the newest last; also those that have expired. */
  list(): readonly AccessToken[] {
    return [...this.byHash.values()].map(shown);
  }

  /**
   * Makes a token.
   * @param expires - milliseconds since 1970; undefined for never.
   * @param by - who makes it.
   * @throws FlumotionError `token-taken`, `too-many`, `state-unwritable`.
   */
  async create(
    given: { readonly name: string; readonly role: Role; readonly expires?: number | undefined },
    by: string,
  ): Promise<AccessToken & { readonly secret: string }> {
    const { name, role, expires } = given;
    if (this.list().some((one) => one.name === name))
      throw FlumotionError.of('token-taken', { name: JSON.stringify(name) });
    if (this.byHash.size >= MOST_TOKENS)
      throw FlumotionError.of('too-many', { what: 'tokens', most: MOST_TOKENS });
    const secret = PREFIX + newSecret();
    const until = expires === undefined ? {} : { expires };
    const made = { id: newId(), hash: secretHash(secret), name, role, by, created: this.now(), ...until };
    this.byHash.set(made.hash, made);
    await this.save();
    return { ...shown(made), secret };
  }

  /** @throws FlumotionError `token-unknown`. */
  get(id: string): AccessToken {
    const found = this.list().find((one) => one.id === id);
    if (!found) throw FlumotionError.of('token-unknown', { id: JSON.stringify(id) });
    return found;
  }

  /** Takes a token away. @throws FlumotionError `token-unknown`, `state-unwritable`. */
  async remove(id: string): Promise<void> {
    this.get(id);
    for (const one of this.byHash.values()) if (one.id === id) this.byHash.delete(one.hash);
    await this.save();
  }

  /** The token of a secret; undefined when there is none or it has expired. Counts as use. */
  find(secret: string): AccessToken | undefined {
    const found = this.byHash.get(secretHash(secret));
    if (!found || (found.expires ?? Infinity) <= this.now()) return undefined;
    this.byHash.set(found.hash, { ...found, used: this.now() });
    this.unsaved = true;
    if (Date.now() - this.savedAt >= SAVING) void this.close();
    return shown(found);
  }

  /** Stores what is not stored yet. Never rejects. */
  async close(): Promise<void> {
    if (!this.unsaved) return;
    await this.save().catch((error: unknown) => {
      this.log.warn(errorText(error));
    });
  }

  private async save(): Promise<void> {
    this.unsaved = false;
    this.savedAt = Date.now();
    await this.store.write('access-tokens', { tokens: [...this.byHash.values()] });
  }
}

function shown({ hash: _, ...token }: Stored): AccessToken {
  return token;
}
