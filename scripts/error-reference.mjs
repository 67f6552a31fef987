/**
 * Brings the table in docs/reference/errors.md up to date with core/src/errors.ts.
 *
 *   node scripts/error-reference.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, setup } from './setup.mjs';
import { main } from './setup/say.mjs';

await main('error-reference', async () => {
  await setup();
  const require = createRequire(import.meta.url);
  const { ERRORS } = require('../core/dist/errors.js');
  const { withErrorTable } = require('./docs/error-table.js');
  const file = path.join(ROOT, 'docs/reference/errors.md');
  writeFileSync(file, withErrorTable(readFileSync(file, 'utf8'), ERRORS));
});
