import type { AccessTokens } from '../access/access-tokens';
import type { Accounts } from '../access/accounts';
import type { AuditLog } from '../access/audit-log';
import type { FirstRun } from '../access/first-run';
import type { Gatekeeper } from '../access/gatekeeper';
import type { Sessions } from '../access/sessions';
import type { ManagerControl } from '../control';
import type { Entry } from '../entry';
import type { Operation } from './operation';
import type { PlanetEditor } from '../planet-editor';
import type { RegistryView } from '../registry-view';

/** What operations work with; put together in `app.ts`. */
export interface Services {
  readonly control: ManagerControl;
  readonly editor: PlanetEditor;
  readonly registry: RegistryView;
  readonly entry: Entry;
  readonly gatekeeper: Gatekeeper;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly firstRun: FirstRun;
  readonly audit: AuditLog;
  /** All operations, for their description. */
  readonly operations: readonly Operation[];
}
