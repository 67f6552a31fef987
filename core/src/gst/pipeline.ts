import { FlumotionError } from '../errors';
import type { Cue, DecoderSpec, Line, PipelineError, Player, PlayerSpec } from '../plugin';
import { BusReader } from './bus';
import { followClock } from './clock';
import { Cueing } from './cue';
import { BinDecoder } from './decoder';
import { makeEaterInto } from './eater-into';
import { FunnelEater } from './eater-source';
import { GstPipelineElement } from './element';
import { Feeder } from './feeder';
import { SocketFeeder } from './feeder-sink';
import type { BusEvent, EaterSource, FeederSink, Pipeline, PipelinePlan } from './gst';
import { KeyUnitRequests, KeyUnits } from './key-units';
import { graphOf } from './graph';
import { expandLaunch } from './launch';
import { BinLine } from './line';
import { hasMemoryElements } from './memory-branch';
import { MemoryFeeder } from './memory-feeder';
import type { GstBin, GstElement, GstNamespace, GstPipeline } from './node-gtk';
import { DeckPlayer } from './player';
import { Ramps } from './ramp';

/** Milliseconds a state change may take. */
const STATE_DEADLINE = 10_000;
/** Milliseconds between looks at a state change under way. */
const STATE_POLL = 10;
/** Domain of errors about feeds that GStreamer does not know of. */
const FEED_DOMAIN = 'flumotion-feed-error';

type StateName = 'null' | 'ready' | 'paused' | 'playing';
const STATES: readonly StateName[] = ['null', 'ready', 'paused', 'playing'];

/** A pipeline of GStreamer, its bus polled from outside. */
export class GstreamerPipeline implements Pipeline {
  private readonly native: GstPipeline;
  private readonly eaters = new Map<string, FunnelEater>();
  private readonly feeders: ReadonlyMap<string, Feeder>;
  private readonly taps: ReadonlyMap<string, Feeder>;
  private readonly inlets: ReadonlyMap<string, FunnelEater>;
  private readonly lines: BinLine[] = [];
  private readonly players: DeckPlayer[] = [];
  private readonly decoders: BinDecoder[] = [];
  private readonly pending: BusEvent[] = [];
  private readonly bus: BusReader;
  private readonly cueing: Cueing;
  private readonly requests: KeyUnits;
  private readonly ramps = new Ramps(() => this.runningTime());
  private readonly followers: readonly KeyUnitRequests[];
  private clocked = false;
  private disposed = false;

  /** @throws FlumotionError `pipeline-invalid` or `element-missing`. */
  constructor(
    private readonly gst: GstNamespace,
    private readonly plan: PipelinePlan,
    private readonly parse: (text: string) => GstPipeline,
  ) {
    const launch = expandLaunch(plan);
    this.native = parse(launch.text);
    this.cueing = new Cueing(gst, this.native, plan.name);
    this.requests = new KeyUnits(gst, this.native, plan.name);
    this.bus = new BusReader(gst, this.native, {
      segmentDone: () => {
        this.cueing.again();
      },
      claims: (error) => this.claims(error),
      quiet: (warning) =>
        this.lines.some((line) => line.claims(warning, 'warning')) ||
        this.decoders.some((decoder) => decoder.has(warning.source)) ||
        this.isFormer(warning.source),
    });
    for (const [index, eater] of plan.eaters.entries()) {
      const name = launch.eaters.get(eater.eater);
      this.eaters.set(
        eater.alias,
        eater.into === undefined || name !== undefined
          ? this.eaterNamed(name ?? '', eater.steady)
          : makeEaterInto(gst, this.native, {
              name: `into${String(index)}`,
              alias: eater.alias,
              into: this.named(eater.into),
              component: plan.name,
              repeatSettings: eater.repeatSettings === true,
              through: eater.through,
              joined: plan.joined,
              hear: () => this.hear(),
            }),
      );
    }
    for (const [name, element] of launch.feeders) {
      const caps = plan.feederCaps?.[name];
      if (caps !== undefined) gst.utilSetObjectArg(this.named(`${element}-caps`), 'caps', caps);
    }
    this.feeders = this.fans(launch.feeders);
    this.taps = this.fans(launch.taps);
    this.followers = [...launch.eaters]
      .filter(([name]) => plan.keyUnits?.includes(name))
      .map(([, element]) => this.requestsTo(element));
    this.inlets = new Map([...launch.inlets].map(([name, element]) => [name, this.eaterNamed(element)]));
  }

