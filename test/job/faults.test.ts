import { expect, test } from '@jest/globals';
import { faultyPlugs } from '../../core/src/job/faults';

const spec = {
  packageDir: '/srv/own',
  plugs: [
    { packageDir: '/srv/a' },
    { packageDir: '/srv/own' },
    { packageDir: '/srv/b' },
    { packageDir: '/srv/a' },
  ],
};

test.each([
  ['a plug, wherever it is', '/srv/a/index.js', [0, 3]],
  ['another', '/srv/b/dist/x.js', [2]],
  ['the component, with a plug of its own package', '/srv/own/index.js', []],
  ['the program', '/srv/core/job/host.js', []],
])('%s', (_, file, places) => {
  const error = new Error('it broke');
  error.stack = `Error: it broke\n    at Timeout._onTimeout (${file}:1:1)`;
  expect(faultyPlugs(spec, error)).toEqual(places);
});
