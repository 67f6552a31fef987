import { auditOperations } from './audit';
import { componentConfigOperations } from './component-config';
import { componentOperations } from './components';
import { docsOperations } from './docs';
import { flowOperations } from './flows';
import { feedOperations } from './feeds';
import { insightOperations } from './insight';
import { listenerOperations } from './listeners';
import { logOperations } from './logs';
import { offerOperations } from './offers';
import type { Operation } from './operation';
import { planetOperations } from './planet';
import { registryOperations } from './registry';
import { probeOperations } from './probes';
import { sessionOperations, setupOperations } from './session';
import { tokenOperations } from './tokens';
import { userOperations } from './users';
import { wizardOperations } from './wizard';
import { workerOperations } from './workers';

/** Every operation of the API. A resource is one file; it is added here. */
export const OPERATIONS: readonly Operation[] = [
  ...planetOperations,
  ...workerOperations,
  ...componentOperations,
  ...offerOperations,
  ...listenerOperations,
  ...flowOperations,
  ...componentConfigOperations,
  ...registryOperations,
  ...insightOperations,
  ...feedOperations,
  ...logOperations,
  ...wizardOperations,
  ...probeOperations,
  ...setupOperations,
  ...sessionOperations,
  ...userOperations,
  ...tokenOperations,
  ...auditOperations,
  ...docsOperations,
];
