import { join } from 'node:path';
import { withDeadline } from '../deadline';
import { errorText, FlumotionError } from '../errors';
import type { Gst } from '../gst/gst';
import type { Logger } from '../log/logger';
import { withDefaults, validateValue } from '../model/values';
import {
  pipelineText,
  type Behaviour,
  type Cell,
  type ComponentDefinition,
  type Context,
  type HasElement,
  type Keycard,
  type PlugDefinition,
  type PropertyValue,
  type PropertyValues,
  type Verdict,
} from '../plugin';
import type { TablePage, TableQuery } from '../model/table-page';
import type { EaterLink, JobSpec } from '../rpc/job-spec';
import type { JobState } from '../rpc/job-state';
import { makeContext, type Authenticator } from './context';
import { GstMedia } from './gst-media';
import { JobKeycards } from './keycards';
import { localSocket } from './local-socket';
import type { Media, TlsIdentity } from './media';
import { FileMemory, memoryFile } from './memory';
import { MoodKeeper } from './mood-keeper';
import { NodeMedia, tapsOnly } from './node-media';
import { Offers } from './offers';
import { JobPlugs } from './plugs';
import { applyProperties, applyProperty } from './properties';
import { PipelineReporter } from './reporter';
import type { Pass } from './stays';
import { UsageMeter } from './usage';
import { judgeUserPipeline } from './user-pipeline';

/** Longest time a component may take to start, and to stop, in milliseconds. */
const START_DEADLINE = 10_000;
const STOP_DEADLINE = 3000;

/** What a host needs of the process around it. */
export interface HostSurroundings {
  readonly log: Logger;
  /** Loads GStreamer; called only for components that need it. */
  readonly gst: () => Gst;
  readonly authenticate: Authenticator;
  /** Asks other components; when left out there are none. */
  readonly pass?: Pass;
  /** The worker's private folder. */
  readonly runDir: string;
  /** Folder of what components remember; one in the worker's private folder when left out. */
  readonly memoryDir?: string;
  /** Declarations and behaviour of the plugs that the spec names, in its order; none when left out. */
  readonly plugs?: readonly PlugDefinition[];
  /** The state may have changed; `urgent` when people wait to see it (mood, messages). */
  readonly changed: (urgent: boolean) => void;
  /** A broken pipeline is to be tried again, in a new process. */
  readonly retry: () => void;
}

/** Runs one component: builds its media side, sets its properties, runs its behaviour, keeps its mood. */
export class ComponentHost {
  private readonly started = Date.now();
  private readonly mood: MoodKeeper;
  private readonly stats = new Map<string, number | string>();
  private readonly usage = new UsageMeter();
  private readonly behaviour: Behaviour;
  /** Those who are in. */
  readonly keycards: JobKeycards;
  private readonly offers: Offers;
  private values: PropertyValues;
  private media: Media | undefined;
  private context: Context | undefined;
  private plugs: JobPlugs | undefined;

  constructor(
    readonly spec: JobSpec,
    private readonly definition: ComponentDefinition,
    private readonly surroundings: HostSurroundings,
  ) {
    this.mood = new MoodKeeper(() => {
      surroundings.changed(true);
    });
    this.behaviour = definition.behaviour;
    this.values = withDefaults(definition.spec.properties ?? {}, spec.properties);
    const { pass = nobodyElse, log } = surroundings;
    const bouncer = definition.spec.kind === 'bouncer';
    this.keycards = new JobKeycards(spec.id, bouncer, this.behaviour, () => this.context, pass, log);
    const { tables, actions } = this.keycards.offers();
    this.offers = new Offers(spec.id, definition, {
      tables,
      actions: { ...actions, 'rotate-logs': () => this.rotateLogs() },
    });
  }

  /** Starts the component. Never rejects: what fails is shown as a message and makes the component sad. */
  async start(): Promise<void> {
    this.mood.start('starting');
    this.keycards.start();
    try {
      await withDeadline(this.launch(), START_DEADLINE, `the start of ${this.spec.id}`);
    } catch (error) {
      const told = this.mood.mood === 'sad';
      // What the pipeline or the behaviour said already is closer to the cause.
      if (told) this.surroundings.log.debug(errorText(error));
      else
        this.mood.say({ level: 'error', id: 'start-failed', text: errorText(error), debug: stackOf(error) });
    }
    this.mood.start(undefined);
  }

