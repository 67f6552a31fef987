import { expect, test } from '@jest/globals';
import { parseServer, Selector } from '../src/upstream/selector';

const SERVERS = [
  { hostname: 'a', port: 80, priority: 1 },
  { hostname: 'b', port: 80, priority: 1 },
  { hostname: 'spare', port: 3128, priority: 5 },
];

const hosts = async (selector: Selector): Promise<string[]> =>
  (await selector.order()).map(({ host }) => host);

test('by priority, by chance among those of the same', async () => {
  const selector = new Selector(SERVERS, 60, async (name) => [`${name}1`, `${name}2`]);
  const firsts = new Set<string | undefined>();
  for (let round = 0; round < 200; round++) {
    const order = await hosts(selector);
    firsts.add(order[0]);
    expect(order.slice(4).sort()).toEqual(['spare1', 'spare2']);
  }
  expect([...firsts].sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
});

test('what failed comes last for a while', async () => {
  let now = 0;
  const selector = new Selector(
    SERVERS,
    60,
    async (name) => [name],
    () => now,
  );
  await selector.order();
  selector.failed({ host: 'a', port: 80 });
  selector.failed({ host: 'b', port: 80 });
  expect((await hosts(selector))[0]).toBe('spare');
  now = 11_000;
  expect((await hosts(selector))[2]).toBe('spare');
});

test('names are looked up again after a time, and keep their addresses when they cannot be found', async () => {
  let now = 0;
  let asked = 0;
  let known = ['one'];
  const selector = new Selector(
    [{ hostname: 'a', port: 80, priority: 1 }],
    60,
    async () => {
      asked++;
      if (known.length === 0) throw new Error('ENOTFOUND');
      return known;
    },
    () => now,
  );
  expect(await Promise.all([hosts(selector), hosts(selector)])).toEqual([['one'], ['one']]);
  expect(asked).toBe(1);
  known = ['two'];
  now = 59_000;
  expect(await hosts(selector)).toEqual(['one']);
  now = 61_000;
  expect(await hosts(selector)).toEqual(['two']);
  known = [];
  now = 200_000;
  expect(await hosts(selector)).toEqual(['two']);
});

test('without any address there is nobody to ask, and the next request looks again', async () => {
  let known: string[] = [];
  const selector = new Selector([{ hostname: 'a', port: 80, priority: 1 }], 60, async () => known);
  expect(await hosts(selector)).toEqual([]);
  known = ['one'];
  expect(await hosts(selector)).toEqual(['one']);
});

test.each([
  ['cache.example', { hostname: 'cache.example', port: 3128, priority: 1 }],
  ['cache.example:80', { hostname: 'cache.example', port: 80, priority: 1 }],
  ['cache.example:80#7', { hostname: 'cache.example', port: 80, priority: 7 }],
  ['10.0.0.1#2', { hostname: '10.0.0.1', port: 3128, priority: 2 }],
  ['[::1]:8080', { hostname: '::1', port: 8080, priority: 1 }],
  ['a b', undefined],
  ['a:0', undefined],
  ['a:70000', undefined],
  ['http://a/', undefined],
  ['', undefined],
])('reads %j', (text, server) => {
  expect(parseServer(text)).toEqual(server);
});