  element(name: string): GstPipelineElement | undefined {
    const native = this.native.getByName(name);
    return native ? new GstPipelineElement(this.gst, native, this.ramps) : undefined;
  }

  feeder(name: string): FeederSink {
    return this.found(this.feeders, 'feeder', name);
  }

  tap(name: string): FeederSink {
    return this.found(this.taps, 'tap', name);
  }

  eater(alias: string): EaterSource {
    return this.found(this.eaters, 'eater', alias);
  }

  inlet(name: string): EaterSource {
    return this.found(this.inlets, 'inlet', name);
  }

  async setState(state: StateName, deadline = STATE_DEADLINE): Promise<void> {
    if (state === 'playing' && this.cueing.waits) {
      await this.setState('paused', deadline);
      for (const player of this.players) await player.open(() => this.cueing.failed);
      await this.cueing.apply(() => this.runningTime());
      if (this.cueing.failed) return;
    }
    const end = Date.now() + deadline;
    const wanted = STATES.indexOf(state) + 1;
    const { FAILURE, ASYNC } = this.gst.StateChangeReturn;
    let result = this.native.setState(wanted);
    while (result === ASYNC && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, STATE_POLL));
      if (this.cueing.failed && this.cueing.waits) return;
      [result] = this.native.getState(0n);
    }
    if (result === FAILURE) throw this.failed(state);
    if (result === ASYNC) {
      throw FlumotionError.of('state-change-hangs', {
        component: this.plan.name,
        state,
        seconds: deadline / 1000,
        now: STATES[this.native.getState(0n)[1] - 1] ?? 'an unknown state',
      });
    }
  }

  poll(): readonly BusEvent[] {
    const events = [...this.pending.splice(0), ...this.bus.read()];
    this.requests.tick(this.runningTime());
    for (const follower of this.followers) follower.poll();
    for (const [alias, eater] of this.eaters) {
      const text = eater.guardHeaders() ?? eater.guardForm() ?? eater.guardRefusal();
      if (text === undefined) continue;
      events.push({ kind: 'error', error: { source: alias, domain: FEED_DOMAIN, code: 1, text, debug: '' } });
    }
    return events;
  }

  now(): bigint {
    return this.runningTime();
  }

  graph(): string {
    return graphOf(this.gst, this.native);
  }

  line(line: Line): BinLine {
    const bin = this.named(line.bin) as GstBin;
    const part = new BinLine(this.gst, this.native, bin, line, (name) => this.named(name));
    this.lines.push(part);
    return part;
  }

  cue(cue: Cue): void {
    this.cueing.add(cue);
  }

  player(spec: PlayerSpec): Player {
    const { gst, native: pipeline, parse } = this;
    const playing = (): boolean => pipeline.getState(0n)[1] === gst.State.PLAYING;
    const now = (): bigint => this.runningTime();
    const player = new DeckPlayer({ gst, pipeline, name: this.plan.name, parse, now, playing }, spec);
    this.players.push(player);
    return player;
  }

  decoder(spec: DecoderSpec): BinDecoder {
    const bin = this.named(spec.name) as GstBin;
    const decoder = new BinDecoder(this.gst, this.native, spec, bin, (name) => this.named(name));
    this.decoders.push(decoder);
    return decoder;
  }

  keyUnits(element: string, interval: number | undefined): void {
    this.requests.schedule(element, interval);
  }

  useClock(baseTime: bigint, provider?: { host: string; port: number }): Promise<void> {
    this.clocked = true;
    return followClock(this.gst, this.native, baseTime, provider);
  }

  /** Nanoseconds since the base time; 0 when GStreamer is to choose clock and base time by itself. */
  private runningTime(): bigint {
    if (!this.clocked) return 0n;
    // GStreamer counts modulo 2^64: the base time may lie before the machine's start.
    const time = BigInt.asIntN(64, this.native.getPipelineClock().getTime() - this.native.getBaseTime());
    return time > 0n ? time : 0n;
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    for (const part of [...this.players, ...this.lines, ...this.decoders]) part.close();
    await this.setState('null');
    for (const eater of [...this.eaters.values(), ...this.inlets.values()]) eater.detach();
    for (const fan of [...this.feeders.values(), ...this.taps.values()]) fan.close();
    this.bus.close();
  }

  private claims(error: PipelineError): boolean {
    if ([...this.eaters.values(), ...this.feeders.values()].some((end) => end.claims(error))) return true;
    if (this.lines.some((line) => line.claims(error, 'error'))) return true;
    if ([...this.players, ...this.decoders].some((part) => part.claims(error))) return true;
    if (this.isFormer(error.source)) return true;
    this.cueing.abort();
    return false;
  }

  /** Takes what is on the bus, while the elements that said it still have the names that they had then. */
  private hear(): void {
    this.pending.push(...this.bus.read());
  }

  /** Whether an element is no longer in the pipeline: decoders of what was played before are not. */
  private isFormer(element: string): boolean {
    if (this.players.length + this.decoders.length === 0) return false;
    return element !== this.native.name && this.native.getByName(element) === null;
  }

  /** The error behind a state change that failed at once; GStreamer puts it on the bus. */
  private failed(state: StateName): FlumotionError {
    const events = this.poll();
    this.pending.push(...events);
    const error = events.find((event) => event.kind === 'error');
    const reason =
      error?.kind === 'error' ? `${error.error.source}: ${error.error.text}` : `it cannot be ${state}`;
    return FlumotionError.of('pipeline-invalid', { component: this.plan.name, reason });
  }

  private requestsTo(eater: string): KeyUnitRequests {
    const pad = this.named(`${eater}-count`).getStaticPad('src');
    if (!pad) throw new Error(`${eater}-count has no src pad`);
    return new KeyUnitRequests(this.gst, this.named(`${eater}-requests`), pad);
  }

  private eaterNamed(name: string, steady = false): FunnelEater {
    const [funnel, count] = [this.named(name), this.named(`${name}-count`)];
    return new FunnelEater(this.gst, this.native, funnel, count, () => this.hear(), undefined, steady);
  }

  private fans(names: ReadonlyMap<string, string>): ReadonlyMap<string, Feeder> {
    return new Map(
      [...names].map(([name, element]) => {
        const input = this.named(`${element}-pay`).getStaticPad('sink');
        if (!input) throw new Error(`${element}-pay has no sink pad`);
        const counter = this.named(`${element}-idle`);
        const sockets = new SocketFeeder(this.gst, this.native, this.named(element), input, counter);
        const raw = this.native.getByName(`${element}-raw`);
        const memory =
          raw && hasMemoryElements(this.gst)
            ? new MemoryFeeder(this.gst, this.native, raw, counter, () => this.hear())
            : undefined;
        return [name, new Feeder(this.gst, sockets, memory)];
      }),
    );
  }

  private named(name: string): GstElement {
    const element = this.native.getByName(name);
    if (!element) {
      const reason = `the template has no element named ${name}`;
      throw FlumotionError.of('pipeline-invalid', { component: this.plan.name, reason });
    }
    return element;
  }

  private found<T>(where: ReadonlyMap<string, T>, kind: string, name: string): T {
    const found = where.get(name);
    if (found === undefined) throw new Error(`the pipeline of ${this.plan.name} has no ${kind} ${name}`);
    return found;
  }
}
