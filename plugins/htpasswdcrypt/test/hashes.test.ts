import { describe, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { hashSync } from 'bcrypt';
import { HASHINGS } from '../src/hashes';
import { HTPASSWD, parseUsers, SALTED } from '../src/users';
import { verify } from '../src/verify';

/** Passwords that implementations differ over: empty, not ASCII, of more than one block, of whole blocks. */
const PASSWORDS = [
  'test',
  '',
  'sécret ✓',
  'a-password-that-is-much-longer-than-sixteen-bytes',
  '32'.repeat(16),
  '64'.repeat(32),
];

function openssl(option: string, salt: string, password: string): string {
  return execFileSync('openssl', ['passwd', option, '-salt', salt, '-stdin'], { input: `${password}\n` })
    .toString()
    .trim();
}

describe.each([
  ['bcrypt', (password: string) => hashSync(password, 4)],
  ['bcrypt as Apache writes it', (password: string) => hashSync(password, 4).replace('$2b$', '$2y$')],
  ['apr1', (password: string) => openssl('-apr1', '8sFt66rZ', password)],
  ['apr1 with a short salt', (password: string) => openssl('-apr1', 'x', password)],
  ['MD5 crypt', (password: string) => openssl('-1', 'abcdefgh', password)],
  ['SHA-1', (password: string) => `{SHA}${createHash('sha1').update(password).digest('base64')}`],
])('%s', (_, hash) => {
  test.each(PASSWORDS)('the password %j', async (password) => {
    const { users, problems } = parseUsers(`ann:${hash(password)}`, HTPASSWD);
    expect(problems).toEqual([]);
    expect(await verify(users, 'ann', password)).toBe(true);
    expect(await verify(users, 'ann', `${password}x`)).toBe(false);
    expect(await verify(users, 'eve', password)).toBe(false);
  });
});

describe.each([
  ['SHA-512', (password: string) => openssl('-6', 'saltstring', password)],
  ['SHA-512 with the longest salt', (password: string) => openssl('-6', './0123456789ABCD', password)],
  ['SHA-256', (password: string) => openssl('-5', 'x', password)],
  ['SHA-256 with few rounds', (password: string) => openssl('-5', 'rounds=1000$abcdefgh', password)],
])('%s', (_, hash) => {
  // openssl makes none of an empty password.
  test.each(PASSWORDS.filter((password) => password !== ''))('the password %j', async (password) => {
    const { users, problems } = parseUsers(`ann:${hash(password)}`, HTPASSWD);
    expect(problems).toEqual([]);
    expect(await verify(users, 'ann', password)).toBe(true);
    expect(await verify(users, 'ann', `${password}x`)).toBe(false);
  });
});

test('lines that htpasswd, openssl and crypt wrote', async () => {
  const { users } = parseUsers(
    [
      'md5:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/',
      'sha:{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=',
      'crypt:PSfNpHTkpTx1M',
      'sha512:$6$rounds=1400$anotherlongsalts$5FGyu8c4BZDX4wJgs0Un26YOw2XibT5eTkHF1I1aP3QqStoJI9BHD2YPJYsAjEePVGUyBjdZxcNqMWlrrbIOC.',
      'none:$6$x$QSmr1Bx2g4O6BzKvdkgOcyU6H91X6I/XBv5pSalMhSPkwdH6Beo3F455xZJg0v//bxVK5F4OE5k1.0xuR26MK0',
      'neither:$5$x$yHbtfs4Y8t6X1xcJemNX.4JQRfUTafA2qQenWGLBee2',
    ].join('\n'),
    HTPASSWD,
  );
  expect(await verify(users, 'md5', 'myPassword')).toBe(true);
  expect(await verify(users, 'sha', 'myPassword')).toBe(true);
  expect(await verify(users, 'crypt', 'test')).toBe(true);
  expect(await verify(users, 'sha512', 'Hello world!')).toBe(true);
  expect(await verify(users, 'none', '')).toBe(true);
  expect(await verify(users, 'neither', '')).toBe(true);
});

test('saltsha256-bouncer: the hash of salt and password, in small or capital digits', async () => {
  const digest = createHash('sha256').update('pepperéa').digest('hex');
  const { users, problems } = parseUsers(
    `ann:pepper:${digest}\nbob:pepper:${digest.toUpperCase()}:more\neve::${digest}\nbad:${digest}\nworse:x:${digest}00`,
    SALTED,
  );
  expect(await verify(users, 'ann', 'éa')).toBe(true);
  expect(await verify(users, 'ann', 'ea')).toBe(false);
  expect(await verify(users, 'bob', 'éa')).toBe(true);
  expect(await verify(users, 'eve', 'pepperéa')).toBe(true);
  expect(problems).toEqual([
    'line 4: the hash of user bad is not a salt and 64 hexadecimal digits of SHA-256',
    'line 5: the hash of user worse is not a salt and 64 hexadecimal digits of SHA-256',
  ]);
});

test.each([
  '$apr1$toolongsalt$HqJZimcKQFAMYayBlzkrA/',
  '$apr1$r31.....$HqJZimcKQFAMYayBlzkrA',
  '$5$rounds=5000$x$y',
  `$5$rounds=1000000$x$${'a'.repeat(43)}`,
  `$5$x$${'a'.repeat(86)}`,
  `$6$x$${'a'.repeat(43)}`,
  '{SSHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=',
  '{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE',
  'plain-password',
  '',
])('the hash %j is not taken for another', (hash) => {
  expect(parseUsers(`ann:${hash}`, HTPASSWD).users.size).toBe(0);
});

test('a password longer than what is read is refused, not cut', async () => {
  const longest = 'p'.repeat(1024);
  const digest = createHash('sha1').update(longest).digest('base64');
  const { users } = parseUsers(`ann:{SHA}${digest}`, HTPASSWD);
  expect(await verify(users, 'ann', longest)).toBe(true);
  expect(await verify(users, 'ann', `${longest}p`)).toBe(false);
});

test('an unknown name is compared with a hash of the list, always the same one', async () => {
  const { users } = parseUsers(
    Array.from({ length: 20 }, (_, index) => `user${index}:{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=`).join('\n'),
    HTPASSWD,
  );
  const matches = jest.spyOn(HASHINGS.sha1, 'matches');
  // The password is right for the hash that stands in, and yet nobody of this name is admitted.
  expect(await verify(users, 'eve', 'myPassword')).toBe(false);
  expect(await verify(users, 'eve', 'myPassword')).toBe(false);
  expect(matches.mock.calls.map(([, hash]) => hash)).toHaveLength(2);
  expect(matches.mock.calls[0]).toEqual(matches.mock.calls[1]);
  matches.mockRestore();
});
