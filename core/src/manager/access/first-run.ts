import { randomInt, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { inject, injectable } from 'tsyringe';
import { FlumotionError } from '../../errors';
import type { Logger } from '../../log/logger';
import { ACCOUNTS, LOGGER } from '../../tokens';
import { isLoopback } from '../plan/address';
import { SlowDown } from '../slow-down';
import type { Account, Accounts, NewAccount } from './accounts';

/** Letters of the code: none that are taken for another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Fields of a request that only something between the asker and the manager adds. */
const RELAYED = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'] as const;

/**
 * Makes the first account of a manager where nobody could log in: neither a bouncer nor an administrator. Whoever is on
 * the manager's machine may, and whoever reads its log, where the code for it stands.
 */
@injectable()
export class FirstRun {
  private readonly code = newCode();
  private readonly slowDown = new SlowDown();

  constructor(
    @inject(ACCOUNTS) private readonly accounts: Accounts,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Whether the first account is still to be made. */
  get needed(): boolean {
    return this.accounts.unclaimed;
  }

  /** Writes the code to the log, where the first account is to be made. */
  announce(): void {
    if (!this.needed) return;
    this.log.warn(
      `nobody can log in: the planet file declares no bouncer, and there is no account; make the first one from this machine, or from elsewhere with the code ${this.code}`,
    );
  }

  /** Whether whoever sends this has to give the code. */
  needsCode(request: IncomingMessage): boolean {
    const { headers, socket } = request;
    const relayed = RELAYED.some((name) => headers[name] !== undefined);
    // A name that somebody else's server gives out for 127.0.0.1 is how pages of other sites reach this machine.
    const url = `http://${headers.host ?? ''}`;
    const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
    return relayed || !isLoopback(socket.remoteAddress ?? '') || !isLoopback(host);
  }

  /**
   * Makes the first account, an administrator.
   * @throws FlumotionError `setup-done`, `setup-code-wrong`, `state-unwritable`.
   */
  async make(
    account: Omit<NewAccount, 'role'> & { readonly password: string },
    code: string | undefined,
    request: IncomingMessage,
  ): Promise<Account> {
    if (!this.needed) throw FlumotionError.of('setup-done', {});
    if (this.needsCode(request)) await this.judge(code, request.socket.remoteAddress ?? '');
    const made = await this.accounts.create({ ...account, role: 'admin' }, true);
    this.log.info(`the first account was made: ${JSON.stringify(made.user)}`);
    return made;
  }

  private async judge(code: string | undefined, address: string): Promise<void> {
    const given = Buffer.from((code ?? '').trim().toLowerCase());
    const right = Buffer.from(this.code);
    const same = await this.slowDown.guard(address, '', () =>
      Promise.resolve(given.length === right.length && timingSafeEqual(given, right)),
    );
    if (same === true) return;
    const reason = code === undefined ? 'no code was given' : 'the code that was given is another one';
    throw FlumotionError.of('setup-code-wrong', { reason }, { details: { field: 'code' } });
  }
}

/** As `k3vp-92mx-qd7t-hw4s`: some 79 bits. */
function newCode(): string {
  const letters = Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
