import { EaterConnector } from '../feed/eater-connector';
import { FeederListener } from '../feed/feeder-listener';
import type { Gst, Pipeline } from '../gst/gst';
import type { Logger } from '../log/logger';
import type {
  AnyComponentSpec,
  Cue,
  Decoder,
  DecoderSpec,
  InputPad,
  EaterFlow,
  Inlet as NodeInlet,
  Line,
  PipelineElement,
  PipelineError,
  Player,
  PlayerSpec,
  ElementMessage,
  TapHandler,
} from '../plugin';
import type { EaterLink, JobSpec } from '../rpc/job-spec';
import type { EaterState, FeederState } from '../rpc/job-state';
import { expectedCaps } from './expected-caps';
import { EaterWatch } from './hunger';
import type { Inlet } from './inlet';
import { LineKeeper } from './line-keeper';
import type { Media, TlsIdentity } from './media';
import type { MoodKeeper } from './mood-keeper';
import { NodeEnds } from './node-ends';
import { pulse } from './pulse';

/** Milliseconds between looks at the bus, the eaters and the feeders: each wakes a process whose caches are cold by then. */
const POLL_INTERVAL = 500;
/**
 * The same after feeds have come or gone, while more of it is to be expected; and always where key units are asked for, as
 * a request goes only a second ahead of its time.
 */
const STIRRED_POLL_INTERVAL = 250;
/** Milliseconds for which that lasts. */
const STIRRED = 10_000;
/** The same where somebody listens to what elements say, such as levels. */
const LISTENING_POLL_INTERVAL = 100;
/**
 * The same where files are played: what breaks one, and the end of a round, is to be known soon. And where a feed has just
 * come back: its encoder may have other headers now, and what a muxer makes of media with those of before is noise.
 */
const QUICK_POLL_INTERVAL = 20;
/** Milliseconds for which a feed has just come back. */
const FRESH = 1000;
/** Milliseconds from one look at the buffer counts to the next, at least. */
const COUNT_INTERVAL = 200;

/** What a pipeline tells its component. */
export interface MediaEvents {
  error(error: PipelineError): void;
  warning(error: PipelineError): void;
  ended(): void;
  /** Whether anybody listens to what elements say. */
  readonly listens: boolean;
  element(message: ElementMessage): void;
  joined(alias: string, pad: InputPad): void;
}

/** Media side of a component with a GStreamer pipeline. */
export class GstMedia implements Media {
  private readonly pipeline: Pipeline;
  private readonly inlets = new Map<string, Inlet>();
  private readonly outlets: FeederListener[];
  private readonly ends: NodeEnds;
  private readonly lines: LineKeeper[] = [];
  /** Ends the regular looks. */
  private rest: (() => void) | undefined;
  private interval: number;
  private polled = 0;
  /** Whether key units are asked for, by the component or by feeds. */
  private asksKeyUnits: boolean;
  private stirredUntil = 0;
  private freshUntil = 0;
  private counted = 0;
  private playing = false;

  /** @throws FlumotionError when the pipeline cannot be built. */
  constructor(
    gst: Gst,
    private readonly spec: JobSpec,
    private readonly component: AnyComponentSpec,
    text: string,
    private readonly events: MediaEvents,
    private readonly mood: MoodKeeper,
    private readonly log: Logger,
  ) {
    this.interval = events.listens ? LISTENING_POLL_INTERVAL : STIRRED_POLL_INTERVAL;
    const keyUnits = Object.entries(component.eaters ?? {})
      .filter(([, { caps }]) => component.kind === 'encoder' && caps.startsWith('video/x-raw'))
      .map(([name]) => name);
    this.asksKeyUnits = keyUnits.length > 0;
    this.pipeline = gst.build({
      name: spec.id,
      text,
      joined: (alias, pad) => {
        events.joined(alias, pad);
      },
      eaters: spec.eaters.map((link) => {
        const {
          into,
          repeatSettings = false,
          through,
          steady = false,
        } = component.eaters?.[link.eater] ?? {};
        return {
          alias: link.alias,
          eater: link.eater,
          ...(into === undefined ? {} : { into, repeatSettings }),
          ...(through === undefined ? {} : { through }),
          steady,
        };
      }),
      idle: idleEaters(spec, component),
      feeders: spec.feeders.map((link) => link.feeder),
      keyUnits,
      feederCaps: Object.fromEntries(
        Object.entries(component.feeders ?? {}).map(([name, { caps }]) => [name, caps]),
      ),
      taps: [...text.matchAll(/@tap:([\w-]+)@/g)].map((match) => match[1] as string),
      inlets: [...text.matchAll(/@inlet:([\w-]+)@/g)].map((match) => match[1] as string),
    });
    this.ends = new NodeEnds(this.pipeline, log);
    this.outlets = spec.feeders.map(
      (link) => new FeederListener(link, this.pipeline.feeder(link.feeder), log),
    );
  }

