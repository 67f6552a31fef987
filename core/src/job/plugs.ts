import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { effectPlace } from '../model/effects';
import { plugNames } from '../plugs/names';
import { plugged } from '../plugs/plugged';
import { RunningPlug } from '../plugs/running-plug';
import type {
  AnyComponentSpec,
  ElementMessage,
  HasElement,
  PlugDefinition,
  Plugged,
  PlugOffers,
  PlugSockets,
  PropertyValue,
} from '../plugin';
import type { JobSpec } from '../rpc/job-spec';
import { effectText, withEffects } from './effects';
import type { Media } from './media';
import type { MoodKeeper } from './mood-keeper';
import { applyProperty } from './properties';

/** What the plugs of a job are made of. */
export interface PlugParts {
  readonly log: Logger;
  readonly mood: MoodKeeper;
  /** Sets a figure of the component. */
  readonly stat: (name: string, value: number | string) => void;
  readonly media: () => Media | undefined;
}

interface Placed {
  readonly plug: RunningPlug;
  /** Begins the names of its elements. */
  readonly prefix: string;
  /** The feeder that an effect is in front of. */
  readonly feeder: string | undefined;
}

/** The plugs of one component, in the order of the planet file. */
export class JobPlugs {
  private readonly placed: readonly Placed[];

  /**
   * @param definitions of the plugs that the spec names, in its order.
   * @throws Error when there is no feeder for an effect.
   */
  constructor(
    private readonly spec: JobSpec,
    private readonly component: AnyComponentSpec,
    definitions: readonly PlugDefinition[],
    private readonly parts: PlugParts,
  ) {
    const names = plugNames(definitions.map((definition) => definition.spec.type));
    this.placed = definitions.map((definition, index) => this.place(definition, names[index] ?? '', index));
  }

  /** What is wrong with the values of a plug; undefined when all are well. */
  check(): string | undefined {
    for (const { plug } of this.placed) {
      const complaint = plug.check();
      if (complaint !== undefined) return `plug ${plug.name}: ${complaint}`;
    }
    return undefined;
  }

  /** The component's launch text with its effects in it. @throws Error when an effect has no text. */
  insert(template: string, has: HasElement): string {
    const effects = new Map<string, string[]>();
    for (const { plug, prefix, feeder } of this.placed) {
      if (feeder === undefined) continue;
      const text = effectText(plug.definition.spec, plug.properties, prefix, has);
      effects.set(feeder, [...(effects.get(feeder) ?? []), text]);
    }
    return withEffects(template, effects);
  }

  /** Starts them one after the other. @throws FlumotionError `plug-failed` of the first that cannot. */
  async start(): Promise<void> {
    for (const { plug } of this.placed) await plug.start();
  }

  /** Shows what they threw that nobody caught. */
  failed(places: readonly number[], error: unknown): void {
    for (const place of places) this.placed[place]?.plug.failed('later', error);
  }

  /** Ends them all. Never rejects. */
  async stop(): Promise<void> {
    await Promise.all(this.placed.map(({ plug }) => plug.stop()));
  }

  /** Has those that write log files open them anew. Never rejects. */
  async rotate(): Promise<void> {
    await Promise.all(this.placed.map(({ plug }) => plug.ask('rotate')));
  }

  /** The plugs of a socket, for the component. */
  in<S extends keyof PlugSockets>(socket: S): readonly Plugged<S>[] {
    return plugged(
      this.placed.map(({ plug }) => plug),
      socket,
    );
  }

  /** Whether one of them wants to know what its elements say. */
  get listen(): boolean {
    return this.placed.some(({ plug }) => plug.has('elementMessage'));
  }

  /** Hands a message to the effect whose element posted it. @returns whether one did. */
  elementMessage(message: ElementMessage): boolean {
    const owner = this.placed.find(({ prefix }) => message.source.startsWith(prefix));
    owner?.plug.ask('elementMessage', { ...message, source: message.source.slice(owner.prefix.length) });
    return owner !== undefined;
  }

  /**
   * Changes a live property of the plug at a position.
   * @throws FlumotionError `plug-unknown`, `property-not-live`, `property-refused`.
   */
  set(position: number, name: string, value: PropertyValue | null): void {
    const plug = this.placed[position]?.plug;
    const config = this.spec.plugs[position];
    if (!plug || !config) {
      const plugs = this.placed.map((one) => one.plug.name).join(', ') || 'it has none';
      throw FlumotionError.of('plug-unknown', { component: this.spec.id, plug: position, plugs });
    }
    config.properties = { ...plug.set(name, value) };
  }

  private place(definition: PlugDefinition, name: string, index: number): Placed {
    const config = this.spec.plugs[index];
    const prefix = `plug${index}-`;
    const feeder = this.feederFor(definition, config?.feeder);
    const { log, mood, stat, media } = this.parts;
    const find = (element: string): ReturnType<Media['element']> => media()?.element(prefix + element);
    const plug = new RunningPlug(name, definition, config?.properties ?? {}, {
      id: this.spec.id,
      log,
      say: (message) => {
        mood.say(message);
      },
      clear: (id) => {
        mood.clear(id);
      },
      stat,
      offers: feeder === undefined ? this.offersOf(definition) : effectOffers(prefix, feeder, media),
      drive: (spec, value) => {
        applyProperty(spec, value, find);
      },
    });
    return { plug, prefix, feeder };
  }

  private feederFor({ spec }: PlugDefinition, named: string | undefined): string | undefined {
    if (spec.socket !== 'effect') return undefined;
    const place = effectPlace(this.component, spec.caps ?? '', named);
    if (!place.ok) throw new Error(`the plug ${spec.type} has no place: ${place.problem}`);
    return place.feeder;
  }

  private offersOf({ spec }: PlugDefinition): object {
    const { type, kind } = this.component;
    const component: PlugOffers['component'] = { component: { type, kind } };
    const bouncer: PlugOffers['bouncer'] = { algorithms: () => this.in('bouncer-algorithm') };
    return spec.socket === 'component' ? component : spec.socket === 'bouncer' ? bouncer : {};
  }
}

function effectOffers(prefix: string, feeder: string, media: () => Media | undefined): PlugOffers['effect'] {
  return {
    feeder,
    element(name) {
      const element = media()?.element(prefix + name);
      if (!element) throw new Error(`the effect has no element named ${name}`);
      return element;
    },
    keyUnits(element, interval) {
      media()?.keyUnits(prefix + element, interval);
    },
  };
}
