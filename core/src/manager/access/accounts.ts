import { z } from 'zod';
import { FlumotionError } from '../../errors';
import type { StateStore } from '../state-store';
import { hashPassword, isPassword } from './passwords';
import { ACCOUNT_ROLES, type AccountRole } from './roles';

/** Accounts that one manager keeps. */
const MOST_ACCOUNTS = 1000;

const document = z.object({
  accounts: z.array(
    z.object({
      user: z.string(),
      role: z.enum(ACCOUNT_ROLES),
      hash: z.string().optional(),
      created: z.number(),
    }),
  ),
});

type Stored = Readonly<z.infer<typeof document>['accounts'][number]>;

/** An account as people and programs see it. */
export interface Account {
  readonly user: string;
  readonly role: AccountRole;
  /** Whether it has a password of its own; without one it gives a role to somebody whom the bouncer admits. */
  readonly password: boolean;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** What an account is made of. */
export interface NewAccount {
  readonly user: string;
  readonly role: AccountRole;
  /** Undefined: the bouncer knows it. */
  readonly password?: string | undefined;
}

/** The manager's own accounts, in its state. */
export class Accounts {
  private readonly byUser: Map<string, Stored>;
  private changes = 0;

  private constructor(
    private readonly store: StateStore,
    stored: readonly Stored[],
    /** Whether a bouncer admits people too. */
    readonly bouncer: boolean,
  ) {
    this.byUser = new Map(stored.map((account) => [account.user, account]));
  }

  /**
   * Reads what was stored.
   * @param bouncer - whether a bouncer admits people too.
   * @throws FlumotionError `state-unreadable`.
   */
  static async load(store: StateStore, bouncer: boolean): Promise<Accounts> {
    return new Accounts(store, (await store.read('users', document))?.accounts ?? [], bouncer);
  }

  /** Grows with each change, so that who keeps a verdict can tell that it is old. */
  get generation(): number {
    return this.changes;
  }

  /** Whether nobody can log in yet to make accounts. */
  get unclaimed(): boolean {
    return !this.bouncer && this.admins().length === 0;
  }

  /** All of them, by name. */
  list(): readonly Account[] {
    return [...this.byUser.values()].map(shown).sort((a, b) => (a.user < b.user ? -1 : 1));
  }

  /** @throws FlumotionError `user-unknown`. */
  get(user: string): Account {
    return shown(this.stored(user));
  }

  /** The role of an account; undefined when there is none of that name. */
  roleOf(user: string): AccountRole | undefined {
    return this.byUser.get(user)?.role;
  }

  /** Whether there is an account with this password. */
  async judge(user: string, password: string): Promise<boolean> {
    const hash = this.byUser.get(user)?.hash;
    if (hash !== undefined) return isPassword(password, hash);
    // An unknown name takes as long as a known one, so that nobody learns which there are.
    const [other] = [...this.byUser.values()].flatMap((one) => one.hash ?? []);
    if (other !== undefined) await isPassword(password, other);
    return false;
  }

  /**
   * Makes an account.
   * @param first - only while nobody can log in: see `unclaimed`.
   * @throws FlumotionError `user-taken`, `too-many`, `setup-done`, `state-unwritable`.
   */
  async create({ user, role, password }: NewAccount, first = false): Promise<Account> {
    const hash = password === undefined ? undefined : await hashPassword(password);
    // Judged after the hash is made: nothing comes between here and the change.
    if (first && !this.unclaimed) throw FlumotionError.of('setup-done', {});
    if (this.byUser.has(user)) throw FlumotionError.of('user-taken', { user: JSON.stringify(user) });
    if (this.byUser.size >= MOST_ACCOUNTS)
      throw FlumotionError.of('too-many', { what: 'accounts', most: MOST_ACCOUNTS });
    const made = { user, role, ...(hash === undefined ? {} : { hash }), created: Date.now() };
    await this.put(made);
    return shown(made);
  }

  /**
   * Changes an account; what is left out stays.
   * @throws FlumotionError `user-unknown`, `last-admin`, `state-unwritable`.
   */
  async change(
    user: string,
    { role, password }: { readonly role?: AccountRole | undefined; readonly password?: string | undefined },
  ): Promise<Account> {
    const hash = password === undefined ? undefined : await hashPassword(password);
    const before = this.stored(user);
    const after = { ...before, ...(role && { role }), ...(hash === undefined ? {} : { hash }) };
    if (after.role !== 'admin') this.keepAdmin(user);
    await this.put(after);
    return shown(after);
  }

  /** @throws FlumotionError `user-unknown`, `last-admin`, `state-unwritable`. */
  async remove(user: string): Promise<void> {
    this.stored(user);
    this.keepAdmin(user);
    this.byUser.delete(user);
    await this.save();
  }

  private keepAdmin(user: string): void {
    const admins = this.admins();
    if (!this.bouncer && admins.length === 1 && admins[0]?.user === user)
      throw FlumotionError.of('last-admin', { user: JSON.stringify(user) });
  }

  private admins(): readonly Stored[] {
    return [...this.byUser.values()].filter(({ role, hash }) => role === 'admin' && hash !== undefined);
  }

  private stored(user: string): Stored {
    const found = this.byUser.get(user);
    if (!found) throw FlumotionError.of('user-unknown', { user: JSON.stringify(user) });
    return found;
  }

  private async put(account: Stored): Promise<void> {
    this.byUser.set(account.user, account);
    await this.save();
  }

  private async save(): Promise<void> {
    this.changes++;
    await this.store.write('users', { accounts: [...this.byUser.values()] });
  }
}

function shown({ user, role, hash, created }: Stored): Account {
  return { user, role, password: hash !== undefined, created };
}
