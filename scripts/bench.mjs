/**
 * Runs the benchmarks one after the other, each in a process of its own; each prints its table.
 *
 *   npm run bench              all of them
 *   npm run bench -- NAME …    those whose file name contains one of the names
 *   npm run bench -- --list    their names
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT, setup } from './setup.mjs';
import { Failure, main, say } from './setup/say.mjs';

const FOLDER = 'test/bench';
/** Lets Node run benchmarks written in TypeScript on the sources. */
const TYPESCRIPT = ['-C', 'source', '-r', './test/support/typescript-hook.cjs'];

await main('bench', async () => {
  const args = process.argv.slice(2);
  const all = readdirSync(path.join(ROOT, FOLDER))
    .filter((name) => /\.bench\.(mjs|ts)$/.test(name))
    .sort();
  if (args.includes('--list')) return say(all.map((name) => name.replace(/\.bench\..*$/, '')).join('\n'));
  const wanted = args.length === 0 ? all : all.filter((name) => args.some((part) => name.includes(part)));
  if (wanted.length === 0)
    throw new Failure(
      `no benchmark is called ${args.join(' or ')}; npm run bench -- --list prints their names`,
    );

  await setup({ test: true });
  const failed = wanted.filter((name) => {
    say(`\n== ${name.replace(/\.bench\..*$/, '')}`);
    const flags = name.endsWith('.ts') ? TYPESCRIPT : [];
    const { status } = spawnSync(process.execPath, [...flags, path.join(FOLDER, name)], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    return status !== 0;
  });
  if (failed.length > 0)
    throw new Failure(`these benchmarks failed or missed their mark: ${failed.join(', ')}`);
});
