import { withDeadline } from '../deadline';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { specOf, validateValue, withDefaults } from '../model/values';
import type {
  AnyPlugBehaviour,
  Message,
  PlugBase,
  PlugDefinition,
  PropertySpec,
  PropertyValue,
  PropertyValues,
} from '../plugin';
import { complaintOf } from './foreign';
import { statKey } from './stat-key';

/** Milliseconds a plug may take to start, and to answer. */
const DEADLINE = 5000;
/** Milliseconds a plug may take to stop. */
const STOP_DEADLINE = 2000;
/** Milliseconds between reports of failures that go on. */
const REPORT_INTERVAL = 10_000;

/** What is around a plug: the component or the manager it is in. */
export interface PlugHouse {
  /** Full id of the component. */
  readonly id: string;
  readonly log: Logger;
  say(message: Message): void;
  clear(id: string): void;
  /** Sets a figure, under its whole name. */
  stat(name: string, value: number | string): void;
  /** What the socket offers; it becomes a part of the context. */
  readonly offers: object;
  /** Puts a value on the elements it drives. */
  drive?(spec: PropertySpec, value: PropertyValue | undefined): void;
}

type Hook = (...args: readonly unknown[]) => unknown;

/** One plug at work. What it throws harms only itself. */
export class RunningPlug {
  private readonly context: PlugBase;
  private readonly behaviour: AnyPlugBehaviour;
  private readonly figures = new Map<string, number | string>();
  private values: PropertyValues;
  private given: PropertyValues;
  private running = false;
  private reported = { text: '', at: -Infinity };
  /** Hook and text of the failure that is shown at the component. */
  private shown = { hook: '', text: '' };

  /** @param name unique among the plugs of the house. */
  constructor(
    readonly name: string,
    readonly definition: PlugDefinition,
    given: PropertyValues,
    private readonly house: PlugHouse,
  ) {
    this.behaviour = definition.behaviour;
    this.given = given;
    this.values = withDefaults(definition.spec.properties ?? {}, given);
    this.context = this.makeContext();
  }

  get properties(): PropertyValues {
    return this.values;
  }

  /** What is wrong with the values together. */
  check(): string | undefined {
    return checkPlugValues(this.definition, this.given);
  }

  /** Drives the elements with all values, then starts. @throws FlumotionError `plug-failed`. */
  async start(): Promise<void> {
    try {
      for (const [name, spec] of Object.entries(this.definition.spec.properties ?? {})) {
        this.house.drive?.(spec, this.values[name]);
      }
      await withDeadline(
        Promise.resolve(this.behaviour.start?.(this.context as never)),
        DEADLINE,
        `the start of the plug ${this.name}`,
      );
      this.running = true;
    } catch (error) {
      throw FlumotionError.of('plug-failed', { plug: this.name, reason: errorText(error) }, { cause: error });
    }
  }

  /** Ends the plug if it was started. Never rejects. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    try {
      const stopped = Promise.resolve(this.behaviour.stop?.(this.context as never));
      await withDeadline(stopped, STOP_DEADLINE, `the end of the plug ${this.name}`);
    } catch (error) {
      this.house.log.warn(errorText(error));
    }
  }

  /** Whether it has a hook. */
  has(hook: string): boolean {
    return typeof this.behaviour[hook] === 'function';
  }

  /** Calls a hook of its socket; undefined when it does not run, has no such hook, throws or is late. */
  ask(hook: string, ...args: readonly unknown[]): unknown {
    if (!this.running || !this.has(hook)) return undefined;
    try {
      const answer = (this.behaviour[hook] as Hook)(this.context, ...args);
      if (!isThenable(answer)) {
        this.worked(hook);
        return answer;
      }
      return withDeadline(Promise.resolve(answer), DEADLINE, `the answer of the plug ${this.name}`).then(
        (value: unknown) => {
          this.worked(hook);
          return value;
        },
        (error: unknown) => {
          this.failed(hook, error);
        },
      );
    } catch (error) {
      this.failed(hook, error);
      return undefined;
    }
  }

  /**
   * Changes a live property; null takes the value away.
   * @returns the values given now.
   * @throws FlumotionError `property-not-live` when it is unknown or cannot change, `property-refused` for a bad value.
   */
  set(name: string, value: PropertyValue | null): PropertyValues {
    const specs = this.definition.spec.properties ?? {};
    const spec = specOf(specs, name);
    const about = { property: name, component: `${this.house.id}, plug ${this.name}` };
    if (!spec?.live) throw FlumotionError.of('property-not-live', about);
    const given: Record<string, PropertyValue | undefined> = { ...this.given };
    delete given[name];
    if (value !== null) {
      const judged = validateValue(spec, value);
      if (!judged.ok) throw FlumotionError.of('property-refused', { ...about, reason: judged.problem });
      given[name] = judged.value;
    }
    const complaint = checkPlugValues(this.definition, given);
    if (complaint !== undefined) throw FlumotionError.of('property-refused', { ...about, reason: complaint });
    this.given = given;
    this.values = withDefaults(specs, given);
    if (this.running) {
      this.house.drive?.(spec, this.values[name]);
      this.ask('changed', name, this.values[name]);
    }
    return given;
  }

  /** Shows a failure of a hook, or of what it began. */
  failed(hook: string, error: unknown): void {
    const text = `the plug ${this.name} failed (${hook}): ${errorText(error)}`;
    if (this.shown.text !== text) {
      this.shown = { hook, text };
      this.house.say({ level: 'warning', id: `${this.name}.failed`, text });
    }
    const now = performance.now();
    if (text === this.reported.text && now - this.reported.at < REPORT_INTERVAL) return;
    this.reported = { text, at: now };
    this.house.log.error(text);
  }

  private makeContext(): PlugBase {
    const { house, definition, figures } = this;
    const values = (): PropertyValues => this.values;
    const stat = (name: string, value: number | string, of?: string): void => {
      const figure = statKey(definition.spec.stats, `the plug ${definition.spec.type}`, name, of);
      if (figures.get(figure) === value) return;
      figures.set(figure, value);
      house.stat(`${this.name}.${figure}`, value);
    };
    const base: PlugBase = {
      id: house.id,
      get properties() {
        return values();
      },
      log: house.log.child('plug', `${house.id} ${this.name}`),
      stat,
      count: (name, by = 1) => {
        stat(name, Number(figures.get(name) ?? 0) + by);
      },
      message: (message) => {
        const level = message.level === 'error' ? 'warning' : message.level;
        house.say({ ...message, level, id: `${this.name}.${message.id}` });
      },
      clear: (id) => {
        house.clear(`${this.name}.${id}`);
      },
    };
    return Object.defineProperties(base, Object.getOwnPropertyDescriptors(house.offers));
  }

  /** What failed before does no longer: the warning goes. */
  private worked(hook: string): void {
    if (this.shown.hook !== hook) return;
    this.shown = { hook: '', text: '' };
    this.house.clear(`${this.name}.failed`);
  }
}

/** What a plug's `check` says of given values; that it fails is a complaint too. */
export function checkPlugValues(
  { spec, behaviour }: PlugDefinition,
  given: PropertyValues,
): string | undefined {
  const values = withDefaults(spec.properties ?? {}, given);
  return behaviour.check && complaintOf(() => behaviour.check?.(values as never));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
