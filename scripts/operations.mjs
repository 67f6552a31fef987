/**
 * Brings the tables of operations in docs/manager-api.md up to date with the manager's API.
 *
 *   node scripts/operations.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, setup } from './setup.mjs';
import { main } from './setup/say.mjs';

await main('operations', async () => {
  await setup();
  const require = createRequire(import.meta.url);
  const { OPERATIONS } = require('../core/dist/manager/api/operations.js');
  const { TAGS } = require('../core/dist/manager/api/operation.js');
  const { withOperationTables } = require('./docs/operation-table.js');
  const file = path.join(ROOT, 'docs/manager-api.md');
  writeFileSync(file, withOperationTables(readFileSync(file, 'utf8'), OPERATIONS, TAGS));
});
