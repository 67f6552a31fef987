import { randomBytes } from 'node:crypto';
import { z } from 'zod/v3';
import type { ConfigCatalogue } from '../../config/catalogue';
import { writePlanet } from '../../config/planet-writer';
import { FlumotionError } from '../../errors';
import { didYouMean } from '../../model/nearest';
import { ATMOSPHERE, componentId, type ComponentConfig, type Flow } from '../../model/planet';
import type { StateStore } from '../state-store';
import type { Supervisor } from '../supervisor';
import { flowXml } from './draft';
import { flowIn, flowNames } from './flow-change';
import { publicFlow, shownComponent, shownFlow, type ComponentJson, type FlowJson } from './flow-json';
import { entityTag } from './stored-form';

/** Something stored, with the tag of its state. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string;
}

const keyDocument = z.object({ key: z.string().min(32) });

/** Shows what the planet is to be, each part with the tag of its state; secret values only where they are asked for. */
export class StoredPlanet {
  private key: Promise<string> | undefined;

  constructor(
    private readonly supervisor: Pick<Supervisor, 'current'>,
    private readonly types: ConfigCatalogue,
    private readonly store: StateStore,
  ) {}

  /** All flows, also those without components, in planet order; the atmosphere first. */
  async flows(): Promise<readonly Tagged<FlowJson>[]> {
    return Promise.all(flowNames(this.supervisor.current.files).map((name) => this.flow(name)));
  }

  /** A flow, or the atmosphere. @throws FlumotionError `flow-unknown`. */
  async flow(name: string): Promise<Tagged<FlowJson>> {
    const flow = this.find(name);
    return { value: shownFlow(flow, this.types), etag: await this.tag(flow) };
  }

  /** A flow without its tag, as a log may show it. @throws FlumotionError `flow-unknown`. */
  show(name: string): FlowJson {
    return shownFlow(this.find(name), this.types);
  }

  /** All flows by their names, with their components by theirs, as a log may show them. */
  shown(): Readonly<Record<string, Readonly<Record<string, ComponentJson>>>> {
    const flows = flowNames(this.supervisor.current.files).map((name) => this.show(name));
    return Object.fromEntries(
      flows.map(({ name, components }) => [
        name,
        Object.fromEntries(components.map((component) => [component.name, component])),
      ]),
    );
  }

  /** A component without its tag, as a log may show it. @throws FlumotionError `component-unknown`. */
  showComponent(flow: string, name: string): ComponentJson {
    return shownComponent(this.findComponent(flow, name), this.types);
  }

  /** A component. @throws FlumotionError `component-unknown`. */
  async component(flow: string, name: string): Promise<Tagged<ComponentJson>> {
    const config = this.findComponent(flow, name);
    return { value: shownComponent(config, this.types), etag: await this.tag(config) };
  }

  /** A flow as XML that `PlanetEditor.replaceFlow` takes. @throws FlumotionError `flow-unknown`. */
  async xml(name: string, secrets: boolean): Promise<Tagged<string>> {
    const flow = this.find(name);
    const shown = secrets ? flow : publicFlow(flow, this.types);
    return { value: flowXml(shown, this.types), etag: await this.tag(flow) };
  }

  /** The whole planet as one planet file, with its secret values. */
  planetXml(): string {
    const { files } = this.supervisor.current;
    const flows = flowNames(files).filter((name) => name !== ATMOSPHERE);
    return writePlanet(
      {
        file: '',
        ...(files[0]?.manager && { manager: files[0].manager }),
        atmosphere: this.find(ATMOSPHERE).components,
        flows: flows.map((name) => this.find(name)),
      },
      this.types,
    );
  }

  /** Tags of all flows by their names, the atmosphere among them. */
  async flowTags(): Promise<ReadonlyMap<string, string>> {
    const key = await this.secretKey();
    const names = flowNames(this.supervisor.current.files);
    return new Map(names.map((name) => [name, entityTag(key, this.find(name))]));
  }

  /** Tags of all flows and components, by what they are of: `flow main`, `component /main/video`. */
  async states(): Promise<ReadonlyMap<string, string>> {
    const key = await this.secretKey();
    const flows = [...(await this.flowTags())].map(([name, tag]) => [`flow ${name}`, tag] as const);
    const each = this.supervisor.current.components.map(
      ({ id, config }) => [`component ${id}`, entityTag(key, config)] as const,
    );
    return new Map([...flows, ...each]);
  }

  /** The tag of the state of a flow or component. */
  async tag(part: Flow | ComponentConfig): Promise<string> {
    return entityTag(await this.secretKey(), part);
  }

  /** Kept over restarts, so that what somebody read before one can be changed after it. */
  private secretKey(): Promise<string> {
    this.key ??= this.makeKey().catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return this.key;
  }

  private async makeKey(): Promise<string> {
    const stored = await this.store.read('editing', keyDocument);
    if (stored) return stored.key;
    const key = randomBytes(32).toString('hex');
    await this.store.write('editing', { key });
    return key;
  }

  /** A flow, or the atmosphere, with its secret values. @throws FlumotionError `flow-unknown`. */
  find(name: string): Flow {
    const { files } = this.supervisor.current;
    const found = flowIn(files, name);
    if (found) return found;
    const advice = didYouMean(name, flowNames(files));
    throw FlumotionError.of('flow-unknown', { flow: JSON.stringify(name), advice });
  }

  /** A component, with its secret values. @throws FlumotionError `component-unknown`. */
  findComponent(flow: string, name: string): ComponentConfig {
    return this.supervisor.current.get(componentId(flow, name)).config;
  }
}
