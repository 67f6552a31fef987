import type { RequestListener } from 'node:http';
import Koa from 'koa';
import { inject, injectable } from 'tsyringe';
import type { Logger } from '../../log/logger';
import {
  ACCESS_TOKENS,
  ACCOUNTS,
  AUDIT_LOG,
  ENTRY,
  EVENTS,
  FIGURES,
  FIRST_RUN,
  GATEKEEPER,
  INSPECTION,
  LOGGER,
  LOGS,
  MANAGER_CONTROL,
  MANAGER_PLUGS,
  PLANET_EDITOR,
  REGISTRY_VIEW,
  MESSAGES,
  SESSIONS,
  WIZARD,
} from '../../tokens';
import type { AccessTokens } from '../access/access-tokens';
import type { Accounts } from '../access/accounts';
import type { AuditLog } from '../access/audit-log';
import type { FirstRun } from '../access/first-run';
import type { Gatekeeper } from '../access/gatekeeper';
import type { Sessions } from '../access/sessions';
import type { ManagerControl } from '../control';
import type { Entry } from '../entry';
import type { PlanetEditor } from '../planet-editor';
import type { Events } from '../events/events';
import type { FigureKeeper } from '../events/figures';
import type { LogBook } from '../events/log-book';
import type { MessageBook } from '../events/message-book';
import type { Inspection } from '../inspection';
import type { ManagerPlugs } from '../plugs';
import type { RegistryView } from '../registry-view';
import type { Wizard } from '../wizard/service';
import { authentication } from './authentication';
import { errors, notFound } from './errors';
import { eventsAreWebSocket } from './event-gate';
import { healthRoutes } from './health';
import { limitAddresses, limitCallers } from './limits';
import { metricsRoutes } from './metrics';
import { OPERATIONS } from './operations';
import { packed } from './packed';
import { pages } from './pages';
import { Recorder } from './recorder';
import { operationRoutes } from './router';
import { security } from './security';
import type { Services } from './services';

/** The koa application: health and signing in for everybody, the rest for those whom the gatekeeper knows. */
@injectable()
export class Api {
  private readonly app = new Koa();

  constructor(
    @inject(MANAGER_CONTROL) control: ManagerControl,
    @inject(PLANET_EDITOR) editor: PlanetEditor,
    @inject(REGISTRY_VIEW) registry: RegistryView,
    @inject(EVENTS) events: Events,
    @inject(MESSAGES) messages: MessageBook,
    @inject(LOGS) logs: LogBook,
    @inject(FIGURES) figures: FigureKeeper,
    @inject(INSPECTION) inspection: Inspection,
    @inject(ENTRY) entry: Entry,
    @inject(GATEKEEPER) gatekeeper: Gatekeeper,
    @inject(ACCOUNTS) accounts: Accounts,
    @inject(SESSIONS) sessions: Sessions,
    @inject(ACCESS_TOKENS) tokens: AccessTokens,
    @inject(FIRST_RUN) firstRun: FirstRun,
    @inject(AUDIT_LOG) audit: AuditLog,
    @inject(WIZARD) wizard: Wizard,
    @inject(MANAGER_PLUGS) plugs: ManagerPlugs,
    @inject(LOGGER) log: Logger,
  ) {
    const { app } = this;
    const access = { entry, gatekeeper, accounts, sessions, tokens, firstRun, audit };
    const seen = { events, messages, logs, figures, inspection };
    const services: Services = {
      control,
      editor,
      registry,
      wizard,
      ...seen,
      ...access,
      operations: OPERATIONS,
    };
    const recorder = new Recorder(services, audit, (action) => {
      plugs.record(action);
    });
    audit.listen((entry) => {
      events.publish('audit', entry, { secret: true });
    });
    app.silent = true;
    app.on('error', (error: Error) => {
      log.debug(`answering a request failed: ${error.message}`);
    });
    app.use(security());
    app.use(errors(log));
    app.use(healthRoutes(control));
    app.use(pages(() => plugs.pageFolders));
    app.use(packed());
    app.use(limitAddresses());
    const open = OPERATIONS.filter(({ role }) => role === 'anybody');
    const guarded = OPERATIONS.filter(({ role }) => role !== 'anybody');
    app.use(operationRoutes(open, services, recorder));
    app.use(authentication(gatekeeper));
    app.use(limitCallers());
    app.use(eventsAreWebSocket());
    app.use(operationRoutes(guarded, services, recorder));
    app.use(metricsRoutes(control));
    app.use(notFound());
  }

  /** What an HTTP server calls for each request. */
  handler(): RequestListener {
    const callback = this.app.callback();
    return (request, response) => void callback(request, response);
  }
}
