import type { IncomingMessage } from 'node:http';
import { inject, injectable } from 'tsyringe';
import { ACCESS_TOKENS, ACCOUNTS, ENTRY, MANAGER_SETTINGS, SESSIONS } from '../../tokens';
import { plainAddress } from '../address';
import type { Entry } from '../entry';
import type { ManagerSettings } from '../settings';
import type { AccessTokens } from './access-tokens';
import type { Accounts } from './accounts';
import type { AccountRole, Caller, Role } from './roles';
import type { Session, Sessions } from './sessions';

/** Longest header field that can hold a login. */
const MAX_HEADER = 1024;

/** Why somebody is not let in. */
export interface Refusal {
  readonly reason: string;
  /** Too many logins of its address wait. */
  readonly tooMany: boolean;
}

/** Says who sends an HTTP request: by a token, by name and password (HTTP Basic), or by the cookie of a session. */
@injectable()
export class Gatekeeper {
  /** Name of the cookie; that of the manager is in it, for cookies do not tell ports apart. */
  readonly cookie: string;

  constructor(
    @inject(MANAGER_SETTINGS) settings: Pick<ManagerSettings, 'name'>,
    @inject(ENTRY) private readonly entry: Entry,
    @inject(ACCOUNTS) private readonly accounts: Accounts,
    @inject(SESSIONS) private readonly sessions: Sessions,
    @inject(ACCESS_TOKENS) private readonly tokens: AccessTokens,
  ) {
    this.cookie = `flumotion_session_${settings.name.replace(/[^\w-]/g, '_')}`;
  }

  /** Judges a request, also one for a WebSocket. */
  async judge(request: IncomingMessage): Promise<Caller | Refusal> {
    const address = plainAddress(request.socket.remoteAddress);
    const field = (request.headers.authorization ?? '').slice(0, MAX_HEADER + 1);
    if (field !== '' && field.length <= MAX_HEADER) {
      const token = /^Bearer +([\w.~+/=-]+)$/i.exec(field)?.[1];
      if (token !== undefined) return this.byToken(token, address);
      const basic = basicLogin(field);
      if (basic) return this.byPassword(basic, address, request);
    }
    const secret = cookieOf(request.headers.cookie, this.cookie);
    if (secret !== undefined) return this.bySession(secret, address);
    return refused('a user name and password (HTTP Basic), a session or a token are needed');
  }

  /** Who is signed in by the cookie of a session; undefined when nobody is, whatever else a request brings. */
  signedIn(request: IncomingMessage): Caller | undefined {
    const secret = cookieOf(request.headers.cookie, this.cookie);
    const verdict =
      secret === undefined ? undefined : this.bySession(secret, plainAddress(request.socket.remoteAddress));
    return verdict && isCaller(verdict) ? verdict : undefined;
  }

  /** The role with which a session acts now; undefined when it may no longer act at all. */
  roleIn({ user, source }: Pick<Session, 'user' | 'source'>): Role | undefined {
    const role = this.accounts.roleOf(user);
    if (role !== undefined) return roleOfPerson(role);
    return source === 'bouncer' && this.accounts.bouncer ? 'admin' : undefined;
  }

  private byToken(secret: string, address: string): Caller | Refusal {
    const token = this.tokens.find(secret);
    if (!token) return refused('the token is unknown or has expired');
    const { name, role } = token;
    return { user: name, role, identity: `token ${name}@${address}`, address, by: 'token' };
  }

  private async byPassword(
    { user, password }: Login,
    address: string,
    { method = '', url = '' }: IncomingMessage,
  ): Promise<Caller | Refusal> {
    const what = `${method} ${url.replace(/[?#].*$/s, '').slice(0, 200)}`;
    const verdict = await this.entry.loginAgain({ user, password, address, what });
    if (!verdict.admitted) return { reason: verdict.reason, tooMany: verdict.tooMany };
    const { identity } = verdict;
    const role = roleOfPerson(verdict.role);
    if (role === undefined) return refused('this account is for workers only');
    return { user, role, identity, address, by: 'password' };
  }

  private bySession(secret: string, address: string): Caller | Refusal {
    const session = this.sessions.find(secret);
    const role = session && this.roleIn(session);
    if (!session || !role) return refused('the session has ended; sign in again');
    const { user, identity, id } = session;
    return { user, role, identity, address, by: 'session', session: id };
  }
}

/** Whether somebody was let in. */
export function isCaller(verdict: Caller | Refusal): verdict is Caller {
  return 'role' in verdict;
}

interface Login {
  readonly user: string;
  readonly password: string;
}

function refused(reason: string): Refusal {
  return { reason, tooMany: false };
}

function roleOfPerson(role: AccountRole): Role | undefined {
  return role === 'worker' ? undefined : role;
}

function basicLogin(field: string): Login | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(field)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function cookieOf(field: string | undefined, name: string): string | undefined {
  for (const part of (field ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
