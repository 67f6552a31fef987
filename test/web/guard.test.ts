import { afterEach, expect, test } from '@jest/globals';
import { definePlug, type Keycard, type Verdict } from '@flumotion/core/plugin';
import { guardedStream, statusOf, stopGuarded, type Guarding } from '../support/guarded-stream';
import { waitUntil } from '../support/wait-until';

afterEach(stopGuarded);

type Judge = (keycard: Keycard) => Verdict | Promise<Verdict>;

function guard(socket: 'bouncer' | 'bouncer-algorithm', judge: Judge): Guarding {
  const definition = definePlug(
    { type: `test-${socket}`, socket, description: 'For tests.' },
    { authenticate: (_: unknown, keycard: Keycard) => judge(keycard) },
  );
  return { definition };
}

const admits = (duration?: number): Verdict => ({
  admitted: true,
  ...(duration === undefined ? {} : { duration }),
});
const refuses = (reason: string, login?: boolean): Verdict => ({
  admitted: false,
  reason,
  ...(login === undefined ? {} : { login }),
});

test('a plug in the socket bouncer decides, and is told the arguments of the URL', async () => {
  const cards: Keycard[] = [];
  const stream = await guardedStream([
    guard('bouncer', (keycard) => {
      cards.push(keycard);
      return keycard.arguments?.['key'] === 'right' ? admits() : refuses('wrong key');
    }),
  ]);
  expect(await stream.status('/?key=right&key=wrong&__proto__=x&after=')).toBe(200);
  expect(await stream.status('/?key=wrong')).toBe(403);
  expect(await stream.status('/')).toBe(403);
  expect(Object.entries(cards[0]?.arguments ?? {})).toEqual([
    ['key', 'right'],
    ['__proto__', 'x'],
    ['after', ''],
  ]);
  expect(cards[2]).not.toHaveProperty('arguments');
});

test.each([
  [true, 401],
  [false, 403],
  [undefined, 403],
])('a refusal with login %j is a %i, with the reason in words', async (login, expected) => {
  const stream = await guardedStream([guard('bouncer', () => refuses('not tonight, Zoë\r\n', login))], {
    domain: 'Club',
  });
  const client = await stream.ask();
  expect(statusOf(client)).toBe(expected);
  expect(client.head().includes('WWW-Authenticate: Basic realm="Club"')).toBe(expected === 401);
  await waitUntil('the end', client.closed);
  expect(client.body().toString()).toContain('not tonight, Zo???');
  expect(stream.rig.context.logged.join('\n')).toContain('not tonight');
});

test('without a plug that combines them, all algorithms have to admit, for as long as the least of them says', async () => {
  let second: Verdict = refuses('second says no');
  const stream = await guardedStream([
    guard('bouncer-algorithm', () => admits(0.5)),
    guard('bouncer-algorithm', () => second),
  ]);
  expect(await stream.status()).toBe(403);
  second = admits(600);
  const client = await stream.ask();
  expect(statusOf(client)).toBe(200);
  await waitUntil('its time to be up', client.closed, 20_000);
  expect(stream.rig.context.stats['left-expired']).toBe(1);
});

test.each([
  [false, 503],
  [true, 200],
])('a plug that fails, and allow-default %j: %i', async (allow, expected) => {
  const fails = guard('bouncer', () => {
    throw new Error('broken');
  });
  const stream = await guardedStream([fails], { 'allow-default': allow });
  expect(await stream.status()).toBe(expected);
  expect(stream.rig.context.logged.join('\n')).toContain('the plug test-bouncer gave no answer');
});

test('a plug that takes too long is decided by allow-default, and listeners are served meanwhile', async () => {
  let slow = false;
  const never = guard('bouncer', () => (slow ? new Promise<Verdict>(() => undefined) : admits()));
  const stream = await guardedStream([never], { 'allow-default': false });
  const listener = await stream.ask();
  slow = true;
  const waiting = stream.status();
  await stream.stillServes(listener);
  expect(await waiting).toBe(503);
});

test('several plugs that decide are refused', async () => {
  const two = [guard('bouncer', () => admits()), guard('bouncer', () => refuses('no'))];
  await expect(guardedStream(two)).rejects.toThrow('2 plugs that decide who is let in');
});
