import { hideSecrets, keepSecrets, partners } from '../../../core/src/manager/edit/secrets';
import type { PropertySpecs } from '../../../core/src/plugin';

const description = 'For tests.';
const password = { type: 'string', secret: true, description } as const;
const specs: PropertySpecs = {
  user: { type: 'string', description },
  password,
  login: { type: 'compound', description, properties: { user: { type: 'string', description }, password } },
  logins: {
    type: 'compound',
    multiple: true,
    description,
    properties: { user: { type: 'string', description }, password },
  },
};
const stored = {
  user: 'ann',
  password: 'a',
  login: { user: 'bob', password: 'b' },
  logins: [{ user: 'cid', password: 'c' }, { user: 'dan', password: 'd' }, { user: 'eve' }],
};

it('takes secret values away at any depth and names them', () => {
  expect(hideSecrets(specs, stored)).toEqual({
    values: {
      user: 'ann',
      login: { user: 'bob' },
      logins: [{ user: 'cid' }, { user: 'dan' }, { user: 'eve' }],
    },
    secrets: ['password', 'login.password', 'logins.0.password', 'logins.1.password'],
  });
  expect(hideSecrets(specs, { constructor: 'x' })).toEqual({ values: {}, secrets: [] });
});

describe('a secret value that is left out', () => {
  const kept = (given: Record<string, unknown>): Record<string, unknown> => keepSecrets(specs, given, stored);

  it('is kept, also inside blocks', () => {
    expect(kept(hideSecrets(specs, stored).values)).toEqual(stored);
  });

  it('goes away with null, and when another is given', () => {
    expect(kept({ user: null, password: null, login: { user: 'bob', password: 'x' } })).toEqual({
      login: { user: 'bob', password: 'x' },
    });
  });

  it('follows its block when blocks before it are taken away or turned round', () => {
    expect(kept({ logins: [{ user: 'dan' }] })['logins']).toEqual([{ user: 'dan', password: 'd' }]);
    expect(kept({ logins: [{ user: 'eve' }, { user: 'dan' }, { user: 'cid' }] })['logins']).toEqual([
      { user: 'eve' },
      { user: 'dan', password: 'd' },
      { user: 'cid', password: 'c' },
    ]);
  });

  it('stays with its place when the block there is changed, and goes to no other block', () => {
    expect(kept({ logins: [{ user: 'cid' }, { user: 'new' }, { user: 'eve' }] })['logins']).toEqual([
      { user: 'cid', password: 'c' },
      { user: 'new', password: 'd' },
      { user: 'eve' },
    ]);
    expect(kept({ logins: [{ user: 'new' }] })['logins']).toEqual([{ user: 'new' }]);
  });

  it('does not make something of what has the wrong form', () => {
    expect(kept({ login: 'x', logins: 'y' })).toEqual({ login: 'x', logins: 'y', password: 'a' });
    expect(kept({ logins: ['x', null, 3] })['logins']).toEqual(['x', null, 3]);
  });
});

it('finds the partner of each thing once', () => {
  const same = (a: string, b: string): boolean => a === b;
  expect(partners(['x', 'x'], ['x', 'y'], same)).toEqual(['x', 'y']);
  expect(partners(['x'], ['y', 'z'], same)).toEqual([undefined]);
});
