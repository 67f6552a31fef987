import type { Judgement, PlugBase } from '@flumotion/core/plugin';
import type { Properties } from './declaration';
import { HASHINGS } from './hashes';
import { UserSource } from './user-source';
import type { ListFormat, UserList } from './users';
import { verify } from './verify';

type Context = PlugBase<Properties>;

/** Passwords that are compared at a time; hashing takes processor time, and whoever guesses wants much of it. */
const MOST_AT_ONCE = 64;
/** Id of the message about a list that cannot be read. */
const LIST_MESSAGE = 'user-list';
/** Id of the message about hashes that resist guessing badly. */
const WEAK_MESSAGE = 'legacy-hash';

interface Work {
  readonly source: UserSource;
  /** Weak hashes that were named in the log already. */
  readonly warned: Set<string>;
  comparing: number;
  /** The list could not be read at the start. */
  missing: boolean;
}

/**
 * Judges names and passwords by a list. What both bouncers and plugs do.
 * @param missing - what a list that cannot be read at the start does: `throw`, or `warn` and go on without it, so that
 *   the component around a plug does its work and its policy decides.
 */
export function judgeBy(format: ListFormat, missing: 'throw' | 'warn'): Judgement<Properties> {
  const works = new WeakMap<object, Work>();

  const workOf = (context: Context): Work => {
    const { filename, data } = context.properties;
    let work = works.get(context);
    if (!work) {
      const source = new UserSource(filename, data, format, (problems) => {
        for (const problem of problems) context.log.warn(`${filename ?? 'user data'}: ${problem}`);
      });
      works.set(context, (work = { source, warned: new Set(), comparing: 0, missing: false }));
    }
    return work;
  };

  const listOf = async (context: Context, work: Work): Promise<UserList> => {
    const list = await work.source.read();
    if (work.missing) context.clear(LIST_MESSAGE);
    work.missing = false;
    return list;
  };

  return {
    check: ({ filename, data }) =>
      (filename === undefined) === (data === undefined) ? 'give either filename or data' : undefined,

    async start(context) {
      const work = workOf(context);
      try {
        warnOfList(context, await listOf(context, work));
      } catch (error) {
        if (missing === 'throw') throw error;
        work.missing = true;
        context.message({
          level: 'error',
          id: LIST_MESSAGE,
          text: `nobody can be judged: ${error instanceof Error ? error.message : String(error)}`,
          advice: 'put the file there; it is read with the next login',
        });
      }
    },

    changed(context) {
      works.delete(context);
      context.clear(LIST_MESSAGE);
      context.clear(WEAK_MESSAGE);
    },

    async authenticate(context, { user: name, password = '' }) {
      const work = workOf(context);
      if (work.comparing >= MOST_AT_ONCE) {
        context.count('refused');
        return { admitted: false, reason: 'too many logins at once; try again in a moment' };
      }
      work.comparing++;
      try {
        const { users } = await listOf(context, work);
        if (name !== undefined && (await verify(users, name, password))) {
          context.count('admitted');
          warnOnce(context, work, users.get(name));
          return { admitted: true };
        }
      } finally {
        work.comparing--;
      }
      context.count('refused');
      const reason = name === undefined ? 'a name and password are needed' : 'wrong user or password';
      return { admitted: false, reason, login: true };
    },

    async review(context, { user }) {
      const { users } = await listOf(context, workOf(context));
      if (user === undefined || users.has(user)) return { admitted: true };
      return { admitted: false, reason: 'this user is not in the list any more' };
    },
  };
}

function warnOfList(context: Context, { users }: UserList): void {
  if (users.size === 0) context.log.warn('the user list is empty: nobody is admitted');
  const weak = [...users.values()].filter(({ kind }) => HASHINGS[kind].weak !== undefined);
  if (weak.length === 0) return;
  const kinds = [...new Set(weak.map(({ kind }) => HASHINGS[kind].weak))].join(', ');
  const names = weak.slice(0, 10).map(({ name }) => name);
  context.message({
    level: 'warning',
    id: WEAK_MESSAGE,
    text: `weak password hash (${kinds}) for: ${names.join(', ')}`,
    advice: 'make a new one with: htpasswd -nbB USER PASSWORD',
  });
}

/** Programs log in again with each request: one line for each weak hash is enough. */
function warnOnce({ log }: Context, { warned }: Work, user: ReturnType<UserList['users']['get']>): void {
  const weak = user && HASHINGS[user.kind].weak;
  if (weak === undefined || warned.has(user?.hash ?? '')) return;
  warned.add(user?.hash ?? '');
  log.warn(`user ${user?.name ?? ''} logged in with a weak hash (${weak})`);
}
