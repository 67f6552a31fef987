import { afterEach, expect, test } from '@jest/globals';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import type { Behaviour } from '@flumotion/core/plugin';
import { fakeContext } from '../../../test/support/fake-context';
import { guardedStream, stopGuarded } from '../../../test/support/guarded-stream';
import { bouncer, plug } from '../src';

afterEach(stopGuarded);

test('the declarations are sound', () => {
  expect(checkComponent(bouncer)).toEqual([]);
  expect(checkPlug(plug)).toEqual([]);
});

test('everybody is admitted', async () => {
  const { authenticate } = bouncer.behaviour as Behaviour;
  expect(await authenticate?.(fakeContext({}), { id: '1', address: '192.0.2.1' })).toEqual({
    admitted: true,
  });
});

test('an http-streamer with bouncer-trivial-plug is open, whatever bouncer it names', async () => {
  const stream = await guardedStream([{ definition: plug }], { bouncer: 'members' });
  expect(await stream.status()).toBe(200);
  expect(stream.rig.context.said).toMatchObject([{ level: 'warning', id: 'bouncer-not-asked' }]);
});
