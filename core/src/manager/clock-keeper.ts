import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import { provideClock, readClock } from '../rpc/messages';
import { followsClock, masterOf } from './plan/plan';
import type { ProviderFacts } from './plan/types';
import type { Planet } from './planet';
import type { Records } from './records';
import type { WorkerSession } from './worker-session';
import type { Workers } from './workers';

/** Milliseconds before a question that failed is asked again. */
const RETRY = 5000;

/** Fixes the clock of each flow when it first starts, and has it provided to other machines. */
export class ClockKeeper {
  readonly providers = new Map<string, ProviderFacts>();
  /** Workers that were asked since they logged in, so that each is asked once. */
  private readonly providing = new WeakSet<WorkerSession>();
  private readonly busy = new Set<string>();

  constructor(
    private readonly workers: Workers,
    private readonly records: Records,
    private readonly log: Logger,
    /** Called when something became known. */
    private readonly changed: () => void,
  ) {}

  /** Asks workers for what the flows' clocks lack; answers come later. */
  ensure(planet: Planet): void {
    for (const flow of planet.flows()) {
      const master = masterOf(planet, flow);
      const session = this.workers.online(master?.config.worker);
      if (!master) continue;
      const record = this.records.clocks.get(flow);
      if (session && (!record || this.isGone(record.machine, session))) this.fix(flow, session);
      else if (record && this.followedElsewhere(planet, flow, record.machine)) this.provide(record.machine);
    }
  }

  private isGone(machine: string, master: WorkerSession): boolean {
    return machine !== master.facts.machine && this.workers.onMachine(machine) === undefined;
  }

  private followedElsewhere(planet: Planet, flow: string, machine: string): boolean {
    return planet.inFlow(flow).some((component) => {
      const facts = this.workers.facts.get(component.config.worker ?? '');
      return followsClock(component) && facts !== undefined && facts.machine !== machine;
    });
  }

  private fix(flow: string, session: WorkerSession): void {
    this.once(`clock of flow ${flow}`, async () => {
      const { time } = await session.link.request(readClock, {});
      if (!/^\d+$/.test(time)) throw new Error(`worker ${session.facts.name} gave the time ${time}`);
      await this.records.setClock(flow, { machine: session.facts.machine, baseTime: time });
      this.log.info(`flow ${flow} follows the clock of worker ${session.facts.name} from ${time} ns`);
    });
  }

  private provide(machine: string): void {
    const known = this.providers.get(machine);
    const session = this.workers.online(known?.worker) ?? this.workers.onMachine(machine);
    if (!session || this.providing.has(session)) return;
    this.once(`time provider of worker ${session.facts.name}`, async () => {
      const wish = this.records.providerPort(machine);
      const { port } = await session.link.request(provideClock, wish === undefined ? {} : { port: wish });
      this.providing.add(session);
      this.providers.set(machine, { worker: session.facts.name, port });
      await this.records.setProviderPort(machine, port);
      this.log.info(`worker ${session.facts.name} provides its clock on UDP port ${port}`);
    });
  }

  private once(what: string, work: () => Promise<void>): void {
    if (this.busy.has(what)) return;
    this.busy.add(what);
    work().then(
      () => {
        this.busy.delete(what);
        this.changed();
      },
      (error: unknown) => {
        this.log.warn(`the ${what} is not known: ${errorText(error)}`);
        setTimeout(() => {
          this.busy.delete(what);
          this.changed();
        }, RETRY).unref();
      },
    );
  }
}
