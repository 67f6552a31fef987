import type { Role } from '../api/types';

/** What an account may do; `worker` logs workers in and nothing else. */
export type AccountRole = Role | 'worker';

/** An account of the manager's own. */
export interface Account {
  readonly user: string;
  readonly role: AccountRole;
  /** Whether it has a password; without one it gives a role to whom the bouncer admits. */
  readonly password: boolean;
  readonly created: number;
}

/** A token of a program, without its secret. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly by: string;
  readonly created: number;
  readonly expires?: number;
  readonly used?: number;
}

/** What each role may do. */
export const ROLES: Readonly<Record<AccountRole, string>> = {
  viewer: 'sees everything but accounts and secrets',
  operator: 'also starts and stops, and changes what may change while it runs',
  admin: 'everything',
  worker: 'logs workers in, and nothing else',
};
