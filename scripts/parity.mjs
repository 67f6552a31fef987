/**
 * Brings the tables in docs/reference/parity.md up to date with the packages in plugins/ and the retired types.
 *
 *   node scripts/parity.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, setup } from './setup.mjs';
import { main } from './setup/say.mjs';

await main('parity', async () => {
  await setup();
  const require = createRequire(import.meta.url);
  const { RETIRED_TYPES } = require('../core/dist/config/retired-types.js');
  const { Catalogue } = require('../core/dist/catalogue.js');
  const { withParityTable } = require('./docs/parity-table.js');
  const { withPropertyTable } = require('./docs/property-parity.js');
  const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });
  const propertiesOf = (type) => (catalogue.find(type) ?? catalogue.findPlug(type))?.properties;
  const file = path.join(ROOT, 'docs/reference/parity.md');
  const page = withParityTable(readFileSync(file, 'utf8'), ROOT, RETIRED_TYPES);
  writeFileSync(file, withPropertyTable(page, propertiesOf));
});
