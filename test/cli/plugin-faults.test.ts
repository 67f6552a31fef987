import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { Catalogue } from '../../core/src/catalogue';
import { judgeFaults, refuseEnds } from '../../core/src/cli/plugin-faults';
import { fixturePlugin } from '../support/plugin-fixtures';

const GOOD = fixturePlugin('good');

function thrownBy(dir: string, text: string): Error {
  const error = new Error(text);
  error.stack = `Error: ${text}\n    at Timeout._onTimeout (${dir}/index.js:3:9)`;
  return error;
}

test('what a plugin throws later is named, listed and told now and then; what the program throws is not held up', () => {
  const catalogue = Catalogue.scan({ roots: [], folders: [GOOD] });
  const lines: string[] = [];
  let time = 0;
  const judge = judgeFaults(catalogue, { error: (text) => void lines.push(text) }, () => time);
  expect(judge(thrownBy(GOOD, 'first'))).toBe(true);
  expect(judge(thrownBy(GOOD, 'second'))).toBe(true);
  const said = (text: string): string =>
    `flumotion-plugin-fixture-good failed after it was loaded; what it has is used all the same: ${text}`;
  expect(lines).toEqual([said('first')]);
  expect(catalogue.problems()).toEqual([
    {
      reason: 'throws-later',
      package: 'flumotion-plugin-fixture-good',
      dir: GOOD,
      types: [],
      text: said('second'),
    },
  ]);
  expect(catalogue.find('good-producer')).toBeDefined();
  time = 10_000;
  expect(judge(thrownBy(GOOD, 'third'))).toBe(true);
  expect(lines).toEqual([said('first'), said('third')]);
  expect(judge(thrownBy('/srv/elsewhere', 'fourth'))).toBe(false);
  expect(judge(new Error('our own'))).toBe(false);
  expect(lines).toHaveLength(2);
});

test('a plugin that would end the process fails instead; the program ends as it likes', () => {
  const catalogue = Catalogue.scan({ roots: [], folders: [GOOD] });
  const ended: string[] = [];
  const end =
    (name: string) =>
    (...values: unknown[]): void => {
      ended.push(`${name} ${values.join()}`);
    };
  const target = { exit: end('exit'), abort: end('abort'), reallyExit: end('reallyExit') };
  refuseEnds(catalogue, target);
  const call = runInThisContext('(end) => end(3)', { filename: `${GOOD}/index.js` }) as (
    end: (status: number) => void,
  ) => void;
  for (const name of ['exit', 'abort', 'reallyExit'] as const) {
    expect(() => {
      call(target[name]);
    }).toThrow(`it calls process.${name}()`);
  }
  expect(catalogue.problems()).toMatchObject([
    { reason: 'throws-later', text: expect.stringContaining('it calls process.reallyExit()') },
  ]);
  expect(ended).toEqual([]);
  target.exit(7);
  expect(ended).toEqual(['exit 7']);
});

test('a command that is done ends, whatever timers and sockets a plugin has left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-lasting-'));
  try {
    const type = 'lasting-producer';
    const manifest = {
      ...{
        name: 'flumotion-plugin-lasting',
        version: '1.0.0',
        main: 'index.js',
        keywords: ['flumotion-plugin'],
      },
      flumotion: { api: '^1.0.0', components: [type] },
    };
    const feeders = { default: { caps: 'video/x-raw' } };
    const spec = { type, kind: 'producer', description: 'Lasts.', feeders, pipeline: 'videotestsrc' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(
      join(folder, 'index.js'),
      `setInterval(() => undefined, 1000); require('node:net').createServer().listen(0);
      module.exports = { $kind: 'flumotion.component/1', spec: ${JSON.stringify(spec)}, behaviour: {} };`,
    );
    const [root, hook] = [join(__dirname, '../..'), join(__dirname, '../support/typescript-hook.cjs')];
    const args = ['--no-warnings', '--conditions=source', '-r', hook, join(root, 'core/src/cli/inspect.ts')];
    const env = { ...process.env, FLU_PROJECT_PATH: folder };
    const options = { encoding: 'utf8', timeout: 60_000, env } as const;
    expect(execFileSync(process.execPath, [...args, type], options)).toContain('Lasts.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
