import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorText } from '../errors';
import { loadGst } from '../gst/load';
import { ComponentHost } from '../job/host';
import { parseLevels } from '../log/levels';
import { formatLine, Logger } from '../log/logger';
import { MOST_ROWS } from '../model/table-page';
import { validateValues } from '../model/values';
import type { ComponentDefinition, Message, PlugDefinition, PropertyValues } from '../plugin';
import type { RunBuffer, RunningComponent, RunOptions, RunResult } from './run-types';
import { isCaps, testSource, type TestSource } from './sources';
import { TestFeeds } from './test-feeds';

/** Milliseconds between looks whether the run is over. */
const LOOK_INTERVAL = 20;
/** Most buffers that are kept of one feeder. */
const MAX_BUFFERS = 10_000;
/** Most lines of the log that are kept. */
const MAX_LINES = 1000;

/**
 * Runs one component on real GStreamer, in this process, as a job would: with its properties applied, its behaviour
 * started, fed from test sources and read through real feeds. Ends when every feeder gave enough, when the component
 * becomes sad, or at the deadline, and always resolves with what came.
 * @throws Error when the properties are not valid, an input names no eater, or there is no test source for an eater.
 * @example
 * ```ts
 * const test = async (mirror: ComponentDefinition): Promise<void> => {
 *   const inputs = { default: 'video/x-raw,width=64,height=48' };
 *   const result = await runComponent(mirror, { direction: 'rotate-180' }, { inputs, buffers: 5 });
 *   assert.deepEqual(result.messages, []);
 *   assert.match(result.feeders['default']?.caps ?? '', /width=\(int\)64/);
 * };
 * ```
 */
export async function runComponent(
  definition: ComponentDefinition,
  properties: PropertyValues = {},
  options: RunOptions = {},
): Promise<RunResult> {
  for (const plug of options.plugs ?? []) judged(plug.definition, plug.properties ?? {});
  const run = new Run(definition, judged(definition, properties), options);
  return run.go(sourcesFor(definition, options.inputs ?? {}));
}

function judged(
  definition: ComponentDefinition | PlugDefinition,
  properties: PropertyValues,
): PropertyValues {
  const { values, problems } = validateValues(definition.spec.properties ?? {}, properties);
  if (problems.length === 0) return values;
  throw new Error(problems.map(({ property, problem }) => `property ${property}: ${problem}`).join('\n'));
}

/** The source of every input, by alias. */
function sourcesFor(
  { spec }: ComponentDefinition,
  inputs: Readonly<Record<string, string>>,
): ReadonlyMap<string, TestSource> {
  const eaters = spec.eaters ?? {};
  const sources = new Map<string, TestSource>();
  for (const [alias, text] of Object.entries(inputs)) {
    const [eater = alias] = alias.split(':');
    if (!Object.hasOwn(eaters, eater)) {
      const known = Object.keys(eaters).join(', ') || 'none';
      throw new Error(`input ${alias}: ${spec.type} has no eater ${eater} (its eaters: ${known})`);
    }
    sources.set(alias, isCaps(text) ? testSource(text) : { text, caps: undefined });
  }
  const named = new Set([...sources.keys()].map((alias) => alias.split(':')[0]));
  for (const [eater, { caps, required }] of Object.entries(eaters)) {
    if (required !== false && !named.has(eater)) sources.set(eater, testSource(caps));
  }
  return sources;
}

class Run {
  private readonly outputs = new Map<string, { caps: string; buffers: RunBuffer[]; media: number }>();
  private readonly lines: string[] = [];
  private readonly broken: string[] = [];
  private readonly log: Logger;
  private host: ComponentHost | undefined;

  constructor(
    private readonly definition: ComponentDefinition,
    private readonly properties: PropertyValues,
    private readonly options: RunOptions,
  ) {
    this.log = new Logger(
      (line) => {
        if (this.lines.length < MAX_LINES) this.lines.push(formatLine(line));
      },
      parseLevels('*:4'),
      'test',
      definition.spec.type,
    );
  }

