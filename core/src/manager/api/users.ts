import { z } from 'zod';
import { FlumotionError } from '../../errors';
import type { AccountRole, Caller } from '../access/roles';
import { accountRoleField, newPassword, timeField, userField } from './access-fields';
import { operation } from './operation';

const accountAnswer = z
  .object({
    user: z.string(),
    role: accountRoleField,
    password: z
      .boolean()
      .describe(
        'Whether it has a password of its own; without one it gives a role to whom the bouncer admits.',
      ),
    created: timeField,
  })
  .meta({ id: 'Account' });

const ofUser = z.object({ user: z.string().describe('Name of the account.') });

/** The manager's own accounts. */
export const userOperations = [
  operation({
    id: 'listUsers',
    method: 'get',
    path: '/users',
    role: 'admin',
    tag: 'access',
    summary: "the manager's own accounts",
    answer: z.array(accountAnswer),
    errors: [],
    run: (_, { accounts }) => accounts.list(),
  }),
  operation({
    id: 'createUser',
    method: 'post',
    path: '/users',
    role: 'admin',
    tag: 'access',
    summary: 'makes an account; without a password it gives a role to somebody whom the bouncer admits',
    body: z.strictObject({ user: userField, role: accountRoleField, password: newPassword.optional() }),
    status: 201,
    answer: accountAnswer,
    errors: ['user-taken', 'own-account', 'too-many', 'state-unwritable'],
    audit: {
      method: 'createUser',
      args: ({ body: { user, role } }) => [user, role],
      what: ({ body }) => body.user,
      state: ({ body }, { accounts }) => accounts.get(body.user),
    },
    run: ({ body, caller }, { accounts }) => {
      keepOwnRole(caller, body.user, body.role);
      return accounts.create(body);
    },
  }),
  operation({
    id: 'getUser',
    method: 'get',
    path: '/users/{user}',
    role: 'admin',
    tag: 'access',
    summary: 'one account',
    params: ofUser,
    answer: accountAnswer,
    errors: ['user-unknown'],
    run: ({ params }, { accounts }) => accounts.get(params.user),
  }),
  operation({
    id: 'changeUser',
    method: 'put',
    path: '/users/{user}',
    role: 'admin',
    tag: 'access',
    summary: 'changes role or password of an account; a new password ends its sessions',
    params: ofUser,
    body: z.strictObject({ role: accountRoleField.optional(), password: newPassword.optional() }),
    answer: accountAnswer,
    errors: ['user-unknown', 'last-admin', 'own-account', 'state-unwritable'],
    audit: {
      method: 'changeUser',
      args: ({ params, body }) => [
        params.user,
        body.role ?? null,
        body.password === undefined ? null : '***',
      ],
      state: ({ params }, { accounts }) => accounts.get(params.user),
    },
    run: async ({ params: { user }, body, caller }, { accounts, sessions }) => {
      if (body.role !== undefined) keepOwnRole(caller, user, body.role);
      const account = await accounts.change(user, body);
      if (body.password !== undefined) await sessions.endOf(user, caller.session);
      return account;
    },
  }),
  operation({
    id: 'deleteUser',
    method: 'delete',
    path: '/users/{user}',
    role: 'admin',
    tag: 'access',
    summary: 'takes an account away, and ends its sessions',
    params: ofUser,
    errors: ['user-unknown', 'last-admin', 'own-account', 'state-unwritable'],
    audit: {
      method: 'deleteUser',
      args: ({ params }) => [params.user],
      state: ({ params }, { accounts }) => accounts.get(params.user),
    },
    run: async ({ params: { user }, caller }, { accounts, sessions }) => {
      if (isOwn(caller, user)) throw FlumotionError.of('own-account', { what: 'anything' });
      await accounts.remove(user);
      await sessions.endOf(user);
    },
  }),
];

/** An administrator stays one: so there is always one who can log in. */
function keepOwnRole(caller: Caller, user: string, role: AccountRole): void {
  if (isOwn(caller, user) && role !== 'admin')
    throw FlumotionError.of('own-account', { what: 'the role admin' }, { details: { field: 'role' } });
}

function isOwn(caller: Caller, user: string): boolean {
  return caller.by !== 'token' && caller.user === user;
}
