/**
 * Loads packages in a process of its own, which tells on descriptor 3 with a character each that it begins with one.
 * @module
 */
import { writeSync } from 'node:fs';
import { keepBuiltins } from './builtins';
import { load } from './load';
import { isProblem, readManifest } from './manifest';
import { HANGS } from './trial';

const TELL = 3;
const exit = process.exit.bind(process);
const [deadline = '', api = '', ...dirs] = process.argv.slice(2);
for (const dir of dirs) {
  writeSync(TELL, '.');
  const manifest = readManifest(dir, api);
  if (isProblem(manifest)) continue;
  const { problems } = load(manifest, () => [], Number(deadline), keepBuiltins());
  if (problems.some(({ reason }) => reason === 'hangs')) exit(HANGS);
}
exit(0);
