import { z } from 'zod/v3';
import type { ClockRecord, FeedRecord } from './plan/types';
import type { StateStore } from './state-store';

const feedRecord = z.object({
  secret: z.string().regex(/^[0-9a-f]{32,}$/),
  port: z.number().int().min(0).max(65535).optional(),
  worker: z.string().optional(),
  encrypted: z.boolean().optional(),
});
const clockRecord = z.object({ machine: z.string(), baseTime: z.string().regex(/^\d+$/) });
const desiredDocument = z.object({ stopped: z.array(z.string()) });
const feedsDocument = z.object({ feeds: z.record(z.string(), feedRecord) });
const clocksDocument = z.object({
  clocks: z.record(z.string(), clockRecord),
  /** Ports of time providers, by machine. */
  providers: z.record(z.string(), z.number().int()),
});

/** Time providers of machines seen last; older ones are forgotten, since every boot makes a new machine. */
const MAX_PROVIDERS = 1000;

/** Whether two records of a feed say the same. */
export function sameFeed(a: FeedRecord, b: FeedRecord): boolean {
  return a.secret === b.secret && a.port === b.port && a.worker === b.worker && a.encrypted === b.encrypted;
}

function sameFeeds(a: ReadonlyMap<string, FeedRecord>, b: ReadonlyMap<string, FeedRecord>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [feed, record] of b) {
    const other = a.get(feed);
    if (!other || (other !== record && !sameFeed(other, record))) return false;
  }
  return true;
}

/**
 * What the manager remembers over restarts: which components a person stopped, the secret and port of each feed, the
 * clock of each flow. Changes are in memory at once and stored in order.
 */
export class Records {
  private readonly stopped: Set<string>;
  private feedRecords: ReadonlyMap<string, FeedRecord>;
  private readonly clockRecords: Map<string, ClockRecord>;
  private readonly providerPorts: Map<string, number>;

  private constructor(
    private readonly store: StateStore,
    documents: {
      readonly desired: z.infer<typeof desiredDocument> | undefined;
      readonly feeds: z.infer<typeof feedsDocument> | undefined;
      readonly clocks: z.infer<typeof clocksDocument> | undefined;
    },
  ) {
    this.stopped = new Set(documents.desired?.stopped);
    this.feedRecords = new Map(Object.entries(documents.feeds?.feeds ?? {}));
    this.clockRecords = new Map(Object.entries(documents.clocks?.clocks ?? {}));
    this.providerPorts = new Map(Object.entries(documents.clocks?.providers ?? {}));
  }

  /** Reads what was stored. @throws FlumotionError `state-unreadable`. */
  static async load(store: StateStore): Promise<Records> {
    const [desired, feeds, clocks] = await Promise.all([
      store.read('desired', desiredDocument),
      store.read('feeds', feedsDocument),
      store.read('clocks', clocksDocument),
    ]);
    return new Records(store, { desired, feeds, clocks });
  }

  /** Whether the component (full id) is to run; a component nobody stopped is. */
  wanted(id: string): boolean {
    return !this.stopped.has(id);
  }

  /** Remembers that components are to run or not; as before when that fails. @throws FlumotionError `state-unwritable`. */
  async want(ids: readonly string[], running: boolean): Promise<void> {
    const changed = ids.filter((id) => this.wanted(id) !== running);
    if (changed.length === 0) return;
    const put = (wanted: boolean): void => {
      for (const id of changed) {
        if (wanted) this.stopped.delete(id);
        else this.stopped.add(id);
      }
    };
    put(running);
    try {
      await this.store.write('desired', { stopped: [...this.stopped].sort() });
    } catch (error) {
      put(!running);
      throw error;
    }
  }

  get feeds(): ReadonlyMap<string, FeedRecord> {
    return this.feedRecords;
  }

  /** Replaces what is known of the feeds. @throws FlumotionError `state-unwritable`. */
  async setFeeds(records: ReadonlyMap<string, FeedRecord>): Promise<void> {
    const before = this.feedRecords;
    this.feedRecords = records;
    if (sameFeeds(before, records)) return;
    await this.store.write('feeds', { feeds: Object.fromEntries(records) });
  }

  get clocks(): ReadonlyMap<string, ClockRecord> {
    return this.clockRecords;
  }

  /** Fixes the clock of a flow. @throws FlumotionError `state-unwritable`. */
  async setClock(flow: string, record: ClockRecord): Promise<void> {
    this.clockRecords.set(flow, record);
    await this.storeClocks();
  }

  /** Port of the time provider that a machine had last. */
  providerPort(machine: string): number | undefined {
    return this.providerPorts.get(machine);
  }

  /** Remembers the port of a machine's time provider. @throws FlumotionError `state-unwritable`. */
  async setProviderPort(machine: string, port: number): Promise<void> {
    if (this.providerPorts.get(machine) === port) return;
    this.providerPorts.delete(machine);
    this.providerPorts.set(machine, port);
    const [oldest] = this.providerPorts.keys();
    if (this.providerPorts.size > MAX_PROVIDERS && oldest !== undefined) this.providerPorts.delete(oldest);
    await this.storeClocks();
  }

  /** Forgets stopped components that are no longer in the planet. @throws FlumotionError `state-unwritable`. */
  async keepOnly(inPlanet: (id: string) => boolean): Promise<void> {
    const gone = [...this.stopped].filter((id) => !inPlanet(id));
    if (gone.length === 0) return;
    for (const id of gone) this.stopped.delete(id);
    await this.store.write('desired', { stopped: [...this.stopped].sort() });
  }

  private storeClocks(): Promise<void> {
    return this.store.write('clocks', {
      clocks: Object.fromEntries(this.clockRecords),
      providers: Object.fromEntries(this.providerPorts),
    });
  }
}
