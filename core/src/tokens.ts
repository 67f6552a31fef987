import type { RequestListener } from 'node:http';
import type { InjectionToken } from 'tsyringe';
import type { Gst } from './gst/gst';
import type { Logger } from './log/logger';
import type { Certificate } from './rpc/certificate';
import type { Backoff } from './worker/backoff';
import type { Launcher } from './worker/job-events';
import type { Connector } from './worker/manager-link';
import type { RunDir } from './worker/run-dir';
import type { WorkerSettings } from './worker/settings';
import type { AccessTokens } from './manager/access/access-tokens';
import type { Accounts } from './manager/access/accounts';
import type { AuditLog } from './manager/access/audit-log';
import type { FirstRun } from './manager/access/first-run';
import type { Gatekeeper } from './manager/access/gatekeeper';
import type { Sessions } from './manager/access/sessions';
import type { Doorkeeper } from './manager/bouncer';
import type { EventHub } from './manager/api/event-hub';
import type { Identity, Upgrades } from './manager/http-server';
import type { ManagerControl } from './manager/control';
import type { ControlTransport } from './manager/control-transport';
import type { Entry } from './manager/entry';
import type { Types } from './manager/planet';
import type { PlanetEditor } from './manager/planet-editor';
import type { PlanetFiles } from './manager/planet-files';
import type { ManagerPlugs } from './manager/plugs';
import type { Events } from './manager/events/events';
import type { FlowWatch } from './manager/events/flow-watch';
import type { FigureKeeper } from './manager/events/figures';
import type { LogBook } from './manager/events/log-book';
import type { MessageBook } from './manager/events/message-book';
import type { PlanetWatch } from './manager/events/planet-watch';
import type { Inspection } from './manager/inspection';
import type { Records } from './manager/records';
import type { RegistryView } from './manager/registry-view';
import type { ManagerSettings } from './manager/settings';
import type { StateStore } from './manager/state-store';
import type { Supervisor, SupervisorOptions } from './manager/supervisor';
import type { WorkerGate } from './manager/worker-gate';
import type { Wizard } from './manager/wizard/service';
import type { Workers } from './manager/workers';

/** GStreamer. */
export const GST = Symbol('Gst') as InjectionToken<Gst>;
/** Root logger of the process. */
export const LOGGER = Symbol('Logger') as InjectionToken<Logger>;

/** How the manager was told to run. */
export const MANAGER_SETTINGS = Symbol('ManagerSettings') as InjectionToken<ManagerSettings>;
/** The component types that are installed beside the manager. */
export const TYPES = Symbol('Types') as InjectionToken<Types>;
/** What the manager keeps over restarts. */
export const STATE_STORE = Symbol('StateStore') as InjectionToken<StateStore>;
/** The documents in the state store. */
export const RECORDS = Symbol('Records') as InjectionToken<Records>;
/** The files that describe the planet. */
export const PLANET_FILES = Symbol('PlanetFiles') as InjectionToken<PlanetFiles>;
/** The manager's bouncer. */
export const DOORKEEPER = Symbol('Doorkeeper') as InjectionToken<Doorkeeper>;
/** The plugs of the manager. */
export const MANAGER_PLUGS = Symbol('ManagerPlugs') as InjectionToken<ManagerPlugs>;
/** The manager's own accounts. */
export const ACCOUNTS = Symbol('Accounts') as InjectionToken<Accounts>;
/** Sessions of people who signed in. */
export const SESSIONS = Symbol('Sessions') as InjectionToken<Sessions>;
/** Tokens by which programs log in. */
export const ACCESS_TOKENS = Symbol('AccessTokens') as InjectionToken<AccessTokens>;
/** The log of changes. */
export const AUDIT_LOG = Symbol('AuditLog') as InjectionToken<AuditLog>;
/** Says who sends an HTTP request. */
export const GATEKEEPER = Symbol('Gatekeeper') as InjectionToken<Gatekeeper>;
/** Makes the first account. */
export const FIRST_RUN = Symbol('FirstRun') as InjectionToken<FirstRun>;
/** Logins of workers and people. */
export const ENTRY = Symbol('Entry') as InjectionToken<Entry>;
/** Workers that are or were logged in. */
export const WORKERS = Symbol('Workers') as InjectionToken<Workers>;
/** What the supervisor is told. */
export const SUPERVISOR_OPTIONS = Symbol('SupervisorOptions') as InjectionToken<SupervisorOptions>;
/** Makes what runs be what should run. */
export const SUPERVISOR = Symbol('Supervisor') as InjectionToken<Supervisor>;
/** Logs workers in and serves them. */
export const WORKER_GATE = Symbol('WorkerGate') as InjectionToken<WorkerGate>;
/** What people and programs can do with a manager. */
export const MANAGER_CONTROL = Symbol('ManagerControl') as InjectionToken<ManagerControl>;
/** Changes what the planet is. */
export const PLANET_EDITOR = Symbol('PlanetEditor') as InjectionToken<PlanetEditor>;
/** Shows what is installed where the manager runs. */
export const REGISTRY_VIEW = Symbol('RegistryView') as InjectionToken<RegistryView>;
/** What happens in the planet, for who listens. */
export const EVENTS = Symbol('Events') as InjectionToken<Events>;
/** What components say and said. */
export const MESSAGES = Symbol('Messages') as InjectionToken<MessageBook>;
/** The last lines of all logs. */
export const LOGS = Symbol('Logs') as InjectionToken<LogBook>;
/** Makes events of what changes. */
export const PLANET_WATCH = Symbol('PlanetWatch') as InjectionToken<PlanetWatch>;
/** Makes events of flows that are to be something else. */
export const FLOW_WATCH = Symbol('FlowWatch') as InjectionToken<FlowWatch>;
/** Figures of components and feeds over time. */
export const FIGURES = Symbol('Figures') as InjectionToken<FigureKeeper>;
/** Looks into running components. */
export const INSPECTION = Symbol('Inspection') as InjectionToken<Inspection>;
/** Everybody who listens to the events. */
export const EVENT_HUB = Symbol('EventHub') as InjectionToken<EventHub>;
/** Lets listeners to the events in. */
export const EVENT_GATE = Symbol('EventGate') as InjectionToken<Upgrades>;
/** Puts flows together from answers. */
export const WIZARD = Symbol('Wizard') as InjectionToken<Wizard>;
/** Carries the connections of workers. */
export const CONTROL_TRANSPORT = Symbol('ControlTransport') as InjectionToken<ControlTransport>;
/** What a worker process was told. */
export const WORKER_SETTINGS = Symbol('WorkerSettings') as InjectionToken<WorkerSettings>;
/** The worker's private folder. */
export const RUN_DIR = Symbol('RunDir') as InjectionToken<RunDir>;
/** TLS identity of the process. */
export const CERTIFICATE = Symbol('Certificate') as InjectionToken<Certificate>;
/** Starts the processes of jobs. */
export const LAUNCHER = Symbol('Launcher') as InjectionToken<Launcher>;
/** Connects a worker to its manager. */
export const CONNECTOR = Symbol('Connector') as InjectionToken<Connector>;
/** Waits between a worker's attempts to reach its manager. */
export const BACKOFF = Symbol('Backoff') as InjectionToken<Backoff>;
/** How the manager's port is encrypted. */
export const IDENTITY = Symbol('Identity') as InjectionToken<Identity>;
/** Answers HTTP requests on the manager's port. */
export const HTTP_HANDLER = Symbol('HttpHandler') as InjectionToken<RequestListener>;
