import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EaterConnector } from '../../core/src/feed/eater-connector';
import { FeederListener } from '../../core/src/feed/feeder-listener';
import { TapReader } from '../../core/src/feed/tap-reader';
import type { Pipeline } from '../../core/src/gst/gst';
import { loadGst } from '../../core/src/gst/load';
import { ComponentHost } from '../../core/src/job/host';
import type { Cell, ComponentDefinition, PropertyValues, PlugDefinition } from '../../core/src/plugin';
import type { EaterLink } from '../../core/src/rpc/job-spec';
import type { JobState } from '../../core/src/rpc/job-state';
import { keepingLogger } from './feed-ends';
import { Output } from './output';
import { waitUntil } from './wait-until';

export { Output };

const SECRET = 'cd'.repeat(32);

/** A plug in a played component. */
export interface PlayedPlug {
  readonly definition: PlugDefinition;
  readonly properties?: PropertyValues;
  /** The feeder that an effect is in front of. */
  readonly feeder?: string;
}

/** How a component is to be played. */
export interface PlayOptions {
  readonly properties?: PropertyValues | undefined;
  /**
   * What each feed is eaten from, by alias: launch text of a source, another component with the feeder `default`, or one
   * and its feeder's name. The part of the alias before a colon names the eater. With an empty text the feed is absent
   * until `restore`.
   */
  readonly inputs?: Readonly<Record<string, string | Played | readonly [Played, string]>>;
  /** The worker lets components run pipeline text that people wrote. */
  readonly allowPipelines?: boolean;
  /**
   * Seconds for which the flow has been running already. A `clocksync` paces only where the machine has been up for
   * longer, which new ones are not for long.
   */
  readonly past?: number;
  /** Plugs in it, in their order. */
  readonly plugs?: readonly PlayedPlug[];
}

/** A component that runs in this process, fed through real feeds and read through them. */
export class Played {
  readonly outputs = new Map<string, Output>();
  readonly lines: string[];
  private readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-play-'));
  private readonly baseTime: bigint;
  private readonly ends: (() => unknown)[] = [];
  private readonly sources = new Map<string, () => Promise<void>>();
  private readonly pipelines = new Map<string, Pipeline>();
  private readonly log;
  private readonly host: ComponentHost;

  constructor(
    private readonly definition: ComponentDefinition,
    private readonly options: PlayOptions,
  ) {
    ({ log: this.log, lines: this.lines } = keepingLogger());
    this.baseTime = process.hrtime.bigint() - BigInt((options.past ?? 0) * 1e9);
    const { spec } = definition;
    this.host = new ComponentHost(
      {
        id: '/test/component',
        type: spec.type,
        packageDir: '/',
        properties: { ...options.properties },
        plugs: (options.plugs ?? []).map(({ definition: { spec: plug }, properties, feeder }) => ({
          type: plug.type,
          packageDir: '/',
          properties: { ...properties },
          ...(feeder === undefined ? {} : { feeder }),
        })),
        eaters: Object.keys(options.inputs ?? {}).map((alias) => this.link(alias)),
        feeders: Object.keys(spec.feeders ?? {}).map((feeder) => ({
          feeder,
          feed: `/test/component:${feeder}`,
          virtual: [],
          secret: SECRET,
          path: join(this.folder, `out-${feeder}`),
        })),
        clock: { baseTime: String(this.baseTime) },
        allowPipelines: this.options.allowPipelines === true,
        orphanTimeout: 60,
      },
      definition,
      {
        log: this.log,
        gst: loadGst,
        plugs: (options.plugs ?? []).map((plug) => plug.definition),
        runDir: this.folder,
        authenticate: () => Promise.reject(new Error('there is no bouncer')),
        changed: () => undefined,
        retry: () => undefined,
      },
    );
  }

  get state(): JobState {
    return this.host.state();
  }

  output(feeder = 'default'): Output {
    const output = this.outputs.get(feeder);
    if (!output) throw new Error(`no feeder ${feeder}`);
    return output;
  }

  /** Seconds of running time now. */
  now(): number {
    return Number(process.hrtime.bigint() - this.baseTime) / 1e9;
  }

  /**
   * Waits until what comes out has the time of the flow, neither late nor early; a busy machine may be late for a moment.
   * @param within - seconds.
   */
  keepsUp(output = this.output(), within = 1): Promise<void> {
    const off = (): number => (output.times.at(-1) ?? -Infinity) - this.now();
    return waitUntil(
      () => `the time of the flow (off by ${off().toFixed(2)} s)`,
      () => Math.abs(off()) < within,
    );
  }

