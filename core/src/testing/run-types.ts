import type { FeedBuffer, Message, PlugDefinition, PropertyValue, PropertyValues, Row } from '../plugin';

/**
 * How a component is to be run.
 * @example
 * ```ts
 * const options: RunOptions = { inputs: { default: 'audio/x-raw,rate=48000' }, data: true, until: ({ stats }) => stats['rounds'] === 2 };
 * ```
 */
export interface RunOptions {
  /**
   * What is fed to each eater, by the eater's name; an eater that takes several feeds has names such as
   * `default:video`. Caps (`video/x-raw,width=64`) choose a test picture or tone in that form; other text is a launch
   * line whose end is the stream. Eaters that must be fed and are not named get what their declaration asks for.
   */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The run is over when every feeder has given so many buffers beside headers; 10 when left out. */
  readonly buffers?: number;
  /** The run is over after so many milliseconds in any case; 10,000 when left out. */
  readonly deadline?: number;
  /** Ends the run when it returns true; looked at every 20 ms instead of the number of buffers. */
  readonly until?: (sofar: RunResult) => boolean | Promise<boolean>;
  /** Called once the component runs; may change live properties. */
  readonly running?: (component: RunningComponent) => void | Promise<void>;
  /** Plugs in the component, in their order. */
  readonly plugs?: readonly RunPlug[];
  /** Keep the bytes of the buffers. */
  readonly data?: boolean;
}

/**
 * A plug in a component that is run.
 * @example
 * ```ts
 * const plug = (echo: PlugDefinition): RunPlug => ({ definition: echo, properties: { strength: 0.5 } });
 * ```
 */
export interface RunPlug {
  readonly definition: PlugDefinition;
  readonly properties?: PropertyValues;
  /** The feeder that an effect is in front of, where there are several. */
  readonly feeder?: string;
}

/**
 * A component during its run.
 * @example
 * ```ts
 * const running = async (component: RunningComponent): Promise<void> => component.set('volume', 0.5);
 * ```
 */
export interface RunningComponent {
  /**
   * Changes a live property as the admin would; null takes its value away.
   * @param plug place of the plug whose property it is, from 0; that of the component when left out.
   */
  set(name: string, value: PropertyValue | null, plug?: number): Promise<void>;
  /** The rows of a table, at most the first 1,000. */
  table(name: string): Promise<readonly Row[]>;
  /** Asks for an action, and gives what it answers. */
  act(action: string, parameters?: Readonly<Record<string, unknown>>): Promise<Row>;
  /** What came so far. */
  readonly sofar: RunResult;
}

/**
 * A buffer that came out of a feeder.
 * @example
 * ```ts
 * const bytes = (buffers: readonly RunBuffer[]): number => buffers.reduce((sum, { size }) => sum + size, 0);
 * ```
 */
export interface RunBuffer extends Omit<FeedBuffer, 'data'> {
  /** Bytes. */
  readonly size: number;
  /** The bytes themselves, when they were asked for. */
  readonly data?: Buffer;
}

/**
 * What came out of one feeder.
 * @example
 * ```ts
 * const keyframes = ({ buffers }: RunOutput): number => buffers.filter(({ delta, header }) => !delta && !header).length;
 * ```
 */
export interface RunOutput {
  /** Caps text; empty when none came. */
  readonly caps: string;
  /** At most the first 10,000, headers included. */
  readonly buffers: readonly RunBuffer[];
}

/**
 * What a component did.
 * @example
 * ```ts
 * const fine = ({ mood, messages }: RunResult): boolean => mood === 'happy' && messages.length === 0;
 * ```
 */
export interface RunResult {
  /** By feeder. */
  readonly feeders: Readonly<Record<string, RunOutput>>;
  readonly mood: string;
  /** What it showed: errors, warnings, hints. */
  readonly messages: readonly Message[];
  readonly stats: Readonly<Record<string, number | string>>;
  /** Its log, at most 1,000 lines. */
  readonly log: readonly string[];
}
