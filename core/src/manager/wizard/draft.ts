import { quoted } from '../../model/problem';
import { ATMOSPHERE, componentId, type ComponentConfig, type FeedLink } from '../../model/planet';
import { guidance } from '../../model/nearest';
import { validateValues } from '../../model/values';
import type { AnyComponentSpec, PropertySpecs, PropertyValues } from '../../plugin';
import type { StepAnswer } from './answers';
import type { WizardTypes } from './choices';
import { Names } from './names';

/** What is there already. */
export interface World {
  readonly types: WizardTypes;
  /** All flows, the atmosphere as one of them. */
  readonly flows: readonly { readonly name: string; readonly components: readonly ComponentConfig[] }[];
  /** Names of the workers, those that are logged in first. */
  readonly workers: readonly string[];
}

/** Something that forbids what was answered, or is worth a warning. */
export interface WizardProblem {
  readonly level: 'error' | 'warning';
  /** What was seen, what was expected and what to do. */
  readonly text: string;
  /** Step that it concerns, as `videoEncoder` or `streams.0`. */
  readonly step?: string;
  readonly property?: string;
}

/** A component that an answer leads to. */
export interface Wanted {
  readonly step: string;
  /** The name it gets when that is free. */
  readonly name: string;
  readonly spec: AnyComponentSpec;
  readonly answer: StepAnswer;
  readonly worker: string;
  readonly eaters?: Readonly<Record<string, readonly FeedLink[]>>;
  /** It goes into the atmosphere. */
  readonly outside?: boolean;
}

/** The components that answers lead to, as they are put together. */
export class Draft {
  readonly components: ComponentConfig[] = [];
  readonly atmosphere: ComponentConfig[] = [];
  readonly problems: WizardProblem[] = [];
  private readonly steps = new Map<string, string>();
  private readonly names: Names;
  private readonly outside: Names;
  /** Worker of what says nothing else. */
  readonly worker: string;

  constructor(
    readonly world: World,
    /** Name of the flow, which may be there already. */
    readonly flow: string,
    worker: string | undefined,
  ) {
    const namesIn = (name: string): string[] =>
      world.flows
        .filter((one) => one.name === name)
        .flatMap((one) => one.components.map((each) => each.name));
    this.names = new Names(namesIn(flow));
    this.outside = new Names(namesIn(ATMOSPHERE));
    this.worker = worker ?? world.workers[0] ?? '';
    if (this.worker === '') {
      const text = 'no worker is logged in; start one with flumotion-worker, then choose it';
      this.problems.push({ level: 'error', text, step: 'scenario' });
    }
  }

  /** Puts a component in; values that are refused are problems, and left out. */
  add({ step, name, spec, answer, worker, eaters = {}, outside = false }: Wanted): ComponentConfig {
    const properties = this.values(step, spec.properties ?? {}, spec.wizard?.defaults, answer.properties);
    for (const property of spec.wizard?.required ?? []) {
      const value = properties[property];
      if (value === undefined || value === '')
        this.complain(step, `${property}: a value is required`, property);
    }
    const config: ComponentConfig = {
      name: (outside ? this.outside : this.names).free(name),
      type: spec.type,
      worker,
      eaters,
      properties,
      plugs: (answer.plugs ?? []).flatMap(({ type, properties }) => {
        const plug = this.world.types.findPlug(type);
        const unknown = `there is no plug ${quoted(type)}${guidance(type, this.world.types.plugTypes())}`;
        if (!plug) return this.complain(step, unknown);
        const values = this.values(step, plug.properties ?? {}, plug.wizard?.defaults, properties);
        return [{ type, properties: values }];
      }),
      virtualFeeds: {},
    };
    (outside ? this.atmosphere : this.components).push(config);
    this.steps.set(componentId(outside ? ATMOSPHERE : this.flow, config.name), step);
    return config;
  }

  /** Changes a component that was put in. */
  replace(before: ComponentConfig, after: ComponentConfig): void {
    const at = this.components.indexOf(before);
    if (at >= 0) this.components[at] = after;
    else this.atmosphere[this.atmosphere.indexOf(before)] = after;
  }

  /** The step that led to a component. */
  stepOf(id: string): string | undefined {
    return this.steps.get(id);
  }

  /** Notes what is wrong. @returns nothing, as a list. */
  complain(step: string, text: string, property?: string): never[] {
    this.problems.push({ level: 'error', text, step, ...(property !== undefined && { property }) });
    return [];
  }

  private values(
    step: string,
    specs: PropertySpecs,
    proposed: PropertyValues = {},
    answered: Readonly<Record<string, unknown>> = {},
  ): PropertyValues {
    const given = Object.entries({ ...proposed, ...answered }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    const { values, problems } = validateValues(specs, Object.fromEntries(given));
    for (const { property, problem } of problems) this.complain(step, `${property}: ${problem}`, property);
    return values;
  }
}
