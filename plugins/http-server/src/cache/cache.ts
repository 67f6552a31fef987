import type { CacheStatus, PlugBase } from '@flumotion/core/plugin';
import { HitFile, MissFile, type Direct } from './cached-file';
import { CacheFigures } from './figures';
import { storeSettings, type CacheProperties } from './properties';
import { Store } from './store';
import { Transfer, type TransferSource } from './transfer';
import { sameFile, type EntryFacts } from './trailer';

/** Copies made at a time; more files are served without. */
const MOST_TRANSFERS = 16;
/** Milliseconds between updates of how full it is. */
const INTERVAL = 10_000;

type Context = Pick<PlugBase<CacheProperties>, 'properties' | 'log' | 'message' | 'clear'> & {
  stat(name: string, value: number | string): void;
  count(name: string, by?: number): void;
};

/** A provider's cache: what is in it, and the copies being made. */
export class Cache {
  private readonly figures: CacheFigures;
  private readonly store: Store;
  private readonly transfers = new Map<string, Transfer>();
  private timer: NodeJS.Timeout | undefined;
  private said: string | undefined;

  constructor(private readonly context: Context) {
    const settings = storeSettings(context.properties);
    this.figures = new CacheFigures(context, settings.size);
    this.store = new Store(settings, {
      trouble: (reason) => this.trouble(reason),
      cleaned: () => this.figures.cleaned(),
    });
  }

  async start(): Promise<void> {
    await this.store.begin();
    const tell = (): void => this.figures.usage(this.store.usage);
    tell();
    this.timer = setInterval(tell, INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    for (const transfer of this.transfers.values()) transfer.cancel();
  }

  /**
   * Opens the copy of something.
   * @param isRight - whether it is still what it should be; one that is not is removed.
   * @returns the file, or whether there was an old copy.
   */
  async hit(key: string, isRight: (facts: EntryFacts) => boolean): Promise<HitFile | 'outdated' | 'none'> {
    const entry = await this.store.find(key);
    if (!entry) return 'none';
    if (isRight(entry.facts)) return new HitFile(entry, this.figures);
    await entry.handle.close().catch(() => undefined);
    await this.store.forget(key);
    return 'outdated';
  }

  /** What is known of the copy of something; undefined when there is none. */
  async facts(key: string): Promise<EntryFacts | undefined> {
    const entry = await this.store.find(key);
    await entry?.handle.close().catch(() => undefined);
    return entry?.facts;
  }

  forget(key: string): Promise<void> {
    return this.store.forget(key);
  }

  /** What is being copied under a key. */
  copying(key: string): Transfer | undefined {
    return this.transfers.get(key);
  }

  /**
   * Has a file copied as soon as somebody reads it.
   * @param source - where the copy is made from.
   * @returns whether it is going to be; not where one of its name is being made already, or too many are.
   */
  begin(facts: EntryFacts, source: () => TransferSource): boolean {
    if (this.transfers.has(facts.key) || this.transfers.size >= MOST_TRANSFERS) return false;
    this.figures.copyBegins();
    const transfer = new Transfer(facts, this.store, source(), (how, copied) => {
      this.transfers.delete(facts.key);
      this.figures.copyEnds(how, copied, facts.size);
      this.figures.usage(this.store.usage);
    });
    this.transfers.set(facts.key, transfer);
    return true;
  }

  /**
   * Opens a file that is not in the cache; a copy of it that is being made is shared.
   * @param outdated - whether there was an old copy.
   */
  miss(facts: EntryFacts, outdated: boolean, direct: Direct): MissFile {
    const running = this.transfers.get(facts.key);
    const transfer = running && sameFile(running.facts, facts) ? running : undefined;
    const first: CacheStatus = outdated ? 'cache-outdate' : 'cache-miss';
    const status = transfer?.isShared === true ? 'temp-hit' : first;
    return new MissFile(facts, status, this.figures, transfer, direct);
  }

  private trouble(reason: string | undefined): void {
    if (reason === this.said) return;
    this.said = reason;
    if (reason === undefined) {
      this.context.clear('cache-unusable');
      return;
    }
    this.context.message({
      level: 'warning',
      id: 'cache-unusable',
      text: `nothing can be added to the cache ${this.context.properties['cache-dir']}: ${reason}`,
      advice:
        'Files are served without. Make room on its disk, or set cache-dir to a folder of the user that runs the worker. It is tried again every 30 s.',
    });
  }
}
