import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Packages } from '../../core/src/worker/packages';
import { writePackage } from '../support/worker-rig';

const INTERVAL = 2000;

let folder: string;
let packages: Packages;

beforeEach(() => {
  jest.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'flumotion-packages-'));
  writePackage(folder, 'here-already');
  packages = new Packages({ roots: [], folders: [folder] });
});
afterEach(() => {
  packages.unwatch();
  jest.useRealTimers();
  rmSync(folder, { recursive: true });
});

test('what is there at the start has not changed; what is installed later is told once', () => {
  const changed = jest.fn();
  packages.watch(changed);
  jest.advanceTimersByTime(INTERVAL);
  expect(changed).not.toHaveBeenCalled();
  writePackage(folder, 'newcomer');
  jest.advanceTimersByTime(3 * INTERVAL);
  expect(changed).toHaveBeenCalledTimes(1);
  const [[report]] = changed.mock.calls as [[ReturnType<Packages['report']>]];
  expect(report.flatMap(({ components }) => components).sort()).toEqual(['here-already', 'newcomer']);
});
