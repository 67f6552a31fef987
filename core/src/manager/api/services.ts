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
import type { Events } from '../events/events';
import type { FigureKeeper } from '../events/figures';
import type { LogBook } from '../events/log-book';
import type { MessageBook } from '../events/message-book';
import type { Inspection } from '../inspection';
import type { Wizard } from '../wizard/service';

/** What operations work with; put together in `app.ts`. */
export interface Services {
  readonly control: ManagerControl;
  readonly editor: PlanetEditor;
  readonly registry: RegistryView;
  readonly events: Events;
  readonly messages: MessageBook;
  readonly logs: LogBook;
  readonly figures: FigureKeeper;
  readonly inspection: Inspection;
  readonly entry: Entry;
  readonly gatekeeper: Gatekeeper;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly firstRun: FirstRun;
  readonly audit: AuditLog;
  /** All operations, for their description. */
  readonly operations: readonly Operation[];
  readonly wizard: Wizard;
}
