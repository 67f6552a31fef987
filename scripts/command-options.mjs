/**
 * Brings the tables of options in docs/commands.md up to date with the commands.
 *
 *   node scripts/command-options.mjs
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, setup } from './setup.mjs';
import { main } from './setup/say.mjs';

await main('command-options', async () => {
  await setup();
  const require = createRequire(import.meta.url);
  const { withOptionTables } = require('./docs/option-table.js');
  const folder = path.join(ROOT, 'core/dist/cli');
  const ofCore = readdirSync(folder)
    .map((name) => /^(\w+)-command\.js$/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .map((name) => require(path.join(folder, `${name}-command.js`))[`${name}Command`]());
  const ofAdmin = Object.values(require(path.join(ROOT, 'admin/dist/index.js'))).map((make) => make());
  const commands = [...ofCore, ...ofAdmin];
  const file = path.join(ROOT, 'docs/commands.md');
  writeFileSync(file, withOptionTables(readFileSync(file, 'utf8'), commands));
});
