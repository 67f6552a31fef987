import type { Answer } from '../api/types';

/** An account of the manager's own. */
export type Account = Answer<'listUsers'>[number];

/** What an account may do; `worker` logs workers in and nothing else. */
export type AccountRole = Account['role'];

/** A token of a program, without its secret. */
export type Token = Answer<'listTokens'>[number];

/** What each role may do. */
export const ROLES: Readonly<Record<AccountRole, string>> = {
  viewer: 'sees everything but accounts and secrets',
  operator: 'also starts and stops, and changes what may change while it runs',
  admin: 'everything',
  worker: 'logs workers in, and nothing else',
};
