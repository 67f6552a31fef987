import { connectionKey, feedRates, figuresOf, planetOf, withEvent } from '../app/api/live-model';
import type { ComponentState, PlanetState } from '../app/api/types';

function component(id: string, over: Partial<ComponentState> = {}): ComponentState {
  const [, flow = '', name = ''] = id.split('/');
  return {
    ...{ id, flow, name, type: 'theora-encoder', worker: 'studio', wanted: 'running', mood: 'happy' },
    ...{ messages: [], properties: {}, plugs: [], eaters: [], feeders: [], stats: { frames: 3 } },
    ...over,
  };
}

function state(...components: readonly ComponentState[]): PlanetState {
  const flows = [...new Set(components.map(({ flow }) => flow))];
  return {
    name: 'p',
    version: '1.0.0',
    flows: flows.map((name) => ({ name, components: components.filter(({ flow }) => flow === name) })),
    workers: [{ name: 'studio', online: true, address: '::1', hostname: 'h', feederPorts: [], packages: [] }],
    plugs: [],
  };
}

const planet = planetOf(state(component('/a/one'), component('/a/two')));

test('a component that changes replaces the one before, in its place', () => {
  const after = withEvent(planet, { type: 'component', data: component('/a/one', { mood: 'sad' }) });
  expect(Object.keys(after.components)).toEqual(['/a/one', '/a/two']);
  expect(after.components['/a/one']?.mood).toBe('sad');
  expect(planet.components['/a/one']?.mood).toBe('happy');
});

test('a component of a new flow brings the flow', () => {
  const after = withEvent(planet, { type: 'component', data: component('/b/three') });
  expect(after.flows).toEqual(['a', 'b']);
});

test('a flow is gone with its last component, and is not there without any', () => {
  const two = planetOf(state(component('/a/one'), component('/b/two')));
  const after = withEvent(two, { type: 'component-removed', data: { id: '/a/one' } });
  expect(after.flows).toEqual(['b']);
  for (const data of [{ name: 'a' }, { name: 'empty', etag: '"1"' }])
    expect(withEvent(after, { type: 'flow', data }).flows).toEqual(['b']);
});

test('what is removed is gone', () => {
  const without = withEvent(planet, { type: 'component-removed', data: { id: '/a/one' } });
  expect(Object.keys(without.components)).toEqual(['/a/two']);
  expect(withEvent(planet, { type: 'worker-removed', data: { name: 'studio' } }).workers).toEqual({});
});

test('events of other things leave the planet as it is', () => {
  expect(withEvent(planet, { type: 'audit', data: {} })).toBe(planet);
});

test('figures are those in the answer', () => {
  expect(figuresOf(state(component('/a/one', { cpu: 0.5 })))).toEqual({
    '/a/one': { cpu: 0.5, stats: { frames: 3 } },
  });
});

describe('rates between two answers', () => {
  const eaten = (bytes: number): ReturnType<typeof planetOf> => {
    const client = { client: '/a/two:default', connected: true, since: 0, bytes, dropped: 2, reconnects: 0 };
    return planetOf(
      state(component('/a/one', { feeders: [{ feeder: 'default', clients: [client], refused: 0 }] })),
    );
  };
  const key = connectionKey('/a/one:default', '/a/two:default');

  test('are what was sent more, by the second', () => {
    expect(feedRates(eaten(1000), eaten(5000), 2)[key]).toMatchObject({ bytesPerSecond: 2000, dropped: 2 });
  });

  test('are nothing at first, and after the count began anew', () => {
    expect(feedRates(undefined, eaten(5000), 2)[key]?.bytesPerSecond).toBe(0);
    expect(feedRates(eaten(5000), eaten(10), 2)[key]?.bytesPerSecond).toBe(0);
  });
});
