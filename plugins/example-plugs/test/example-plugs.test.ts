import { expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import plugs, { component, identity, manager, streamData } from '../src';

test.each(plugs.map((plug) => [plug.spec.type, plug] as const))('%s is declared soundly', (_, plug) => {
  expect(checkPlug(plug)).toEqual([]);
});

test('component-example and manager-example say that they start and stop', async () => {
  const one = await runPlug(component, {}, { component: { type: 'ogg-muxer', kind: 'muxer' } });
  await one.stop();
  expect(one.log.join('\n')).toMatch(/a ogg-muxer starts[^]*a ogg-muxer stops/);
  const two = await runPlug(manager, {}, { manager: 'club', components: () => [{}, {}] });
  await two.stop();
  expect(two.log.join('\n')).toMatch(/manager club starts with 2 components[^]*manager club stops/);
});

test('identityprovider-example makes a name up', async () => {
  const plug = await runPlug(identity);
  expect(plug.ask('identify', { id: '1', user: 'anna', address: '::1' })).toMatch(/^anna-\d{4}$/);
});

test('streamdataprovider-example puts its description in the place of that of the component, and can be changed', async () => {
  const plug = await runPlug(streamData, { description: 'News' });
  const own = { protocol: 'HTTP', description: 'Flumotion Stream', url: 'http://host/' };
  expect(plug.ask('streamData', own)).toEqual({ ...own, description: 'News' });
  plug.set('description', 'Weather');
  expect(plug.ask('streamData', own)).toMatchObject({ description: 'Weather' });
});
