import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeDocumentedPackage } from '../support/documented-package';

const HOOK = resolve(__dirname, '../support/typescript-hook.cjs');

/** Ends with 0 when the printed byte counter has counted an Ogg stream. */
const COUNT = `
const { runComponent } = require('@flumotion/core/testing');
const counter = require('./byte-counter/index.js');
const counted = ({ stats }) => stats['media-type'] === 'application/ogg' && stats.bytes > 1000 && stats.keyframes > 0;
runComponent(counter, {}, { inputs: { default: 'application/ogg' }, until: counted }).then((result) => {
  if (!counted(result)) console.error(JSON.stringify(result));
  process.exit(counted(result) ? 0 : 1);
});
`;

let folder: string;
beforeAll(() => {
  folder = writeDocumentedPackage();
  writeFileSync(join(folder, 'count.js'), COUNT);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['check.js', 'as the page prints it'],
  ['run.js', 'as the page prints it'],
  ['count.js', 'the byte counter that the page prints'],
  ['echo/run.js', 'the plug that the page prints'],
])('%s ends with 0: %s', (script) => {
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', '-r', HOOK, script], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 25_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
