import { expect, test } from '@jest/globals';
import { culpritOf, onBehalfOf } from '../../registry/src/culprit';

const SUSPECTS = [
  { name: 'near', dir: '/srv/packs/near' },
  { name: 'inside', dir: '/srv/packs/near/node_modules/inside' },
  { name: 'far', dir: '/srv/packs/far away' },
];

function thrown(...frames: string[]): Error {
  const error = new Error('it broke');
  error.stack = ['Error: it broke', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

test.each([
  [
    'a function',
    'near',
    ['tick (/srv/packs/near/dist/index.js:3:9)', 'listOnTimeout (node:internal/timers:581:17)'],
  ],
  ['no function', 'near', ['/srv/packs/near/index.js:3:9']],
  ['an ES module', 'far', ['async file:///srv/packs/far%20away/index.mjs:12:3']],
  ['a module of its own', 'near', ['parse (/srv/packs/near/node_modules/dep/index.js:1:1)']],
  ['a package inside another', 'inside', ['new Thing (/srv/packs/near/node_modules/inside/a.js:1:1)']],
  [
    'called back by the program',
    'near',
    ['say (/srv/core/a.js:1:1)', 'Object.<anonymous> (/srv/packs/near/i.js:1:1)'],
  ],
  ['the nearest of two', 'far', ['f (/srv/packs/far away/i.js:1:1)', 'g (/srv/packs/near/i.js:1:1)']],
  ['the program', undefined, ['run (/srv/core/a.js:1:1)', 'main (node:internal/main/run:1:1)']],
  ['another folder whose name begins alike', undefined, ['run (/srv/packs/nearer/a.js:1:1)']],
])('by the stack: %s', (_, name, frames) => {
  expect(culpritOf(thrown(...frames), SUSPECTS)?.name).toBe(name);
});

test.each([
  ['text', 'oops'],
  ['nothing', undefined],
  ['null', null],
  ['a stack that is none', { stack: 7 }],
  [
    'a stack that throws',
    {
      get stack(): string {
        throw new Error('look away');
      },
    },
  ],
])('%s has no stack, and nobody is blamed', (_, error) => {
  expect(culpritOf(error, SUSPECTS)).toBeUndefined();
});

test('what loading has begun is known without a stack: timers, promises, what they begin', async () => {
  const loaded = { name: 'loaded', dir: '/srv/packs/loaded', version: '1' };
  const names = await new Promise((resolve) => {
    onBehalfOf(loaded, () => {
      setTimeout(() => {
        void Promise.resolve().then(() => {
          resolve([
            culpritOf('oops', SUSPECTS),
            culpritOf(thrown('/srv/packs/near/i.js:1:1'), SUSPECTS)?.name,
          ]);
        });
      }, 1);
    });
  });
  expect(names).toEqual([{ name: 'loaded', dir: '/srv/packs/loaded' }, 'near']);
  expect(culpritOf('oops', SUSPECTS)).toBeUndefined();
});
