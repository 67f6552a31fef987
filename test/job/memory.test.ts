import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { FileMemory, memoryFile } from '../../core/src/job/memory';
import { Logger } from '../../core/src/log/logger';
import { parseLevels } from '../../core/src/log/levels';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-memory-'));
const lines: string[] = [];
const log = new Logger((line) => void lines.push(line.text), parseLevels('*:2'), 'test', 'memory');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('what one run has remembered the next one recalls, the last of several', async () => {
  const file = memoryFile(join(folder, 'new/below'), '/run/w', '/flow/a');
  expect(await new FileMemory(file, log).recall()).toBeUndefined();
  const memory = new FileMemory(file, log);
  await Promise.all([1, 2, 3].map((number) => memory.remember({ number })));
  expect(await new FileMemory(file, log).recall()).toEqual({ number: 3 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // Nothing half-written is left beside it.
  expect(readdirSync(join(folder, 'new/below'))).toHaveLength(1);
  expect(lines).toEqual([]);
});

test('each component of each worker has a file of its own', () => {
  const files = [
    ['/run/a', '/flow/x'],
    ['/run/b', '/flow/x'],
    ['/run/a', '/flow/y'],
  ].map(([runDir = '', id = '']) => memoryFile(folder, runDir, id));
  expect(new Set(files).size).toBe(3);
  expect(memoryFile(folder, '/run/a', '/flow/x')).toBe(files[0]);
});

test('a damaged file is a warning, and forgotten', async () => {
  const file = join(folder, 'damaged.json');
  writeFileSync(file, '{"number": 1');
  const memory = new FileMemory(file, log);
  expect(await memory.recall()).toBeUndefined();
  expect(lines.splice(0)).toEqual([expect.stringContaining(`cannot be read from ${file}`)]);
  await memory.remember(4);
  expect(await memory.recall()).toBe(4);
});

test('a folder that cannot be written is a warning; too much is refused', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const memory = new FileMemory(join(file, 'x.json'), log);
  await memory.remember(1);
  expect(lines.splice(0)).toEqual([expect.stringContaining(`cannot remember anything in ${file}/x.json`)]);
  await expect(memory.remember('x'.repeat(70_000))).rejects.toThrow(/may remember 65536 bytes/);
});