  state(): JobState {
    return {
      id: this.spec.id,
      type: this.spec.type,
      pid: process.pid,
      mood: this.mood.mood,
      reason: this.mood.reason,
      messages: [...this.mood.messages],
      started: this.started,
      time: Date.now(),
      ...this.usage.read(),
      eaters: this.media?.eaters() ?? [],
      feeders: this.media?.feeders() ?? [],
      stats: Object.fromEntries(this.stats),
      restarts: 0,
    };
  }

  /** Tells eaters where their feeds are now. Also before they connect: they may come up later than the feeds. */
  relink(links: readonly EaterLink[]): void {
    for (const link of links) {
      const at = this.spec.eaters.findIndex(({ alias }) => alias === link.alias);
      if (at >= 0) this.spec.eaters[at] = link;
    }
    this.media?.relink(links);
  }

  openFeeder(feeder: string, port: number, tls?: TlsIdentity): Promise<number> {
    if (!this.media) throw new Error(`${this.spec.id} has no feeder ${feeder}`);
    return this.media.openFeeder(feeder, port, tls);
  }

  /**
   * Changes a live property; null takes the value away.
   * @param plug place of the plug whose property it is; that of the component when left out.
   * @throws FlumotionError `property-not-live` when it is unknown or cannot change, `property-refused` for a bad value,
   * `plug-unknown`.
   */
  async setProperty(name: string, value: PropertyValue | null, plug?: number): Promise<void> {
    if (plug === undefined) await this.setOwnProperty(name, value);
    else if (this.plugs) this.plugs.set(plug, name, value);
    else
      throw FlumotionError.of('plug-unknown', { component: this.spec.id, plug, plugs: 'it has not started' });
    this.surroundings.changed(true);
  }

  private async setOwnProperty(name: string, value: PropertyValue | null): Promise<void> {
    const spec = this.definition.spec.properties?.[name];
    const about = { property: name, component: this.spec.id };
    if (!spec?.live) throw FlumotionError.of('property-not-live', about);
    const given: Record<string, PropertyValue | undefined> = { ...this.spec.properties };
    delete given[name];
    if (value !== null) {
      const judged = validateValue(spec, value);
      if (!judged.ok) throw FlumotionError.of('property-refused', { ...about, reason: judged.problem });
      given[name] = judged.value;
    }
    const values = withDefaults(this.definition.spec.properties ?? {}, given);
    const complaint = this.behaviour.check?.(values, this.aliases());
    if (complaint !== undefined) throw FlumotionError.of('property-refused', { ...about, reason: complaint });
    this.spec.properties = given;
    this.values = values;
    applyProperty(spec, values[name], (element) => this.media?.element(element));
    if (this.context) await this.behaviour.changed?.(this.context, name, values[name]);
  }

  /** Judges a keycard. @throws Error when the component is no bouncer. */
  async authenticate(keycard: Keycard): Promise<Verdict> {
    if (!this.behaviour.authenticate || !this.context) throw new Error(`${this.spec.id} is no bouncer`);
    return this.behaviour.authenticate(this.context, keycard);
  }

  /** A part of a table. @throws FlumotionError, as `Offers.table` does, or `job-not-reached` before it has started. */
  table(table: string, query: TableQuery): Promise<TablePage> {
    return this.offers.table(this.startedContext(), table, query);
  }

