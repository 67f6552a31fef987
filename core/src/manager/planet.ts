import { ATMOSPHERE, componentId, type ComponentConfig, type PlanetFile } from '../model/planet';
import { FlumotionError } from '../errors';
import { didYouMean } from '../model/nearest';
import type { AnyComponentSpec, ComponentDefinition, PlugDefinition } from '../plugin';

/** Where a type of components or plugs comes from. */
export interface TypeOrigin {
  readonly type: string;
  readonly package: { readonly name: string; readonly version: string };
}

/** What the manager asks of the installed component types. */
export interface Types {
  find(type: string): AnyComponentSpec | undefined;
  /** @throws FlumotionError `component-type-unknown`. */
  definition(type: string): ComponentDefinition;
  /** Undefined when no usable package has the plug type. */
  plugDefinition?(type: string): PlugDefinition | undefined;
  /** The npm packages that have components; for advice on what to install. */
  list(): readonly TypeOrigin[];
  /** Those that have plugs. */
  plugs?(): readonly TypeOrigin[];
  /** Learns of packages that were installed, changed or taken away meanwhile. @returns what is newly wrong with packages. */
  refresh?(): readonly string[];
}

/** A component of the loaded planet. */
export interface PlanetComponent {
  /** `/flow/component`. */
  readonly id: string;
  readonly flow: string;
  readonly config: ComponentConfig;
  readonly definition: ComponentDefinition;
  readonly spec: AnyComponentSpec;
  /** Its plugs, in the order of its configuration; none when left out. */
  readonly plugs?: readonly PlugDefinition[];
  /** File that describes it. */
  readonly file: string;
}

/** Everything that one manager is to run, from all of its files. */
export class Planet {
  private readonly byId: ReadonlyMap<string, PlanetComponent>;
  private readonly byFlow: ReadonlyMap<string, readonly PlanetComponent[]>;

  constructor(
    readonly files: readonly PlanetFile[],
    readonly components: readonly PlanetComponent[],
  ) {
    this.byId = new Map(components.map((component) => [component.id, component]));
    const byFlow = new Map<string, PlanetComponent[]>();
    for (const component of components) {
      byFlow.set(component.flow, [...(byFlow.get(component.flow) ?? []), component]);
    }
    this.byFlow = byFlow;
  }

  /**
   * Joins files into one planet; components keep the order of the files.
   * @throws FlumotionError `component-type-unknown`.
   */
  static of(files: readonly PlanetFile[], types: Types): Planet {
    const components = files.flatMap((file) =>
      [{ name: ATMOSPHERE, components: file.atmosphere }, ...file.flows].flatMap((flow) =>
        flow.components.map((config) => {
          const definition = types.definition(config.type);
          const id = componentId(flow.name, config.name);
          const { spec } = definition;
          const plugs = plugDefinitions(config, types);
          return { id, flow: flow.name, config, definition, spec, plugs, file: file.file };
        }),
      ),
    );
    return new Planet(files, components);
  }

  find(id: string): PlanetComponent | undefined {
    return this.byId.get(id);
  }

  /** A component by its full id. @throws FlumotionError `component-unknown`, with the nearest one there is. */
  get(id: string): PlanetComponent {
    const found = this.byId.get(id);
    if (found) return found;
    const where = `the planet${didYouMean(id, this.byId.keys())}`;
    throw FlumotionError.of('component-unknown', { id: JSON.stringify(id), where });
  }

  /** Names of the flows, the atmosphere included when it has components, in planet order. */
  flows(): readonly string[] {
    return [...this.byFlow.keys()];
  }

  /** Components of one flow, in planet order. */
  inFlow(flow: string): readonly PlanetComponent[] {
    return this.byFlow.get(flow) ?? [];
  }
}

function plugDefinitions({ plugs }: ComponentConfig, types: Types): readonly PlugDefinition[] {
  return plugs.map(({ type }) => {
    const found = types.plugDefinition?.(type);
    if (found) return found;
    const advice = 'install the npm package that has the plug, or see flumotion-inspect for the known types';
    throw FlumotionError.of('component-type-unknown', { type, advice });
  });
}