  element(name: string): PipelineElement | undefined {
    return this.pipeline.element(name);
  }

  tap(name: string, handler: TapHandler): void {
    this.ends.tap(name, handler);
  }

  inlet(name: string): NodeInlet {
    return this.ends.inlet(name);
  }

  decoder(spec: DecoderSpec): Decoder {
    return this.ends.decoder(spec);
  }

  now(): bigint {
    return this.pipeline.now();
  }

  line(line: Line): void {
    const brings = this.spec.eaters.length === 0;
    this.lines.push(new LineKeeper(line, this.pipeline.line(line), brings, this.mood, this.log));
  }

  cue(cue: Cue): void {
    this.pipeline.cue(cue);
    if (cue.kind !== 'loop') return;
    this.pollQuickly();
  }

  player(spec: PlayerSpec): Player {
    this.pollQuickly();
    return this.pipeline.player(spec);
  }

  keyUnits(element: string, interval: number | undefined): void {
    this.pipeline.keyUnits(element, interval);
    this.asksKeyUnits = true;
    if (this.rest) this.pollEvery(this.interval);
  }

  async open(): Promise<void> {
    await this.enter('ready');
    await this.ends.open();
    await Promise.all(this.outlets.map((outlet) => outlet.listen()));
    this.stir();
  }

  async play(): Promise<void> {
    const { clock } = this.spec;
    if (clock) await this.pipeline.useClock(BigInt(clock.baseTime), clock.provider);
    for (const link of this.spec.eaters) this.connect(link);
    await this.playWhenFed();
  }

  relink(links: readonly EaterLink[]): void {
    for (const link of links) this.inlets.get(link.alias)?.connector.relink(link);
  }

  openFeeder(feeder: string, port: number, tls?: TlsIdentity): Promise<number> {
    const index = this.spec.feeders.findIndex((link) => link.feeder === feeder);
    const outlet = this.outlets[index];
    return outlet
      ? outlet.openTcp(port, tls)
      : Promise.reject(new Error(`${this.spec.id} has no feeder ${feeder}`));
  }

  eaters(): EaterState[] {
    return [...this.inlets.values()].map((inlet) => inlet.connector.state());
  }

  flows(): EaterFlow[] {
    return [...this.inlets].map(([alias, { attached, waiting, caps }]) => {
      const eater = this.pipeline.eater(alias);
      return {
        alias,
        connected: attached || waiting !== undefined,
        buffers: eater.buffers(),
        caps: eater.caps() ?? caps,
      };
    });
  }

  feeders(): FeederState[] {
    return this.outlets.map((outlet) => outlet.state());
  }

  graph(): string {
    return this.pipeline.graph();
  }

  async close(): Promise<void> {
    this.rest?.();
    this.rest = undefined;
    this.ends.end();
    for (const line of this.lines) line.close();
    for (const inlet of this.inlets.values()) inlet.connector.close();
    // Sockets are closed once the sink has let go of them, which it can tell only while it lives.
    await Promise.all(this.outlets.map((outlet) => outlet.close()));
    await this.pipeline.dispose();
    this.ends.close();
  }

  private connect(link: EaterLink): void {
    const watch = new EaterWatch(this.needs(link) ? this.mood : undefined, link.alias, link.wants);
    const connector = new EaterConnector(
      `${this.spec.id}:${link.alias}`,
      link,
      {
        connected: (feed, caps) => {
          const eater = this.component.eaters?.[link.eater];
          const known = caps ?? (eater?.into === undefined ? undefined : expectedCaps(inlet.link, eater));
          if (known === undefined && eater?.into !== undefined && !inlet.joined) {
            // Which kind of pad it is to have depends on its media.
            feed.close('nothing has come out of it so far');
            return;
          }
          inlet.waiting = { feed, caps: known };
          inlet.caps = caps;
          watch.connected(Date.now());
          this.stir();
          if (this.playing) this.attach(inlet);
          else void this.playWhenFed().catch((error: unknown) => this.fail(error));
        },
        takesMemory: () => !inlet.sharesNothing && this.pipeline.eater(link.alias).takesMemory,
        disconnected: (reason) => {
          if (inlet.shared === undefined) inlet.sharesNothing = false;
          inlet.shared = undefined;
          inlet.waiting = undefined;
          if (inlet.attached) this.pipeline.eater(link.alias).detach();
          inlet.attached = false;
          watch.disconnected(reason);
          if (this.rest) this.stir();
        },
      },
      this.log,
    );
    const inlet: Inlet = {
      link,
      connector,
      watch,
      waiting: undefined,
      attached: false,
      joined: false,
      caps: undefined,
      shared: undefined,
      sharesNothing: false,
    };
    this.inlets.set(link.alias, inlet);
    watch.disconnected('not connected yet');
    connector.start();
  }