  async go(sources: ReadonlyMap<string, TestSource>): Promise<RunResult> {
    const folder = await mkdtemp(join(tmpdir(), 'flumotion-run-'));
    const baseTime = process.hrtime.bigint();
    const feeds = new TestFeeds(loadGst, folder, baseTime, this.log, (reason) => this.broken.push(reason));
    const feeders = Object.keys(this.definition.spec.feeders ?? {});
    const host = this.makeHost(feeds, sources, feeders, baseTime);
    this.host = host;
    const end = Date.now() + (this.options.deadline ?? 10_000);
    try {
      for (const [alias, source] of sources) await feeds.feed(alias, source);
      await host.start();
      for (const feeder of feeders) this.read(feeds, feeder);
      await this.options.running?.(this.running(host));
      while (Date.now() < end && !(await this.over())) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL));
      }
      return this.result();
    } finally {
      await feeds.close();
      await host.stop().catch((error: unknown) => {
        this.log.warn(errorText(error));
      });
      await rm(folder, { recursive: true, force: true });
    }
  }

  private makeHost(
    feeds: TestFeeds,
    sources: ReadonlyMap<string, TestSource>,
    feeders: readonly string[],
    baseTime: bigint,
  ): ComponentHost {
    const { spec } = this.definition;
    const caps = (alias: string): string => spec.eaters?.[alias.split(':')[0] ?? alias]?.caps ?? 'ANY';
    return new ComponentHost(
      {
        id: '/test/component',
        type: spec.type,
        packageDir: '/',
        properties: this.properties,
        plugs: (this.options.plugs ?? []).map(({ definition, properties, feeder }) => ({
          type: definition.spec.type,
          packageDir: '/',
          properties: { ...properties },
          ...(feeder === undefined ? {} : { feeder }),
        })),
        eaters: [...sources.keys()].map((alias) => feeds.eaterLink(alias, caps(alias))),
        feeders: feeders.map((feeder) => feeds.feederLink(feeder)),
        clock: { baseTime: String(baseTime) },
        allowPipelines: true,
        orphanTimeout: 600,
      },
      this.definition,
      {
        log: this.log,
        gst: loadGst,
        plugs: (this.options.plugs ?? []).map((plug) => plug.definition),
        authenticate: () => Promise.resolve({ admitted: true }),
        runDir: feeds.folder,
        changed: () => undefined,
        retry: () => undefined,
      },
    );
  }

  private read(feeds: TestFeeds, feeder: string): void {
    const output = { caps: '', buffers: [] as RunBuffer[], media: 0 };
    this.outputs.set(feeder, output);
    feeds.read(feeder, {
      caps: ({ text }) => {
        output.caps = text;
      },
      buffer: ({ data, ...rest }) => {
        if (!rest.header) output.media++;
        if (output.buffers.length >= MAX_BUFFERS) return;
        output.buffers.push({ ...rest, size: data.length, ...(this.options.data ? { data } : {}) });
      },
    });
  }

  private running(host: ComponentHost): RunningComponent {
    const sofar = (): RunResult => this.result();
    return {
      set: (name, value, plug) => host.setProperty(name, value, plug),
      table: async (name) => (await host.table(name, { offset: 0, limit: MOST_ROWS, where: {} })).rows,
      act: (action, parameters = {}) => host.act(action, parameters),
      get sofar() {
        return sofar();
      },
    };
  }

  private async over(): Promise<boolean> {
    if (this.broken.length > 0) throw new Error(this.broken[0]);
    const { buffers = 10, until } = this.options;
    if (this.host?.state().mood === 'sad') return true;
    if (until) return until(this.result());
    const outputs = [...this.outputs.values()];
    return outputs.length > 0 && outputs.every(({ media }) => media >= buffers);
  }

  private result(): RunResult {
    const state = this.host?.state();
    return {
      feeders: Object.fromEntries(
        [...this.outputs].map(([name, { caps, buffers }]) => [name, { caps, buffers: [...buffers] }]),
      ),
      mood: state?.mood ?? 'sleeping',
      messages: (state?.messages ?? []).map(({ time: _time, ...message }) => message as Message),
      stats: state?.stats ?? {},
      log: [...this.lines],
    };
  }
}
