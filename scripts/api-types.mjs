/**
 * Brings the types of the manager's API that the pages of the web admin use up to date with it.
 *
 *   node scripts/api-types.mjs
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { apiTypes } from './docs/api-types.mjs';
import { ROOT, setup } from './setup.mjs';
import { main } from './setup/say.mjs';

await main('api-types', async () => {
  await setup();
  const require = createRequire(import.meta.url);
  const { OPERATIONS } = require('../core/dist/manager/api/operations.js');
  const { openApi } = require('../core/dist/manager/api/openapi.js');
  const types = await apiTypes(openApi(OPERATIONS, { cookie: '' }));
  writeFileSync(path.join(ROOT, 'plugins/web-admin/app/api/generated/openapi.ts'), types);
});
