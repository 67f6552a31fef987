import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { inject, injectable } from 'tsyringe';
import type { Logger } from '../log/logger';
import { ACCOUNTS, DOORKEEPER, LOGGER, MANAGER_PLUGS } from '../tokens';
import type { Accounts } from './access/accounts';
import type { AccountRole } from './access/roles';
import type { Doorkeeper } from './bouncer';
import type { ManagerPlugs } from './plugs';
import { SlowDown } from './slow-down';

/** Who wants to enter. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly address: string;
  /** What it is, for the log: `worker "studio"`, `GET /api/planet`. */
  readonly what: string;
}

/** Somebody who was let in. */
export interface Admitted {
  readonly admitted: true;
  /** Who it is, for logs. */
  readonly identity: string;
  readonly role: AccountRole;
  /** Who knew the password: the manager's accounts or its bouncer. */
  readonly source: 'account' | 'bouncer';
}

/** What comes of a login: who it is when admitted, else the reason for the one who asked. */
export type EntryVerdict =
  Admitted | { readonly admitted: false; readonly reason: string; readonly tooMany: boolean };

/** Milliseconds for which a login over HTTP, sent with every request, is believed without asking again. */
const BELIEVED = 60_000;
const MAX_BELIEVED = 1000;

/** A login that is believed for a while, as long as no account has changed. */
interface Believed {
  readonly until: number;
  readonly generation: number;
  readonly verdict: Admitted;
}

/**
 * Logins of workers and people: asks the manager's accounts, then its bouncer; slows down who guesses, logs who is
 * refused. Whom the bouncer admits is an administrator, unless an account of that name gives another role.
 */
@injectable()
export class Entry {
  private readonly slowDown = new SlowDown();
  private readonly believed = new Map<string, Believed>();
  private readonly key = randomBytes(32);

  constructor(
    @inject(DOORKEEPER) private readonly door: Doorkeeper,
    @inject(ACCOUNTS) private readonly accounts: Accounts,
    @inject(MANAGER_PLUGS) private readonly plugs: Pick<ManagerPlugs, 'identify'>,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Judges a login. */
  async login(credentials: Credentials): Promise<EntryVerdict> {
    const { user, password, address, what } = credentials;
    const keycard = { id: randomUUID(), user, address, agent: what };
    let reason = 'user or password is wrong';
    let source: Admitted['source'] = 'account';
    const admitted = await this.slowDown.guard(address, user, async () => {
      if (await this.accounts.judge(user, password)) return true;
      source = 'bouncer';
      if (!this.accounts.bouncer && !this.accounts.unclaimed) return false;
      const verdict = await this.door.judge({ ...keycard, password });
      if (!verdict.admitted) reason = verdict.reason;
      return verdict.admitted;
    });
    if (admitted === true) {
      const role = this.accounts.roleOf(user) ?? 'admin';
      return { admitted: true, identity: await this.plugs.identify(keycard), role, source };
    }
    const tooMany = admitted === undefined;
    if (tooMany) reason = 'too many logins from this address at once; try again in some seconds';
    this.log.warn(`refused ${what}, user ${JSON.stringify(user)}, from ${address}: ${reason}`);
    return { admitted: false, reason, tooMany };
  }

  /** Judges a login that comes again with every request. */
  async loginAgain(credentials: Credentials): Promise<EntryVerdict> {
    const { user, password, address } = credentials;
    const key = createHmac('sha256', this.key)
      .update(JSON.stringify([user, password, address]))
      .digest('base64');
    const { generation } = this.accounts;
    const known = this.believed.get(key);
    if (known && known.until > Date.now() && known.generation === generation) return known.verdict;
    this.believed.delete(key);
    const verdict = await this.login(credentials);
    if (verdict.admitted) {
      this.believed.set(key, { until: Date.now() + BELIEVED, generation, verdict });
      const [oldest] = this.believed.keys();
      if (this.believed.size > MAX_BELIEVED && oldest !== undefined) this.believed.delete(oldest);
    }
    return verdict;
  }
}
