import { EaterConnector } from '../feed/eater-connector';
import { TapReader } from '../feed/tap-reader';
import type { Logger } from '../log/logger';
import type { EaterFlow, FeedBuffer, FeedCaps, FeedTags, TapHandler } from '../plugin';
import type { EaterLink } from '../rpc/job-spec';
import type { EaterState, FeederState } from '../rpc/job-state';
import { EaterWatch } from './hunger';
import type { Media } from './media';
import type { MoodKeeper } from './mood-keeper';
import { pulse } from './pulse';

/** Milliseconds between looks at the buffer counts. */
const HUNGER_INTERVAL = 1000;
const TAPS_ONLY = /^\s*(@eater:[\w-]+@\s*!\s*@tap:[\w-]+@\s*)+$/;
const TAP = /@eater:([\w-]+)@\s*!\s*@tap:([\w-]+)@/g;

/** The eater behind each tap when a template is nothing but `@eater:x@ ! @tap:y@`; undefined for any other template. */
export function tapsOnly(text: string): ReadonlyMap<string, string> | undefined {
  if (!TAPS_ONLY.test(text)) return undefined;
  return new Map([...text.matchAll(TAP)].map((match) => [match[2] as string, match[1] as string]));
}

interface Inlet {
  readonly connector: EaterConnector;
  readonly watch: EaterWatch;
  buffers: number;
  caps: string | undefined;
  connected: boolean;
}

/** Media side of a component that reads its feeds in Node, without GStreamer. */
export class NodeMedia implements Media {
  private readonly handlers = new Map<string, TapHandler>();
  private readonly inlets = new Map<string, Inlet>();
  /** Ends the regular looks. */
  private rest: (() => void) | undefined;

  /** @param taps - eater name by tap name, from `tapsOnly`. */
  constructor(
    private readonly id: string,
    private readonly taps: ReadonlyMap<string, string>,
    private readonly links: readonly EaterLink[],
    private readonly mood: MoodKeeper,
    private readonly log: Logger,
  ) {}

  element(): undefined {
    return undefined;
  }

  tap(name: string, handler: TapHandler): void {
    const eater = this.taps.get(name);
    if (eater === undefined) throw new Error(`the template has no tap ${name}`);
    this.handlers.set(eater, handler);
  }

  inlet(): never {
    throw new Error(`${this.id} works without GStreamer, so it has no inlet`);
  }

  now(): never {
    throw new Error(`${this.id} works without GStreamer, so it has no running time`);
  }

  line(): never {
    throw new Error(`${this.id} works without GStreamer, so it has no line`);
  }

  cue(): never {
    throw new Error(`${this.id} works without GStreamer, so it has nothing to cue`);
  }

  player(): never {
    throw new Error(`${this.id} works without GStreamer, so it has no player`);
  }

  decoder(): never {
    throw new Error(`${this.id} works without GStreamer, so it has no decoder`);
  }

  keyUnits(): never {
    throw new Error(`${this.id} works without GStreamer, so it has no key units to ask for`);
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  play(): Promise<void> {
    for (const link of this.links) this.connect(link);
    this.rest = pulse.every(HUNGER_INTERVAL, () => {
      for (const inlet of this.inlets.values()) inlet.watch.tick(inlet.buffers, Date.now());
    });
    return Promise.resolve();
  }

  relink(links: readonly EaterLink[]): void {
    for (const link of links) this.inlets.get(link.alias)?.connector.relink(link);
  }

  openFeeder(feeder: string): Promise<number> {
    return Promise.reject(new Error(`${this.id} has no feeder ${feeder}`));
  }

  eaters(): EaterState[] {
    return [...this.inlets.values()].map((inlet) => inlet.connector.state());
  }

  flows(): EaterFlow[] {
    return [...this.inlets].map(([alias, { connected, buffers, caps }]) => ({
      alias,
      connected,
      buffers,
      caps,
    }));
  }

  feeders(): FeederState[] {
    return [];
  }

  graph(): undefined {
    return undefined;
  }

  close(): Promise<void> {
    this.rest?.();
    for (const inlet of this.inlets.values()) inlet.connector.close();
    return Promise.resolve();
  }

  private connect(link: EaterLink): void {
    const handler = this.handlers.get(link.eater);
    if (!handler) return;
    const watch = new EaterWatch(this.mood, link.alias, link.wants);
    const reader = new TapReader({
      caps: (caps: FeedCaps) => {
        inlet.caps = caps.text;
        handler.caps(caps);
      },
      buffer: (buffer: FeedBuffer) => {
        inlet.buffers++;
        handler.buffer(buffer);
      },
      lost: (reason: string) => {
        handler.lost?.(reason);
      },
      ...(handler.tags ? { tags: (tags: FeedTags) => handler.tags?.(tags) } : {}),
      ...(handler.drained && { drained: () => handler.drained?.() ?? 0 }),
    });
    const connector = new EaterConnector(
      `${this.id}:${link.alias}`,
      link,
      {
        connected: (socket) => {
          watch.connected(Date.now());
          inlet.connected = true;
          reader.attach(socket);
        },
        disconnected: (reason) => {
          inlet.connected = false;
          reader.detach(reason);
          watch.disconnected(reason);
        },
      },
      this.log,
    );
    const inlet: Inlet = { connector, watch, buffers: 0, caps: undefined, connected: false };
    this.inlets.set(link.alias, inlet);
    watch.disconnected('not connected yet');
    connector.start();
  }
}
