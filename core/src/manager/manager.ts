import { inject, injectable } from 'tsyringe';
import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import {
  ACCESS_TOKENS,
  CONTROL_TRANSPORT,
  DOORKEEPER,
  FIGURES,
  FIRST_RUN,
  LOGGER,
  MANAGER_CONTROL,
  MANAGER_PLUGS,
  FLOW_WATCH,
  PLANET_WATCH,
  SESSIONS,
  STATE_STORE,
  SUPERVISOR,
  WORKER_GATE,
} from '../tokens';
import type { AccessTokens } from './access/access-tokens';
import type { FirstRun } from './access/first-run';
import type { Sessions } from './access/sessions';
import type { Doorkeeper } from './bouncer';
import type { ManagerControl } from './control';
import type { ControlTransport } from './control-transport';
import type { FigureKeeper } from './events/figures';
import type { FlowWatch } from './events/flow-watch';
import type { PlanetWatch } from './events/planet-watch';
import type { ManagerPlugs } from './plugs';
import type { StateStore } from './state-store';
import type { Supervisor } from './supervisor';
import type { WorkerGate } from './worker-gate';

/** The manager process: loads the planet, then takes workers and people in. */
@injectable()
export class Manager {
  constructor(
    @inject(CONTROL_TRANSPORT) private readonly transport: ControlTransport,
    @inject(MANAGER_CONTROL) readonly control: ManagerControl,
    @inject(SUPERVISOR) private readonly supervisor: Supervisor,
    @inject(PLANET_WATCH) private readonly watch: PlanetWatch,
    @inject(FLOW_WATCH) private readonly flowWatch: FlowWatch,
    @inject(FIGURES) private readonly figures: FigureKeeper,
    @inject(WORKER_GATE) private readonly gate: WorkerGate,
    @inject(MANAGER_PLUGS) private readonly plugs: ManagerPlugs,
    @inject(DOORKEEPER) private readonly door: Doorkeeper,
    @inject(SESSIONS) private readonly sessions: Sessions,
    @inject(ACCESS_TOKENS) private readonly tokens: AccessTokens,
    @inject(FIRST_RUN) private readonly firstRun: FirstRun,
    @inject(STATE_STORE) private readonly store: StateStore,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Starts the manager; resolves when it takes workers.
   * @throws FlumotionError when a file of the planet is not valid or the port cannot be had.
   */
  async start(): Promise<void> {
    await this.control.load();
    this.watch.start();
    await this.flowWatch.start();
    this.figures.start();
    await this.plugs.start(() => this.control.planet().flows.flatMap(({ components }) => components));
    await this.transport.open((caller) => {
      this.gate.serve(caller);
    });
    this.firstRun.announce();
  }

  /** Ends the manager in order. What runs on the workers goes on. */
  async stop(): Promise<void> {
    this.supervisor.close();
    this.watch.stop();
    this.flowWatch.stop();
    this.figures.stop();
    await this.transport.close().catch((error: unknown) => {
      this.log.warn(errorText(error));
    });
    await this.plugs.stop();
    await this.door.close();
    await this.sessions.close();
    await this.tokens.close();
    await this.store.close();
  }
}
