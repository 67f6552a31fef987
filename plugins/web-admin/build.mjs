/**
 * Builds the pages into dist/app, unless they are built from the sources as they are.
 *
 *   node build.mjs
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const HOME = import.meta.dirname;
const STAMP = path.join(HOME, 'dist/app.stamp');

/** A sum over everything that the pages are made of. */
function sourcesSum() {
  const sum = createHash('sha256');
  const sources = readdirSync(path.join(HOME, 'app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const settings = ['package.json', 'vite.config.mjs', 'lean-mantine.mjs', '../../package-lock.json'].map(
    (file) => path.join(HOME, file),
  );
  for (const file of [...sources.sort(), ...settings].filter((one) => existsSync(one)))
    sum.update(path.relative(HOME, file)).update('\0').update(readFileSync(file)).update('\0');
  return sum.digest('hex');
}

const sum = sourcesSum();
const built = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sum;
if (!built || !existsSync(path.join(HOME, 'dist/app/index.html'))) {
  const { build } = await import('vite');
  await build({ configFile: path.join(HOME, 'vite.config.mjs'), logLevel: 'warn' });
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, sum);
}
