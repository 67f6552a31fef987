import { Logger } from '../../../core/src/log/logger';
import { AccessTokens } from '../../../core/src/manager/access/access-tokens';
import { SESSION_LIMITS, Sessions } from '../../../core/src/manager/access/sessions';
import type { StateStore } from '../../../core/src/manager/state-store';

const log = new Logger(() => undefined, [], 'manager', 'test');

/** A store that keeps nothing on a disk. */
function memory(): StateStore & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    read: (key, schema) =>
      Promise.resolve(kept.has(key) ? schema.parse(JSON.parse(JSON.stringify(kept.get(key)))) : undefined),
    write: (key, value) => {
      kept.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
    journal: () => {
      throw new Error('no journal is kept');
    },
    close: () => Promise.resolve(),
  };
}

const eve = { user: 'eve', identity: 'eve@here', source: 'account' } as const;

describe('a session', () => {
  it('ends without use, not with it, and after its longest time whatever the use', async () => {
    let now = 1_000_000;
    const sessions = await Sessions.load(memory(), log, () => now);
    const { secret } = await sessions.begin(eve);
    const begun = now;
    now += SESSION_LIMITS.idle - 1;
    expect(sessions.find(secret)?.user).toBe('eve');
    while (now + SESSION_LIMITS.idle - 1 < begun + SESSION_LIMITS.longest.account) {
      now += SESSION_LIMITS.idle - 1;
      expect(sessions.find(secret)?.user).toBe('eve');
    }
    now = begun + SESSION_LIMITS.longest.account + 1;
    expect(sessions.find(secret)).toBeUndefined();
    const { secret: idle } = await sessions.begin(eve);
    now += SESSION_LIMITS.idle + 1;
    expect(sessions.find(idle)).toBeUndefined();
  });

  it('of somebody whom the bouncer knows ends after a day', async () => {
    let now = 1_000_000;
    const sessions = await Sessions.load(memory(), log, () => now);
    const { secret } = await sessions.begin({ ...eve, source: 'bouncer' });
    for (let half = 1; half <= 2; half++) {
      now += SESSION_LIMITS.longest.bouncer / 2;
      expect(sessions.find(secret)?.user).toBe('eve');
    }
    now += 1;
    expect(sessions.find(secret)).toBeUndefined();
  });

  it('that was used when the manager ended counts as used for the next one', async () => {
    let now = 1_000_000;
    const store = memory();
    const sessions = await Sessions.load(store, log, () => now);
    const { secret } = await sessions.begin(eve);
    now += SESSION_LIMITS.idle - 1;
    sessions.find(secret);
    await sessions.close();
    now += SESSION_LIMITS.idle - 1;
    const next = await Sessions.load(store, log, () => now);
    expect(next.find(secret)?.user).toBe('eve');
  });

  it('leaves for a newer one of the same user when there are too many, the longest unused first', async () => {
    const sessions = await Sessions.load(memory(), log);
    const first = await sessions.begin(eve);
    const second = await sessions.begin(eve);
    const other = await sessions.begin({ ...eve, user: 'adam' });
    sessions.find(first.secret);
    for (let n = 2; n <= SESSION_LIMITS.ofUser; n++) await sessions.begin(eve);
    expect(sessions.find(second.secret)).toBeUndefined();
    expect(sessions.find(first.secret)).toBeDefined();
    expect(sessions.find(other.secret)).toBeDefined();
  });
});

it('a token is let in until it expires', async () => {
  let now = 1_000_000;
  const tokens = await AccessTokens.load(memory(), log, () => now);
  const { secret } = await tokens.create({ name: 'ci', role: 'viewer', expires: now + 1000 }, 'eve');
  now += 999;
  expect(tokens.find(secret)?.name).toBe('ci');
  now += 1;
  expect(tokens.find(secret)).toBeUndefined();
  expect(tokens.list()).toMatchObject([{ name: 'ci', used: 1_000_999 }]);
});
