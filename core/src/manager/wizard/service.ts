import { inject, injectable } from 'tsyringe';
import { FlumotionError } from '../../errors';
import { quoted } from '../../model/problem';
import { guidance } from '../../model/nearest';
import type { Logger } from '../../log/logger';
import { ATMOSPHERE, type ComponentConfig } from '../../model/planet';
import { listFiles, probe, type Probe } from '../../rpc/probe-messages';
import { LOGGER, SUPERVISOR, TYPES } from '../../tokens';
import { ElementCheck, type MissingElement } from '../element-check';
import { Planet } from '../planet';
import type { Supervisor } from '../supervisor';
import type { WorkerSession } from '../worker-session';
import type { Answers } from './answers';
import type { World } from './draft';
import { planOf, type PlanTypes, type WizardPlan } from './plan';
import { wizardOffer, type WizardOffer } from './wizard';

/** What was found on a worker's machine. */
export interface Probed {
  readonly found: readonly {
    readonly label: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly modes: readonly { readonly label: string; readonly values: Readonly<Record<string, unknown>> }[];
  }[];
  readonly media?:
    | {
        readonly seconds: number;
        readonly video: boolean;
        readonly audio: boolean;
        readonly missing: readonly string[];
      }
    | undefined;
  /** Elements that the worker lacks, where these were asked for. */
  readonly missing?: readonly MissingElement[];
}

/** A question to a worker. */
export type ProbeQuestion =
  | { readonly what: Probe; readonly path?: string | undefined }
  | { readonly what: 'elements'; readonly type: string };

/** Puts flows together from answers, with what the workers have. */
@injectable()
export class Wizard {
  private readonly elements: ElementCheck;

  constructor(
    @inject(SUPERVISOR) private readonly supervisor: Supervisor,
    @inject(TYPES) private readonly types: PlanTypes,
    @inject(LOGGER) private readonly log: Logger,
  ) {
    this.elements = new ElementCheck(log);
  }

  /** What can be chosen now. */
  offer(): WizardOffer {
    return wizardOffer(this.world());
  }

  /** What answers lead to. Nothing is changed. */
  plan(answers: Answers): WizardPlan {
    return planOf(this.world(), this.supervisor.current, this.types, answers);
  }

  /**
   * Looks for devices, files or elements on a worker's machine.
   * @throws FlumotionError `worker-away`, `component-type-unknown`, `path-forbidden`, `probe-failed`.
   */
  async probe(worker: string, question: ProbeQuestion): Promise<Probed> {
    const session = this.session(worker);
    if (question.what !== 'elements') return session.link.request(probe, question);
    const component = this.sample(worker, question.type);
    return { found: [], missing: await this.elements.missingFor(session, component) };
  }

  /**
   * Elements that a worker lacks, by the component types that need them with what is theirs by default.
   * @throws FlumotionError `worker-away`.
   */
  async missingElements(
    worker: string,
  ): Promise<readonly { readonly type: string; readonly missing: readonly MissingElement[] }[]> {
    const session = this.session(worker);
    const types = [...new Set(session.facts.packages.flatMap(({ components }) => components))].sort();
    const known = types.filter((type) => this.types.find(type));
    return Promise.all(
      known.map(async (type) => ({
        type,
        missing: await this.elements.missingFor(session, this.sample(worker, type)),
      })),
    );
  }

  /**
   * What is in a folder of a worker's machine; the folders that may be looked into when there is no path.
   * @throws FlumotionError `worker-away`, `path-forbidden`.
   */
  async files(worker: string, path: string | undefined): ReturnType<WorkerSession['link']['request']> {
    return this.session(worker).link.request(listFiles, { path });
  }

  private world(): World {
    for (const problem of this.types.refresh?.() ?? []) this.log.warn(problem);
    const { current, workers } = this.supervisor;
    const online = workers.all().map(({ facts }) => facts.name);
    const named = current.components.flatMap(({ config }) => config.worker ?? []);
    const flows = current.flows().map((name) => ({
      name,
      components: current.inFlow(name).map(({ config }) => config),
    }));
    return { types: this.types, flows, workers: [...new Set([...online.sort(), ...named])] };
  }

  private session(worker: string): WorkerSession {
    const found = this.supervisor.workers.online(worker);
    if (found) return found;
    const names = this.supervisor.workers.all().map(({ facts }) => facts.name);
    throw FlumotionError.of('worker-away', { worker: quoted(worker), advice: guidance(worker, names) });
  }

  /** A component of a type as it is before anybody gave it values. */
  private sample(worker: string, type: string): ReturnType<Planet['inFlow']>[number] {
    const config: ComponentConfig = {
      name: 'sample',
      type,
      worker,
      eaters: {},
      properties: {},
      plugs: [],
      virtualFeeds: {},
    };
    const file = { file: '', atmosphere: [config], flows: [] };
    const [component] = Planet.of([file], this.types).inFlow(ATMOSPHERE);
    if (component) return component;
    throw FlumotionError.of('component-type-unknown', { type, advice: 'see flumotion-inspect' });
  }
}