  async start(): Promise<this> {
    for (const [alias, input] of Object.entries(this.options.inputs ?? {}))
      if (typeof input === 'string' && input !== '') await this.feed(alias, input);
    await this.host.start();
    for (const feeder of Object.keys(this.definition.spec.feeders ?? {})) this.read(feeder);
    return this;
  }

  /** Changes a live property, of the plug at a place when there is one. */
  set(name: string, value: PropertyValues[string] | null, plug?: number): Promise<void> {
    return this.host.setProperty(name, value ?? null, plug);
  }

  /** Rows of a table, with these values in these columns. */
  async table(
    name: string,
    where: Readonly<Record<string, string>> = {},
  ): Promise<readonly Readonly<Record<string, Cell>>[]> {
    return (await this.host.table(name, { offset: 0, limit: 1000, where })).rows;
  }

  /** Has an action carried out. */
  act(
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, Cell>>> {
    return this.host.act(name, parameters);
  }

  /** Another reader of a feeder, which comes now. */
  join(feeder = 'default'): Output {
    return this.readInto(new Output(), feeder);
  }

  /** Ends the source of an input, as the death of its process would. */
  async lose(alias = 'default'): Promise<void> {
    await this.sources.get(alias)?.();
    this.sources.delete(alias);
  }

  /**
   * Starts the source of an input again, or another in its place; its times are those of the flow, so what was lost is a
   * gap.
   */
  async restore(alias = 'default', text?: string): Promise<void> {
    const input = text ?? this.options.inputs?.[alias];
    if (typeof input === 'string') await this.feed(alias, input);
  }

  /** Lets the source of an input stand still while its connection stays, or go on. */
  async stall(alias: string, still: boolean): Promise<void> {
    await this.pipelines.get(alias)?.setState(still ? 'paused' : 'playing');
  }

  async stop(): Promise<void> {
    for (const end of this.sources.values()) await end();
    for (const end of this.ends.reverse()) await end();
    await this.host.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private link(alias: string): EaterLink {
    const input = this.options.inputs?.[alias];
    const other = input instanceof Played ? ([input, 'default'] as const) : input;
    const [feed, path] =
      typeof other === 'object'
        ? [`/test/component:${other[1]}`, join(other[0].folder, `out-${other[1]}`)]
        : [`/test/${alias}:default`, join(this.folder, `in-${alias}`)];
    const caps =
      typeof other === 'object' ? (other[0].definition.spec.feeders?.[other[1]]?.caps ?? 'ANY') : 'ANY';
    return {
      eater: alias.split(':')[0] ?? alias,
      alias,
      wants: feed,
      source: { feed, secret: SECRET, caps, path },
    };
  }

  private async feed(alias: string, text: string): Promise<void> {
    const pipeline: Pipeline = loadGst().build({
      name: alias,
      text,
      eaters: [],
      feeders: ['default'],
      taps: [],
    });
    await pipeline.useClock(this.baseTime);
    const path = join(this.folder, `in-${alias}`);
    const feed = `/test/${alias}:default`;
    const link = { feeder: 'default', feed, virtual: [], secret: SECRET, path };
    const listener = new FeederListener(link, pipeline.feeder('default'), this.log);
    await pipeline.setState('ready');
    await listener.listen();
    await pipeline.setState('playing');
    const timer = setInterval(() => {
      pipeline.poll();
      listener.poll();
    }, 20);
    this.pipelines.set(alias, pipeline);
    this.sources.set(alias, async () => {
      this.pipelines.delete(alias);
      clearInterval(timer);
      await pipeline.dispose();
      await listener.close();
    });
  }

  private read(feeder: string): void {
    this.outputs.set(feeder, this.readInto(new Output(), feeder));
  }

  private readInto(output: Output, feeder: string): Output {
    const feed = `/test/component:${feeder}`;
    const source = { feed, secret: SECRET, caps: 'ANY', path: join(this.folder, `out-${feeder}`) };
    const reader = new TapReader({
      caps: (caps) => void output.caps.push(caps),
      buffer: (buffer) => void output.buffers.push(buffer),
      tags: (tags) => void output.tags.push(tags),
    });
    // Of two with one name the later takes the place of the earlier, as one that comes back does.
    const name = `/test/reader${String(this.ends.length)}`;
    const connector = new EaterConnector(
      `${name}:${feeder}`,
      { eater: 'default', alias: feeder, wants: feed, source },
      {
        connected: (socket) => {
          reader.attach(socket);
        },
        disconnected: (reason) => {
          reader.detach(reason);
        },
      },
      this.log,
    );
    connector.start();
    this.ends.push(() => {
      connector.close();
    });
    return output;
  }
}

/** Starts a component on real GStreamer. Call `stop` after the test. */
export function playComponent(definition: ComponentDefinition, options: PlayOptions = {}): Promise<Played> {
  return new Played(definition, options).start();
}
