import { expect, test } from '@jest/globals';
import { Routes } from '../src/routes';

const exact = (path: string) => ({ path, prefix: false });
const prefix = (path: string) => ({ path, prefix: true });

test('an exact path wins over all prefixes, and of those the longest', () => {
  const routes = new Routes<string>();
  routes.add('root', [prefix('/')]);
  routes.add('hls', [prefix('/hls/')]);
  routes.add('hd', [prefix('/hls/hd/')]);
  routes.add('one', [exact('/hls/hd/one')]);
  expect(
    ['/', '/x', '/hls', '/hls/', '/hls/low/1.ts', '/hls/hd/1.ts', '/hls/hd/one', '/hls/hd/one.m3u'].map(
      (path) => routes.find(path),
    ),
  ).toEqual(['root', 'root', 'root', 'hls', 'hls', 'hd', 'one', 'hd']);
});

test('the newest owner of a path is asked, and the one before when that leaves', () => {
  const routes = new Routes<string>();
  routes.add('old', [exact('/a')]);
  routes.add('new', [exact('/a'), exact('/b')]);
  expect(routes.find('/a')).toBe('new');
  routes.remove('new', true);
  expect([routes.find('/a'), routes.find('/b')]).toEqual(['old', 'away']);
  routes.remove('old', false);
  expect(routes.find('/a')).toBeUndefined();
});

test('who leaves takes only its own paths along', () => {
  const routes = new Routes<string>();
  routes.add('one', [prefix('/a')]);
  routes.add('two', [exact('/b')]);
  routes.remove('one', false);
  expect([routes.find('/a'), routes.find('/b')]).toEqual([undefined, 'two']);
});

test('a dead one is away until it is back or has been away for too long', () => {
  const routes = new Routes<string>();
  routes.add('one', [prefix('/a')]);
  routes.add('two', [exact('/b')]);
  routes.remove('one', true, 1000);
  routes.remove('two', true, 1000);
  routes.forget(10, 10_999);
  expect([routes.find('/a/x'), routes.away]).toEqual(['away', 2]);
  routes.add('one again', [prefix('/a')]);
  routes.forget(10, 11_000);
  expect([routes.find('/a/x'), routes.find('/b'), routes.away]).toEqual(['one again', undefined, 0]);
});

test('no more than a thousand dead paths are remembered, the newest', () => {
  const routes = new Routes<string>();
  for (let index = 0; index < 1100; index++) {
    routes.add(`owner ${index}`, [index % 2 ? exact(`/${index}`) : prefix(`/${index}`)]);
    routes.remove(`owner ${index}`, true, index);
  }
  expect([routes.away, routes.find('/99'), routes.find('/1099')]).toEqual([1000, undefined, 'away']);
});
