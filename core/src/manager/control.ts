import { inject, injectable } from 'tsyringe';
import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { componentId } from '../model/planet';
import { specOf, unknownProperty, validateValue, withDefaults } from '../model/values';
import type { Behaviour, PropertyValue } from '../plugin';
import { LOGGER, MANAGER_SETTINGS, PLANET_FILES, RECORDS, SUPERVISOR, TYPES } from '../tokens';
import { VERSION } from '../version';
import { describeComponent, describeWorkers, type ComponentState, type PlanetState } from './describe';
import { Planet, type PlanetComponent, type Types } from './planet';
import type { PlanetFiles } from './planet-files';
import type { Records } from './records';
import type { ManagerSettings } from './settings';
import type { Supervisor } from './supervisor';

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
    @inject(TYPES) private readonly types: Types,
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
      workers: describeWorkers(this.supervisor, this.types),
    };
  }

  /** One component as it is now. @throws FlumotionError `component-unknown`. */
  component(flow: string, name: string): ComponentState {
    return this.show(this.find(flow, name));
  }

  /** Declaration of a component's type. */
  specOf(id: string): PlanetComponent['spec'] | undefined {
    return this.supervisor.current.find(id)?.spec;
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

  /**
   * Changes a live property: in the file, and in the running job. When the job refuses, the file is put back.
   * @param value null takes the given value away.
   * @throws FlumotionError `component-unknown`, `property-not-live`, `property-refused`, or why it could not be stored.
   */
  async setProperty(flow: string, name: string, property: string, value: unknown): Promise<ComponentState> {
    return this.alone(async () => {
      const component = this.find(flow, name);
      const judged = judge(component, property, value);
      const putBack = await this.files.setProperty(component, property, judged ?? undefined);
      try {
        await this.supervisor.setLive(component, property, judged);
      } catch (error) {
        await putBack();
        throw error;
      }
      await this.supervisor.run(withValue(this.supervisor.current, component, property, judged));
      this.log.info(`property ${property} of ${component.id} was changed`);
      return this.component(flow, name);
    });
  }

  /**
   * Loads the files again; what did not change keeps running. Nothing changes when they are not valid.
   * @throws FlumotionError `file-unreadable`, `planet-invalid`, `planet-refused`.
   */
  async load(): Promise<PlanetState> {
    return this.alone(async () => {
      const planet = this.files.load();
      const first = !this.loaded;
      await this.supervisor.run(planet);
      this.loaded = true;
      if (!first) {
        await this.records.keepOnly((id) => planet.find(id) !== undefined);
        this.log.info(`the planet was loaded again: ${planet.components.length} components`);
      }
      return this.planet();
    });
  }

  private async want(flow: string, name: string, running: boolean, restart = false): Promise<ComponentState> {
    const component = this.find(flow, name);
    await this.supervisor.want(component, running, restart);
    return this.show(component);
  }

  private show(component: PlanetComponent): ComponentState {
    return describeComponent(this.supervisor, component, this.records.wanted(component.id));
  }

  private find(flow: string, name: string): PlanetComponent {
    const id = componentId(flow, name);
    const found = this.supervisor.current.find(id);
    if (!found) throw FlumotionError.of('component-unknown', { id: JSON.stringify(id), where: 'the planet' });
    return found;
  }

  /** Changes of the planet happen one after another. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.loading.then(work);
    this.loading = done.catch(() => undefined);
    return done;
  }
}

function judge(component: PlanetComponent, name: string, value: unknown): PropertyValue | null {
  const { id, config, spec, definition } = component;
  const declared = spec.properties ?? {};
  const property = specOf(declared, name);
  const refuse = (reason: string): FlumotionError =>
    FlumotionError.of('property-refused', { component: id, property: name, reason });
  if (!property) throw refuse(unknownProperty(name, declared));
  if (property.live !== true) {
    throw FlumotionError.of('property-not-live', { component: id, property: name });
  }
  let judged: PropertyValue | null = null;
  if (value !== null) {
    const verdict = validateValue(property, value);
    if (!verdict.ok) throw refuse(verdict.problem);
    judged = verdict.value;
  } else if (property.required) throw refuse('a value is required');
  const { [name]: _, ...others } = config.properties;
  const values = judged === null ? others : { ...others, [name]: judged };
  const complaint = (definition.behaviour as Behaviour).check?.(withDefaults(declared, values));
  if (complaint !== undefined) throw refuse(complaint);
  return judged;
}

function withValue(
  planet: Planet,
  target: PlanetComponent,
  name: string,
  value: PropertyValue | null,
): Planet {
  const { [name]: _, ...others } = target.config.properties;
  const properties = value === null ? others : { ...target.config.properties, [name]: value };
  const changed = { ...target, config: { ...target.config, properties } };
  return new Planet(
    planet.files,
    planet.components.map((component) => (component.id === target.id ? changed : component)),
  );
}
