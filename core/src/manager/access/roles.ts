/** What somebody may do with a manager, the least first: see, steer what runs, change everything. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** Roles of accounts: those of people and programs, and that of workers, which may log in as workers only. */
export const ACCOUNT_ROLES = ['worker', ...ROLES] as const;

/** One of {@link ACCOUNT_ROLES}. */
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** Whether a role may do what is for another one. */
export function reaches(has: AccountRole, needed: Role): boolean {
  return ACCOUNT_ROLES.indexOf(has) >= ACCOUNT_ROLES.indexOf(needed);
}

/** Whether a role may log a worker in: who has a worker is given the secrets of its components. */
export function mayBeWorker(role: AccountRole): boolean {
  return role === 'worker' || role === 'admin';
}

/** Who sends a request. */
export interface Caller {
  /** Name that was given to log in; of a token its name. */
  readonly user: string;
  readonly role: Role;
  /** Who it is in logs: what a plug of the socket `identity` says, else `user@address`. */
  readonly identity: string;
  /** Address that the request came from. */
  readonly address: string;
  /** How it logged in. */
  readonly by: 'password' | 'session' | 'token';
  /** Names the session, for one by a session. */
  readonly session?: string;
}
