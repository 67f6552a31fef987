import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcrypt';
import type { Behaviour, Keycard } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { htpasswdBouncer as bouncer } from '../src';
import { HTPASSWD, parseUsers } from '../src/users';

const behaviour = bouncer.behaviour as Behaviour;

type BouncerContext = FakeContext<Record<string, string>> & {
  warned: string[];
  counts: Record<string, number>;
};

function context(properties: Record<string, string>): BouncerContext {
  const fake = fakeContext(properties, 'bouncer');
  const warned: string[] = [];
  const counts: Record<string, number> = {};
  return {
    ...fake,
    warned,
    counts,
    log: { ...fake.log, warn: (text) => warned.push(text) },
    count: (name) => (counts[name] = (counts[name] ?? 0) + 1),
  };
}

const card = (user: string, password: string): Keycard => ({ id: '1', address: '127.0.0.1', user, password });

test('the declaration is sound', () => {
  expect(checkComponent(bouncer)).toEqual([]);
});

test.each([
  ['neither', {}, 'give either filename or data'],
  ['both', { filename: 'f', data: 'd' }, 'give either filename or data'],
  ['data', { data: 'd' }, undefined],
])('check: %s', (_, properties, complaint) => {
  expect(behaviour.check?.(properties)).toBe(complaint);
});

describe('with a bcrypt hash', () => {
  const data = `ann:${hashSync('secret', 4)}\nbob:${hashSync('x', 4).replace('$2b$', '$2y$')}\n`;

  test.each([
    ['ann', 'secret', true],
    ['ann', 'Secret', false],
    ['ann', '', false],
    ['bob', 'x', true],
    ['eve', 'secret', false],
    ['', '', false],
    ['__proto__', 'x', false],
  ])('user %j with password %j: %j', async (user, password, admitted) => {
    const verdict = await behaviour.authenticate?.(context({ data }), card(user, password));
    expect(verdict?.admitted).toBe(admitted);
  });

  test('a password longer than bcrypt reads is refused, not cut', async () => {
    const long = 'p'.repeat(72);
    const own = context({ data: `ann:${hashSync(long, 4)}` });
    expect((await behaviour.authenticate?.(own, card('ann', long)))?.admitted).toBe(true);
    expect((await behaviour.authenticate?.(own, card('ann', `${long}x`)))?.admitted).toBe(false);
    expect(own.counts).toEqual({ admitted: 1, refused: 1 });
  });
});

test('the crypt hash of the original sample planet logs in, with a warning', async () => {
  const own = context({ data: 'user:PSfNpHTkpTx1M' });
  await behaviour.start?.(own);
  expect(own.said.map((message) => message.id)).toEqual(['legacy-hash']);
  expect((await behaviour.authenticate?.(own, card('user', 'test')))?.admitted).toBe(true);
  expect(own.warned.join()).toContain('weak hash');
  expect((await behaviour.authenticate?.(own, card('user', 'tess')))?.admitted).toBe(false);
});

test('a changed file counts at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'htpasswd-'));
  try {
    const filename = join(folder, 'users');
    writeFileSync(filename, `ann:${hashSync('one', 4)}\n`);
    const own = context({ filename });
    expect((await behaviour.authenticate?.(own, card('ann', 'one')))?.admitted).toBe(true);
    writeFileSync(filename, `# changed\nann:${hashSync('two', 4)}\n`);
    expect((await behaviour.authenticate?.(own, card('ann', 'one')))?.admitted).toBe(false);
    expect((await behaviour.authenticate?.(own, card('ann', 'two')))?.admitted).toBe(true);
    rmSync(filename);
    await expect(behaviour.authenticate?.(own, card('ann', 'two'))).rejects.toThrow('users');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('lines that cannot be read are named', () => {
  const { users, problems } = parseUsers(
    '# comment\n\nann:short\n:x\nbob:PSfNpHTkpTx1M:gecos\nbob:PSfNpHTkpTx1M',
    HTPASSWD,
  );
  expect([...users.keys()]).toEqual(['bob']);
  expect(problems).toEqual([
    'line 3: the hash of user ann is neither bcrypt nor SHA-512, SHA-256 ($6$, $5$), MD5 (apr1), SHA-1 or crypt',
    'line 4: expected user:hash',
    'line 6: user bob stands there twice; the first line counts',
  ]);
});

test('who is in may stay while the list has the name, and while it cannot be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'users-'));
  const filename = join(folder, 'users');
  writeFileSync(filename, `ann:${hashSync('secret', 4)}\n`);
  const fake = context({ filename });
  await behaviour.start?.(fake);
  const review = async (user?: string): Promise<unknown> =>
    behaviour.review?.(fake, {
      id: '1',
      address: '::1',
      component: '/flow/streamer',
      since: 0,
      ...(user === undefined ? {} : { user }),
    });
  expect(await review('ann')).toEqual({ admitted: true });
  expect(await review()).toEqual({ admitted: true });
  writeFileSync(filename, `bob:${hashSync('another', 4)}\n`);
  expect(await review('ann')).toEqual({
    admitted: false,
    reason: 'this user is not in the list any more',
  });
  rmSync(folder, { recursive: true });
  await expect(review('ann')).rejects.toThrow('ENOENT');
  expect(fake.counts).toEqual({});
});
