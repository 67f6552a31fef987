import { defineComponent, type Context, type PropertiesOf, type Verdict } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { UserSource } from './user-source';
import { verify } from './verify';

type Properties = PropertiesOf<typeof declaration>;

const sources = new WeakMap<object, UserSource>();

function sourceOf(context: Context<Properties>): UserSource {
  const { filename, data } = context.properties;
  const known = sources.get(context);
  if (known) return known;
  const source = new UserSource(filename, data, (problems) => {
    for (const problem of problems) context.log.warn(`${filename ?? 'user data'}: ${problem}`);
  });
  sources.set(context, source);
  return source;
}

const warned = new WeakMap<object, Set<string>>();

/** Programs log in again with each request: one line for each weak hash is enough. */
function warnOnce(context: Context<Properties>, hash: string, name: string): void {
  const hashes = warned.get(context) ?? new Set();
  warned.set(context, hashes);
  if (hashes.has(hash)) return;
  hashes.add(hash);
  context.log.warn(`user ${name} logged in with a weak hash (traditional crypt)`);
}

/** Bouncer over a htpasswd list. */
export default defineComponent(declaration, {
  check: ({ filename, data }) =>
    (filename === undefined) === (data === undefined) ? 'give either filename or data' : undefined,

  async start(context) {
    const { users } = await sourceOf(context).read();
    const old = [...users.values()].filter((user) => user.kind === 'crypt').map((user) => user.name);
    if (users.size === 0) context.log.warn('the user list is empty: nobody is admitted');
    if (old.length === 0) return;
    context.message({
      level: 'warning',
      id: 'legacy-hash',
      text: `weak password hash (traditional crypt) for: ${old.slice(0, 10).join(', ')}`,
      advice: 'make a new one with: htpasswd -nbB USER PASSWORD',
    });
  },

  async authenticate(context, keycard): Promise<Verdict> {
    const { user: name = '', password = '' } = keycard;
    const { users } = await sourceOf(context).read();
    const user = users.get(name);
    if (await verify(user, password)) {
      context.count('admitted');
      if (user?.kind === 'crypt') warnOnce(context, user.hash, name);
      return { admitted: true };
    }
    context.count('refused');
    return { admitted: false, reason: 'wrong user or password' };
  },
});
