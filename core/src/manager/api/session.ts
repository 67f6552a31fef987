import type { TLSSocket } from 'node:tls';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { FlumotionError } from '../../errors';
import type { AccountRole, Role } from '../access/roles';
import { SESSION_LIMITS, type SignedIn } from '../access/sessions';
import { givenPassword, newPassword, roleField, userField } from './access-fields';
import { operation, type Reply } from './operation';
import type { Services } from './services';

const sessionAnswer = z
  .object({
    user: z.string(),
    role: roleField,
    by: z.enum(['password', 'session', 'token']).describe('How the request was let in.'),
  })
  .meta({ id: 'Session' });

/** Signing in and out, and one's own password. */
export const sessionOperations = [
  operation({
    id: 'signIn',
    method: 'post',
    path: '/session',
    role: 'anybody',
    tag: 'access',
    summary: 'signs in: the answer sets the cookie of a session',
    description:
      'A session ends when it was not used for 12 hours, and 30 days after its begin at the latest; after one day where the bouncer of the planet file knew the password.',
    body: z.strictObject({ user: z.string().min(1).max(100), password: givenPassword }),
    answer: sessionAnswer,
    errors: ['not-admitted', 'state-unwritable'],
    audit: { method: 'signIn', user: ({ body }) => body.user, what: ({ body }) => body.user },
    run: async ({ body, address, request, reply }, services) => {
      const verdict = await services.entry.login({ ...body, address, what: 'POST /api/session' });
      if (!verdict.admitted) {
        if (verdict.tooMany) throw FlumotionError.of('too-many-requests', { seconds: 10 });
        throw FlumotionError.of('not-admitted', { reason: verdict.reason });
      }
      const role = roleForPeople(verdict.role);
      const { identity, source } = verdict;
      await beginSession({ user: body.user, identity, source }, request, reply, services);
      return { user: body.user, role, by: 'session' };
    },
  }),
  operation({
    id: 'getSession',
    method: 'get',
    path: '/session',
    role: 'viewer',
    tag: 'access',
    summary: 'who the request comes from, and what it may do',
    answer: sessionAnswer,
    errors: [],
    run: ({ caller: { user, role, by } }) => ({ user, role, by }),
  }),
  operation({
    id: 'signOut',
    method: 'delete',
    path: '/session',
    role: 'viewer',
    tag: 'access',
    summary: 'signs out: the session ends',
    errors: ['state-unwritable'],
    audit: { method: 'signOut', what: ({ caller }) => caller.user },
    run: async ({ caller, reply }, { sessions, gatekeeper }) => {
      if (caller.session === undefined) return;
      await sessions.end(caller.session);
      reply.header('Set-Cookie', `${gatekeeper.cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`);
    },
  }),
  operation({
    id: 'changePassword',
    method: 'put',
    path: '/session/password',
    role: 'viewer',
    tag: 'access',
    summary: "changes one's own password, and ends one's other sessions",
    body: z.strictObject({ old: givenPassword, new: newPassword }),
    errors: ['password-wrong', 'password-elsewhere', 'state-unwritable'],
    audit: {
      method: 'changePassword',
      args: ({ caller }) => [caller.user],
      what: ({ caller }) => caller.user,
    },
    run: async ({ body, caller, address }, { accounts, entry, sessions }) => {
      const { user } = caller;
      const own = caller.by !== 'token' && accounts.list().find((account) => account.user === user);
      if (!own || !own.password)
        throw FlumotionError.of('password-elsewhere', { user: JSON.stringify(user) });
      const login = { user, password: body.old, address, what: 'PUT /api/session/password' };
      const verdict = await entry.login(login);
      if (!verdict.admitted || verdict.source !== 'account')
        throw FlumotionError.of('password-wrong', {}, { details: { field: 'old' } });
      await accounts.change(user, { password: body.new });
      await sessions.endOf(user, caller.session);
    },
  }),
];

const setupAnswer = z.object({
  needed: z.boolean(),
  code: z.boolean().describe('Whether the code is needed from where this request came.'),
});

function setupOf(request: IncomingMessage, { firstRun }: Services): z.infer<typeof setupAnswer> {
  const { needed } = firstRun;
  return { needed, code: needed && firstRun.needsCode(request) };
}

/** First-run set-up: the first account of a manager where nobody could log in. */
export const setupOperations = [
  operation({
    id: 'getSetup',
    method: 'get',
    path: '/setup',
    role: 'anybody',
    tag: 'access',
    summary: 'whether the first account is still to be made, and whether that needs the code from the log',
    answer: setupAnswer,
    errors: [],
    run: ({ request }, services) => setupOf(request, services),
  }),
  operation({
    id: 'getGreeting',
    method: 'get',
    path: '/greeting',
    role: 'anybody',
    tag: 'access',
    summary:
      'what a page begins with: who is signed in, if anybody is, and whether the first account is to be made',
    description:
      'For pages, to which it is no error that nobody is signed in. Only the cookie of a session counts; `GET /session` answers whoever logs in in any way, and refuses others.',
    answer: z.object({
      session: sessionAnswer.nullable().describe('Null when nobody is signed in.'),
      setup: setupAnswer,
    }),
    errors: [],
    run: ({ request }, services) => {
      const caller = services.gatekeeper.signedIn(request);
      return {
        session: caller ? { user: caller.user, role: caller.role, by: caller.by } : null,
        setup: setupOf(request, services),
      };
    },
  }),
  operation({
    id: 'setUp',
    method: 'post',
    path: '/setup',
    role: 'anybody',
    tag: 'access',
    summary: 'makes the first account, an administrator, and signs it in',
    description:
      "From the manager's own machine, by way of localhost; from elsewhere with the code that the manager prints in its log.",
    body: z.strictObject({
      user: userField,
      password: newPassword,
      code: z.string().max(100).optional().describe('The code in the log of the manager.'),
    }),
    status: 201,
    answer: sessionAnswer,
    errors: ['setup-done', 'setup-code-wrong', 'state-unwritable'],
    audit: { method: 'setUp', user: ({ body }) => body.user, what: ({ body }) => body.user },
    run: async ({ body: { code, ...account }, address, request, reply }, services) => {
      const { user, role } = await services.firstRun.make(account, code, request);
      const signedIn = { user, identity: `${user}@${address}`, source: 'account' } as const;
      await beginSession(signedIn, request, reply, services);
      return { user, role, by: 'session' };
    },
  }),
];

function roleForPeople(role: AccountRole): Role {
  if (role !== 'worker') return role;
  throw FlumotionError.of('not-admitted', { reason: 'this account is for workers only' });
}

async function beginSession(
  who: SignedIn,
  request: IncomingMessage,
  reply: Reply,
  { sessions, gatekeeper }: Services,
): Promise<void> {
  const { secret } = await sessions.begin(who);
  const encrypted = (request.socket as Partial<TLSSocket>).encrypted === true;
  const age = Math.floor(SESSION_LIMITS.longest[who.source] / 1000);
  reply.header(
    'Set-Cookie',
    `${gatekeeper.cookie}=${secret}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${encrypted ? '; Secure' : ''}`,
  );
}
