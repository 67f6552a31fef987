import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { localSocket } from '../../core/src/job/local-socket';

const runDir = mkdtempSync(join(tmpdir(), 'flumotion-local-'));

afterAll(() => {
  rmSync(runDir, { recursive: true });
});

test('a name is a file in a folder that is closed to others, the same for whoever asks', () => {
  const path = localSocket(runDir, 'flu-abcdef.socket');
  expect(path).toBe(join(runDir, 'local/flu-abcdef.socket'));
  expect(localSocket(runDir, 'flu-abcdef.socket')).toBe(path);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test.each(['../worker.lock', '..', '.', 'a/b', 'ü', '', 'x'.repeat(200), '-', 'a\0b'])(
  'the name %j stays in the folder',
  (name) => {
    const path = localSocket(runDir, name);
    expect(dirname(path)).toBe(join(runDir, 'local'));
    expect(path).toMatch(/\/[0-9a-f]{16}$/);
  },
);

test('an absolute path stays as it is', () => {
  expect(localSocket(runDir, '/tmp/porter.socket')).toBe('/tmp/porter.socket');
});

test('a path that the system would cut off is refused', () => {
  expect(() => localSocket(`/run/${'x'.repeat(90)}`, 'porter.socket')).toThrow(
    /has a path of 115 bytes; expected at most 103/,
  );
});
