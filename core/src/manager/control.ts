import { inject, injectable } from 'tsyringe';
import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { didYouMean } from '../model/nearest';
import { componentId, type ComponentConfig } from '../model/planet';
import { actionsOf, tablesOf } from '../model/offers';
import type { TablePage, TableQuery } from '../model/table-page';
import type { ActionSpecs, AnyPlugSpec, Cell, TableSpecs } from '../plugin';
import { readTable, takeAction } from '../rpc/offer-messages';
import { LOGGER, MANAGER_PLUGS, MANAGER_SETTINGS, PLANET_FILES, RECORDS, SUPERVISOR, TYPES } from '../tokens';
import { planetSchema, type SchemaTypes } from '../model/planet-schema';
import type { Schema } from '../model/property-schema';
import { VERSION } from '../version';
import { withChange } from './change';
import {
  describeComponent,
  describeWorker,
  describeWorkers,
  type ComponentState,
  type PlanetState,
  type WorkerState,
} from './describe';
import { flowIn, flowNames, partOf, withPart } from './edit/flow-change';
import type { LiveChange } from './plan/difference';
import { Planet, type PlanetComponent, type Types } from './planet';
import type { PlanetFiles } from './planet-files';
import { judge, ownerOf, shownValue } from './property-owner';
import type { ManagerPlugs } from './plugs';
import type { Records } from './records';
import type { ManagerSettings } from './settings';
import type { Supervisor } from './supervisor';
import type { WorkerSession } from './worker-session';

/** A planet that was just loaded from its files. */
export interface LoadedPlanet extends PlanetState {
  /** What is strange in the files but harms nothing, and what counts later, in words. */
  readonly warnings: readonly string[];
}

/** A flow as it is now. */
export type FlowState = PlanetState['flows'][number];

/** What people and programs can see and do; the API and other surfaces call nothing else. */
@injectable()
export class ManagerControl {
  private loading: Promise<unknown> = Promise.resolve();
  private loaded = false;

