import { afterEach, expect, test } from '@jest/globals';
import type { Behaviour } from '@flumotion/core/plugin';
import { fakeContext } from '../../../test/support/fake-context';
import { guardedStream, stopGuarded } from '../../../test/support/guarded-stream';
import { testBouncer, testPlug } from '../src';

afterEach(stopGuarded);

test.each([
  ['sesame', true],
  ['Sesame', false],
  ['sesame ', false],
  ['', false],
  [undefined, false],
])('the token %j: admitted %j', async (token, admitted) => {
  const { authenticate } = testBouncer.behaviour as Behaviour;
  const context = fakeContext({ 'authorized-token': 'sesame' });
  const keycard = { id: '1', address: '::1', ...(token === undefined ? {} : { token }) };
  expect(await authenticate?.(context, keycard)).toMatchObject({ admitted });
});

test('tokentest-bouncer-plug: right, wrong, missing, doubled, and in a header', async () => {
  const properties = { 'authorized-token': 'sésame' };
  const stream = await guardedStream([{ definition: testPlug, properties }]);
  const listener = await stream.ask('/?token=s%C3%A9same');
  expect(await stream.status('/?token=s%C3%A9same')).toBe(200);
  expect(await stream.status('/?token=sesame')).toBe(403);
  expect(await stream.status('/?token=')).toBe(403);
  expect(await stream.status('/')).toBe(403);
  expect(await stream.status('/?token=s%C3%A9same&token=x')).toBe(200);
  expect(await stream.status('/?token=x&token=s%C3%A9same')).toBe(403);
  expect(await stream.status('/', 'Authorization: Bearer word\r\n')).toBe(403);
  expect(stream.rig.context.logged.join('\n')).not.toContain('same');
  stream.set('authorized-token', 'pepper');
  expect(await stream.status('/?token=s%C3%A9same')).toBe(403);
  expect(await stream.status('/', 'Authorization: Bearer pepper\r\n')).toBe(200);
  await stream.stillServes(listener);
});
