import { parseLevels } from '../log/levels';
import { formatLine, Logger } from '../log/logger';
import { validateValues } from '../model/values';
import { RunningPlug } from '../plugs/running-plug';
import type { Message, PlugDefinition, PropertyValue, PropertyValues } from '../plugin';

/** Most lines of the log, and most messages, that are kept. */
const MAX_KEPT = 1000;

/**
 * A plug at work outside any component.
 * @example
 * ```ts
 * const requests = (plug: PlugAtWork): unknown => plug.stats['requests'];
 * ```
 */
export interface PlugAtWork {
  /**
   * Calls a hook of its socket as its component would.
   * @returns what the hook answers; undefined when it throws, is late (5 s) or is not there.
   */
  ask(hook: string, ...args: readonly unknown[]): unknown;
  /** Changes a live property as the admin would; null takes its value away. @throws FlumotionError when it is refused. */
  set(name: string, value: PropertyValue | null): void;
  /** Ends it. */
  stop(): Promise<void>;
  /** Its figures by the names it declares. */
  readonly stats: Readonly<Record<string, number | string>>;
  /** What it shows at its component, failures of hooks included. */
  readonly messages: readonly Message[];
  /** Its log, at most 1,000 lines. */
  readonly log: readonly string[];
}

/**
 * Starts a plug as a component would, without one and without GStreamer. Plugs of the socket `effect` are run with
 * `runComponent`, in a component.
 * @param offers what the socket puts into the context beside what every plug has.
 * @throws Error when the properties are not valid, and FlumotionError `plug-failed` when it cannot start.
 * @example
 * ```ts
 * const test = async (logger: PlugDefinition): Promise<void> => {
 *   const plug = await runPlug(logger, { logfile: '/tmp/access.log' });
 *   plug.ask('rotate');
 *   await plug.stop();
 * };
 * ```
 */
export async function runPlug(
  definition: PlugDefinition,
  properties: PropertyValues = {},
  offers: object = {},
): Promise<PlugAtWork> {
  const { values, problems } = validateValues(definition.spec.properties ?? {}, properties);
  if (problems.length > 0)
    throw new Error(problems.map(({ property, problem }) => `property ${property}: ${problem}`).join('\n'));
  const lines: string[] = [];
  const stats: Record<string, number | string> = {};
  const messages = new Map<string, Message>();
  const { type } = definition.spec;
  const own = (name: string): string => (name.startsWith(`${type}.`) ? name.slice(type.length + 1) : name);
  const plug = new RunningPlug(type, definition, values, {
    id: '/test/component',
    log: new Logger(
      (line) => {
        if (lines.length < MAX_KEPT) lines.push(formatLine(line));
      },
      parseLevels('*:4'),
      'test',
      type,
    ),
    say: (message) => {
      const id = own(message.id);
      if (messages.has(id) || messages.size < MAX_KEPT) messages.set(id, { ...message, id });
    },
    clear: (id) => messages.delete(own(id)),
    stat: (name, value) => {
      stats[own(name)] = value;
    },
    offers,
  });
  const complaint = plug.check();
  if (complaint !== undefined) throw new Error(complaint);
  await plug.start();
  return {
    ask: (hook, ...args) => plug.ask(hook, ...args),
    set: (name, value) => void plug.set(name, value),
    stop: () => plug.stop(),
    stats,
    get messages() {
      return [...messages.values()];
    },
    log: lines,
  };
}