  /** Carries out an action. @throws FlumotionError, as `Offers.act` does, or `job-not-reached` before it has started. */
  act(
    action: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, Cell>>> {
    return this.offers.act(this.startedContext(), action, parameters);
  }

  /** Shows what plugs threw that nobody caught, by their places; the component goes on. */
  plugsFailed(places: readonly number[], error: unknown): void {
    this.plugs?.failed(places, error);
  }

  /** Its pipeline as a graph in the language DOT. @throws FlumotionError `graph-missing`, `job-not-reached` before it has started. */
  graph(): string {
    const { id } = this.startedContext();
    const dot = this.media?.graph();
    if (dot === undefined) throw FlumotionError.of('graph-missing', { component: id });
    return dot;
  }

  /** Has the plugs that write log files open them anew. */
  async rotateLogs(): Promise<void> {
    await this.plugs?.rotate();
  }

  private startedContext(): Context {
    if (this.context) return this.context;
    throw FlumotionError.of('job-not-reached', { id: this.spec.id, reason: 'it has not started' });
  }

  /** Ends the component. What does not end in time is left to the end of the process. */
  async stop(): Promise<void> {
    const { context, media, behaviour, plugs } = this;
    this.keycards.stop();
    const stopped = context ? Promise.resolve(behaviour.stop?.(context)) : Promise.resolve();
    await withDeadline(stopped, STOP_DEADLINE, `the stop of ${this.spec.id}`).catch((error: unknown) => {
      this.surroundings.log.warn(errorText(error));
    });
    const closed = media?.close() ?? Promise.resolve();
    await Promise.all([
      plugs?.stop(),
      withDeadline(closed, STOP_DEADLINE, `the end of the pipeline of ${this.spec.id}`),
    ]);
  }

  private async launch(): Promise<void> {
    const { spec } = this.definition;
    const complaint = this.behaviour.check?.(this.values, this.aliases());
    if (complaint !== undefined) throw new Error(complaint);
    const has = (factory: string): boolean => this.surroundings.gst().hasElement(factory);
    const text = pipelineText(spec, this.values, has);
    if (spec.userPipeline !== undefined) judgeUserPipeline(spec, this.spec, text ?? '');
    const plugs = this.makePlugs();
    this.plugs = plugs;
    this.media = this.makeMedia(text, plugs, has);
    this.context = makeContext({
      id: this.spec.id,
      definition: this.definition,
      properties: () => this.values,
      log: this.surroundings.log,
      mood: this.mood,
      stats: this.stats,
      media: this.media,
      plugs,
      authenticate: this.surroundings.authenticate,
      stays: this.keycards.stays,
      localSocket: (name) => localSocket(this.surroundings.runDir, name),
      memory: this.makeMemory(),
      changed: () => {
        this.surroundings.changed(false);
      },
    });
    // Values come first: elements open their devices and files on the way to READY.
    applyProperties(spec, this.values, (name) => this.media?.element(name));
    await plugs.start();
    await this.behaviour.start?.(this.context);
    await this.media?.open();
    await this.media?.play();
  }

  private aliases(): string[] {
    return this.spec.eaters.map(({ alias }) => alias);
  }

  private makeMemory(): FileMemory {
    const { runDir, memoryDir = join(runDir, 'memory'), log } = this.surroundings;
    return new FileMemory(memoryFile(memoryDir, runDir, this.spec.id), log);
  }

  /** @throws Error when there is no place for an effect, or the values of a plug do not go together. */
  private makePlugs(): JobPlugs {
    const { log, plugs = [], changed } = this.surroundings;
    const made = new JobPlugs(this.spec, this.definition.spec, plugs, {
      log,
      mood: this.mood,
      media: () => this.media,
      stat: (name, value) => {
        this.stats.set(name, value);
        changed(false);
      },
    });
    const complaint = made.check();
    if (complaint !== undefined) throw new Error(complaint);
    return made;
  }

  private makeMedia(text: string | undefined, plugs: JobPlugs, has: HasElement): Media | undefined {
    if (text === undefined) return undefined;
    const { log, gst, retry } = this.surroundings;
    const taps = tapsOnly(text);
    if (taps) return new NodeMedia(this.spec.id, taps, this.spec.eaters, this.mood, log);
    const reporter = new PipelineReporter(this.behaviour, () => this.context, plugs, this.mood, log, retry);
    const whole = plugs.insert(text, has);
    return new GstMedia(gst(), this.spec, this.definition.spec, whole, reporter, this.mood, log);
  }
}

const nobodyElse: Pass = ({ method }) => Promise.reject(new Error(`there is nobody to ask for ${method}`));

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : String(error);
}
