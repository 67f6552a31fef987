import { afterEach, expect, test } from '@jest/globals';
import type { Behaviour, PropertyValues, Verdict } from '@flumotion/core/plugin';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import { fakeContext } from '../../../test/support/fake-context';
import { guardedStream, statusOf, stopGuarded } from '../../../test/support/guarded-stream';
import { waitUntil } from '../../../test/support/wait-until';
import { bouncer, plug } from '../src';

afterEach(stopGuarded);

const behaviour = bouncer.behaviour as Behaviour;

function values(given: PropertyValues): PropertyValues {
  return { 'deny-default': true, allow: [], deny: [], ...given };
}

async function ask(given: PropertyValues, address: string): Promise<Verdict | undefined> {
  const context = fakeContext(values(given));
  await behaviour.start?.(context);
  return behaviour.authenticate?.(context, { id: '1', address });
}

test('the declarations are sound', () => {
  expect(checkComponent(bouncer)).toEqual([]);
  expect(checkPlug(plug)).toEqual([]);
});

test('a rule that is none is named before anything starts', () => {
  expect(behaviour.check?.(values({ allow: ['10.0.0.0/8', 'home'] }))).toContain(
    'allow "home" is no address',
  );
  expect(behaviour.check?.(values({ allow: ['10.0.0.0/8'] }))).toBeUndefined();
});

const allow = ['10.0.0.0/8'];
const deny = ['10.1.0.0/16'];

// The truth table of Flumotion 0.10, for both defaults; the last column is where the most specific rule decides now.
test.each([
  [true, [], [], '10.1.1.1', false],
  [true, allow, [], '10.1.1.1', true],
  [true, allow, deny, '10.1.1.1', false],
  [true, allow, deny, '10.2.1.1', true],
  [true, [], deny, '192.0.2.1', false],
  [true, allow, allow, '10.1.1.1', false],
  [false, [], [], '10.1.1.1', true],
  [false, [], deny, '10.1.1.1', false],
  [false, [], deny, '192.0.2.1', true],
  [false, allow, allow, '10.1.1.1', true],
  [false, deny, allow, '10.1.1.1', true],
  [false, allow, deny, '10.1.1.1', false],
  [true, [], [], 'unknown', false],
])(
  'deny-default %j, allow %j, deny %j: %s admitted %j',
  async (denies, allowed, denied, address, admitted) => {
    const verdict = await ask({ 'deny-default': denies, allow: allowed, deny: denied }, address);
    expect(verdict?.admitted).toBe(admitted);
    if (!admitted) expect(verdict).toMatchObject({ reason: expect.stringContaining(address) });
  },
);

test('an IPv4 address in IPv6 is that IPv4 address', async () => {
  expect((await ask({ allow }, '::ffff:10.2.3.4'))?.admitted).toBe(true);
});

test('an http-streamer refuses by address with 403, and changed rules drop nobody', async () => {
  const stream = await guardedStream([{ definition: plug, properties: { allow: ['127.0.0.0/8'] } }]);
  const listener = await stream.ask();
  expect(statusOf(listener)).toBe(200);
  stream.set('deny', ['127.0.0.1']);
  const refused = await stream.ask();
  expect(statusOf(refused)).toBe(403);
  expect(refused.head()).not.toContain('WWW-Authenticate');
  await waitUntil('the reason', () => refused.body().includes('is in the block 127.0.0.1/32'));
  await stream.stillServes(listener);
  stream.set('deny', []);
  expect(await stream.status()).toBe(200);
  expect(() => stream.set('deny', ['10.1.2.3/8'])).toThrow('write 10.0.0.0/8');
  expect(stream.plugs[0]?.stats).toEqual({ admitted: 2, refused: 1 });
});

test('who is in is judged again by the rules of now, and not counted again', async () => {
  const context = fakeContext(values({ allow: ['10.0.0.0/8'] }));
  await behaviour.start?.(context);
  const held = { id: '1', address: '10.1.1.1', component: '/flow/streamer', since: 0 };
  expect(await behaviour.review?.(context, held)).toEqual({ admitted: true });
  (context as { properties: PropertyValues }).properties = values({ allow: ['192.0.2.0/24'] });
  await behaviour.changed?.(context, 'allow', ['192.0.2.0/24']);
  expect(await behaviour.review?.(context, held)).toMatchObject({ admitted: false });
  expect(context.stats).toEqual({});
});
