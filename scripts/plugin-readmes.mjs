/**
 * Brings the property tables in plugins/<name>/README.md up to date with the declarations.
 *
 *   node scripts/plugin-readmes.mjs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, setup } from './setup.mjs';
import { Failure, main, say } from './setup/say.mjs';

await main('plugin-readmes', async () => {
  await setup();
  const require = createRequire(import.meta.url);
  const { Catalogue } = require('../core/dist/catalogue.js');
  const { withPropertyTables } = require('../core/dist/model/property-table.js');

  const specs = new Map();
  const catalogue = Catalogue.scan({ roots: [ROOT] });
  for (const entry of [...catalogue.list(), ...catalogue.plugs()]) {
    const { dir } = entry.package;
    specs.set(dir, [...(specs.get(dir) ?? []), entry.value.spec]);
  }
  const lacking = [];
  for (const [dir, list] of specs) {
    const file = path.join(dir, 'README.md');
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const after = withPropertyTables(before, list);
    if (after === undefined) lacking.push(path.relative(ROOT, file));
    else if (after !== before) {
      writeFileSync(file, after);
      say(`updated ${path.relative(ROOT, file)}`);
    }
  }
  if (lacking.length > 0)
    throw new Failure(
      `these need the lines <!-- properties --> and <!-- /properties -->, each alone on its line: ${lacking.join(', ')}`,
    );
});