  constructor(
    @inject(MANAGER_SETTINGS) private readonly settings: Pick<ManagerSettings, 'name'>,
    @inject(PLANET_FILES) private readonly files: PlanetFiles,
    @inject(RECORDS) private readonly records: Records,
    @inject(SUPERVISOR) private readonly supervisor: Supervisor,
    @inject(TYPES) private readonly types: Types & SchemaTypes,
    @inject(MANAGER_PLUGS) private readonly plugs: ManagerPlugs,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Whether a planet has been loaded. */
  get ready(): boolean {
    return this.loaded;
  }

  /** The whole planet as it is now. */
  planet(): PlanetState {
    const { current } = this.supervisor;
    return {
      name: this.settings.name,
      version: VERSION,
      flows: current.flows().map((name) => ({
        name,
        components: current.inFlow(name).map((component) => this.show(component)),
      })),
      plugs: this.plugs.states(),
      workers: this.workers(),
    };
  }

  /** JSON Schema of a planet of the types that are installed here now. */
  schema(): Schema {
    for (const problem of this.types.refresh?.() ?? []) this.log.warn(problem);
    return planetSchema(this.types);
  }

  /** One component as it is now. @throws FlumotionError `component-unknown`. */
  component(flow: string, name: string): ComponentState {
    return this.show(this.find(flow, name));
  }

  /** A component by its full id; undefined when the planet has none. */
  shown(id: string): ComponentState | undefined {
    const found = this.supervisor.current.find(id);
    return found && this.show(found);
  }

  /** All components as they are now. */
  components(): readonly ComponentState[] {
    return this.supervisor.current.components.map((component) => this.show(component));
  }

  /** All workers that are or were logged in. */
  workers(): readonly WorkerState[] {
    return describeWorkers(this.supervisor, this.types);
  }

  /** A worker that is or was logged in. */
  worker(name: string): WorkerState | undefined {
    return describeWorker(this.supervisor, this.types, name);
  }

  /** Declaration of a component's type. */
  specOf(id: string): PlanetComponent['spec'] | undefined {
    return this.supervisor.current.find(id)?.spec;
  }

  /** The value of a property as logs may show it: `***` when it is secret or not known. */
  shownValue(flow: string, name: string, property: string, value: unknown, plug?: string): unknown {
    try {
      return shownValue(ownerOf(this.find(flow, name), plug).specs, property, value);
    } catch {
      return '***';
    }
  }

  /** Declarations of a component's plugs, in their order. */
  plugSpecsOf(id: string): readonly AnyPlugSpec[] {
    return this.supervisor.current.find(id)?.plugs?.map(({ spec }) => spec) ?? [];
  }

  /** The tables and actions of a component. @throws FlumotionError `component-unknown`. */
  offers(flow: string, name: string): { readonly tables: TableSpecs; readonly actions: ActionSpecs } {
    const { spec } = this.find(flow, name);
    return { tables: tablesOf(spec), actions: actionsOf(spec) };
  }

  /** A part of a table of a running component. @throws FlumotionError `component-unknown`, `job-not-reached`, or of the job. */
  async table(flow: string, name: string, table: string, query: TableQuery): Promise<TablePage> {
    const { id } = this.find(flow, name);
    return this.jobOf(id).request(readTable, { id, table, query });
  }

  /**
   * Has a running component carry out an action.
   * @throws FlumotionError `component-unknown`, `job-not-reached`, or of the job.
   */
  async act(
    flow: string,
    name: string,
    action: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, Cell>>> {
    const { id } = this.find(flow, name);
    return (await this.jobOf(id).request(takeAction, { id, action, parameters })).answer;
  }

  /** The parameters of an action as logs may show them: `***` where they are secret or not known. */
  shownParameters(
    flow: string,
    name: string,
    action: string,
    given: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    const { actions } = this.offers(flow, name);
    const spec = Object.hasOwn(actions, action) ? actions[action] : undefined;
    const shown = (parameter: string, value: unknown): unknown =>
      shownValue(spec?.parameters ?? {}, parameter, value);
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, shown(key, value)]));
  }

  /** Has a component run. @throws FlumotionError `component-unknown`, `state-unwritable`. */
  async start(flow: string, name: string): Promise<ComponentState> {
    return this.want(flow, name, true);
  }

  /** Has a component stopped, also after restarts. @throws FlumotionError `component-unknown`, `state-unwritable`. */
  async stop(flow: string, name: string): Promise<ComponentState> {
    return this.want(flow, name, false);
  }

  /** Has a component started afresh. @throws FlumotionError `component-unknown`, `state-unwritable`. */
  async restart(flow: string, name: string): Promise<ComponentState> {
    return this.want(flow, name, true, true);
  }

  /** What should be of each component of a flow, by name. */
  wantedOf(flow: string): Readonly<Record<string, ComponentState['wanted']>> {
    const components = this.supervisor.current.inFlow(flow);
    return Object.fromEntries(
      components.map(({ id, config }) => [config.name, this.records.wanted(id) ? 'running' : 'stopped']),
    );
  }

  /** Has all components of a flow run. @throws FlumotionError `flow-unknown`, `state-unwritable`. */
  async startFlow(flow: string): Promise<FlowState> {
    return this.wantFlow(flow, true);
  }

  /** Has all components of a flow stopped, also after restarts. @throws FlumotionError `flow-unknown`, `state-unwritable`. */
  async stopFlow(flow: string): Promise<FlowState> {
    return this.wantFlow(flow, false);
  }

  /** Has all components of a flow started afresh. @throws FlumotionError `flow-unknown`, `state-unwritable`. */
  async restartFlow(flow: string): Promise<FlowState> {
    return this.wantFlow(flow, true, true);
  }

  /**
   * Changes a live property: in the file, and in the running job. When the job refuses, the file is put back.
   * @param value null takes the given value away.
   * @param plug the plug whose property it is, by its type or its place; the component's own when left out.
   * @throws FlumotionError `component-unknown`, `plug-unknown`, `property-not-live`, `property-refused`, or why it could
   * not be stored.
   */
  async setProperty(
    flow: string,
    name: string,
    property: string,
    value: unknown,
    plug?: string,
  ): Promise<ComponentState> {
    return this.alone(async () => {
      const component = this.find(flow, name);
      const owner = ownerOf(component, plug);
      const change = { name: property, value: judge(owner, property, value), ...owner.place };
      const putBack = await this.files.setProperty(component, change);
      try {
        await this.supervisor.setLive(component, change);
      } catch (error) {
        await putBack();
        throw error;
      }
      await this.supervisor.run(withValue(this.supervisor.current, component, change));
      this.log.info(`property ${property} of ${owner.id} was changed`);
      return this.component(flow, name);
    });
  }

  /**
   * Loads the files again; what did not change keeps running. Nothing changes when they are not valid.
   * @returns the planet, and what is strange in the files.
   * @throws FlumotionError `file-unreadable`, `planet-invalid`, `planet-refused`.
   */
  async load(): Promise<LoadedPlanet> {
    return this.alone(async () => {
      const { planet, warnings } = this.files.load();
      const first = !this.loaded;
      await this.supervisor.run(planet);
      this.loaded = true;
      if (!first) {
        await this.records.keepOnly((id) => planet.find(id) !== undefined);
        this.log.info(`the planet was loaded again: ${planet.components.length} components`);
      }
      return { ...this.planet(), warnings };
    });
  }

  private async want(flow: string, name: string, running: boolean, restart = false): Promise<ComponentState> {
    const component = this.find(flow, name);
    await this.supervisor.want([component], running, restart);
    return this.show(component);
  }

  private async wantFlow(flow: string, running: boolean, restart = false): Promise<FlowState> {
    const components = this.supervisor.current.inFlow(flow);
    const { files } = this.supervisor.current;
    if (!flowIn(files, flow)) {
      const advice = didYouMean(flow, flowNames(files));
      throw FlumotionError.of('flow-unknown', { flow: JSON.stringify(flow), advice });
    }
    await this.supervisor.want(components, running, restart);
    return { name: flow, components: components.map((component) => this.show(component)) };
  }

  private jobOf(id: string): WorkerSession['link'] {
    const found = this.supervisor.workers.jobOf(id);
    if (!found) throw FlumotionError.of('job-not-reached', { id, reason: 'it is not running' });
    return found.session.link;
  }

  private show(component: PlanetComponent): ComponentState {
    return describeComponent(this.supervisor, component, this.records.wanted(component.id));
  }

  private find(flow: string, name: string): PlanetComponent {
    return this.supervisor.current.get(componentId(flow, name));
  }

  /** Does something to the planet when no other change is under way: changes happen one after another. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.loading.then(work);
    this.loading = done.catch(() => undefined);
    return done;
  }
}

function withValue(planet: Planet, target: PlanetComponent, change: LiveChange): Planet {
  const config = withChange(target.config, change);
  const inPart = (part: readonly ComponentConfig[] = []): readonly ComponentConfig[] =>
    part.map((one) => (one.name === config.name ? config : one));
  return new Planet(
    planet.files.map((file) =>
      file.file === target.file ? withPart(file, target.flow, inPart(partOf(file, target.flow))) : file,
    ),
    planet.components.map((component) => (component.id === target.id ? { ...target, config } : component)),
  );
}