  private attach(inlet: Inlet): void {
    if (!inlet.waiting) return;
    const { feed, caps } = inlet.waiting;
    const eater = this.pipeline.eater(inlet.link.alias);
    if (feed.memory !== undefined) inlet.shared = eater.buffers();
    eater.attach(feed.fd, caps, feed.memory);
    inlet.waiting = undefined;
    inlet.attached = true;
    inlet.joined = true;
    if (!this.playing) return;
    this.freshUntil = performance.now() + FRESH;
    this.pollEvery(QUICK_POLL_INTERVAL);
  }

  /** A muxer must know all its inputs before the first byte goes through, so nothing plays before all are there. */
  private async playWhenFed(): Promise<void> {
    if (this.playing) return;
    const needed = [...this.inlets.values()].filter((inlet) => this.needs(inlet.link));
    if (needed.some((inlet) => !inlet.waiting)) return;
    this.playing = true;
    for (const inlet of this.inlets.values()) this.attach(inlet);
    await this.enter('playing');
    for (const line of this.lines) line.begin();
  }

  /** Whether the component cannot do without the feed. */
  private needs(link: EaterLink): boolean {
    return this.component.eaters?.[link.eater]?.required !== false;
  }

  /** Changes the state; what an element says about a failure is told before the failure itself. */
  private async enter(state: 'ready' | 'playing'): Promise<void> {
    try {
      await this.pipeline.setState(state);
    } catch (error) {
      this.poll();
      throw error;
    }
  }

  private pollQuickly(): void {
    this.interval = QUICK_POLL_INTERVAL;
    if (this.rest) this.pollEvery(this.interval);
  }

  /** Looks more often for a while. */
  private stir(): void {
    this.stirredUntil = performance.now() + STIRRED;
    this.pollEvery(this.interval);
  }

  private pollEvery(interval: number): void {
    if (this.rest && interval === this.polled) return;
    this.rest?.();
    this.polled = interval;
    this.rest = pulse.every(interval, () => this.poll());
  }

  private poll(): void {
    const began = performance.now();
    const stirred = this.asksKeyUnits || began < this.stirredUntil;
    if (began >= this.freshUntil)
      this.pollEvery(this.interval === STIRRED_POLL_INTERVAL && !stirred ? POLL_INTERVAL : this.interval);
    for (const event of this.pipeline.poll()) {
      if (event.kind === 'error') this.events.error(event.error);
      else if (event.kind === 'warning') this.events.warning(event.error);
      else if (event.kind === 'eos') this.events.ended();
      else if (event.kind === 'element') this.events.element(event.message);
    }
    for (const line of this.lines) line.tick();
    for (const outlet of this.outlets) outlet.poll();
    const now = performance.now();
    const counts = now >= this.counted + COUNT_INTERVAL;
    if (counts) this.counted = now;
    for (const inlet of this.inlets.values()) {
      if (!inlet.attached) continue;
      const eater = this.pipeline.eater(inlet.link.alias);
      const dead = eater.dead();
      if (dead !== undefined) {
        inlet.sharesNothing = inlet.shared === eater.buffers();
        inlet.connector.lost(dead);
      } else if (counts) inlet.watch.tick(eater.buffers(), Date.now());
    }
  }

  private fail(error: unknown): void {
    if (this.mood.mood === 'sad') return;
    this.mood.say({
      level: 'error',
      id: 'pipeline-start',
      text: String((error as { message?: unknown }).message),
    });
  }
}

/** Eaters of the template that the planet links to nothing. */
function idleEaters(spec: JobSpec, component: AnyComponentSpec): string[] {
  const linked = new Set(spec.eaters.map((link) => link.eater));
  return Object.entries(component.eaters ?? {})
    .filter(([name, { into, required }]) => into === undefined && required === false && !linked.has(name))
    .map(([name]) => name);
}
