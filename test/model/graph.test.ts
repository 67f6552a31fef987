import { clockMaster, findCycle, links, offers } from '../../core/src/model/graph';
import type { ComponentConfig } from '../../core/src/model/planet';

function config(
  name: string,
  eats: readonly string[] = [],
  other: Partial<ComponentConfig> = {},
): ComponentConfig {
  const eaters = { default: eats.map((feed, at) => ({ feed, alias: `in-${at}` })) };
  return { name, type: 'thing', worker: 'w', eaters, properties: {}, plugs: [], virtualFeeds: {}, ...other };
}

const feedersOf = (): readonly string[] => ['default', 'extra'];

describe('offers', () => {
  it('names every feeder, and virtual feeds after real ones in planet order', () => {
    const one = config('one', [], { virtualFeeds: { 'video:default': 'extra' } });
    const two = config('two', [], { virtualFeeds: { video: 'default' } });
    const found = offers([one, two], feedersOf);
    expect([...found.keys()]).toEqual([
      'one:default',
      'one:extra',
      'video:default',
      'two:default',
      'two:extra',
    ]);
    expect(found.get('video:default')).toEqual([
      { component: 'one', feeder: 'extra', virtual: true },
      { component: 'two', feeder: 'default', virtual: true },
    ]);
  });
});

describe('links', () => {
  it('names the feeder that a file leaves out', () => {
    expect(links([config('b', ['a', 'c:extra'])])).toEqual([
      { component: 'b', eater: 'default', alias: 'in-0', feed: 'a:default' },
      { component: 'b', eater: 'default', alias: 'in-1', feed: 'c:extra' },
    ]);
  });
});

describe('cycles', () => {
  it('finds none in a diamond', () => {
    const flow = [config('a'), config('b', ['a']), config('c', ['a']), config('d', ['b', 'c'])];
    expect(findCycle(flow, feedersOf)).toBeUndefined();
  });

  it('names a circle in the direction of the media', () => {
    const flow = [config('start'), config('a', ['start', 'c']), config('b', ['a']), config('c', ['b'])];
    expect(findCycle(flow, feedersOf)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('finds a component that eats itself', () => {
    expect(findCycle([config('a', ['a'])], feedersOf)).toEqual(['a', 'a']);
  });

  it('finds a circle through a virtual feed', () => {
    const flow = [config('a', ['v']), config('b', ['a'], { virtualFeeds: { 'v:default': 'default' } })];
    expect(findCycle(flow, feedersOf)).toEqual(['a', 'b', 'a']);
  });
});

describe('clock master', () => {
  const candidate = (name: string, priority?: number, marked = false) => ({
    config: config(name, [], marked ? { clockMaster: true } : {}),
    priority,
  });

  it.each([
    ['nobody when nobody follows a clock', [candidate('a'), candidate('b', undefined, true)], undefined],
    ['the highest priority', [candidate('a', 100), candidate('b', 170), candidate('c', 110)], 'b'],
    ['the first of equals', [candidate('a', 100), candidate('b', 100)], 'a'],
    ['the marked one before a higher priority', [candidate('a', 170), candidate('b', 0, true)], 'b'],
    [
      'the marked one although it follows no clock itself',
      [candidate('a', 170), candidate('b', undefined, true)],
      'b',
    ],
  ])('%s', (_, candidates, name) => {
    expect(clockMaster(candidates)?.name).toBe(name);
  });
});
