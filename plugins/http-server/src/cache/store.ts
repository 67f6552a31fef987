import { constants } from 'node:fs';
import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { CacheFolder } from './folder';
import { readTrailer, trailerOf, type EntryFacts } from './trailer';

/** Milliseconds between looks at what other processes did in the folder. */
const LOOK = 30_000;
/** Milliseconds after which a folder or a disk that could not be used is tried again. */
const RETRY = 30_000;

/** How much a cache holds, and when it is cleaned. */
export interface StoreSettings {
  readonly folder: string;
  /** Bytes. */
  readonly size: number;
  /** Whether old copies are removed for new ones. */
  readonly cleanup: boolean;
  /** Part of the size from which on it is cleaned. */
  readonly high: number;
  /** Part of the size that is left by cleaning. */
  readonly low: number;
}

/** What a store tells. */
export interface StoreReports {
  /** It cannot be used, in words; undefined when it can again. */
  trouble(reason: string | undefined): void;
  cleaned(): void;
}

/** A copy in the cache, opened. */
export interface Entry {
  readonly facts: EntryFacts;
  readonly handle: FileHandle;
}

/** A copy that is being made. */
export interface Draft {
  readonly handle: FileHandle;
  /** Writes bytes at a place. @throws Error when the disk is full. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Makes it the copy, in place of an older one. The handle stays open. */
  commit(): Promise<void>;
  /** Throws it away. The handle stays open. */
  abandon(): Promise<void>;
}

/** Copies of files in a folder, bounded in size; those not asked for the longest time go first. */
export class Store {
  private readonly folder: CacheFolder;
  private ready = false;
  private trusted = false;
  private retryAt = 0;
  private lookedAt = -Infinity;
  private bytes = 0;
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly settings: StoreSettings,
    private readonly reports: StoreReports,
  ) {
    this.folder = new CacheFolder(settings.folder);
  }

  /** Bytes in the folder, as far as known. */
  get usage(): number {
    return this.bytes;
  }

  /** Prepares the folder, or tells what is wrong with it. */
  async begin(): Promise<void> {
    if (await this.usable()) await this.oneByOne(() => this.look());
  }

  /** Opens the copy of something and notes that it was asked for. */
  async find(key: string): Promise<Entry | undefined> {
    if (!this.trusted) return undefined;
    let handle: FileHandle | undefined;
    try {
      handle = await open(this.folder.entry(key), constants.O_RDONLY | constants.O_NOFOLLOW);
      const facts = await readTrailer(handle);
      if (facts?.key === key) {
        const { mtime } = await handle.stat();
        await handle.utimes(new Date(), mtime);
        return { facts, handle };
      }
    } catch {
      // It is not there, or not readable: there is no copy.
    }
    await handle?.close().catch(() => undefined);
    return undefined;
  }

  /** Forgets the copy of something. */
  async forget(key: string): Promise<void> {
    await unlink(this.folder.entry(key)).catch(() => undefined);
    this.lookedAt = -Infinity;
  }

  /** Makes room for a copy and begins it; undefined when there is no room or no folder. */
  async draft(facts: EntryFacts): Promise<Draft | undefined> {
    if (!(await this.usable())) return undefined;
    const trailer = trailerOf(facts);
    return this.oneByOne(async () => {
      const size = facts.size + trailer.length;
      try {
        if (!(await this.makeRoom(size))) return undefined;
        const path = this.folder.temporary();
        const handle = await open(path, 'wx+', 0o600);
        // Others who share the folder see at once how much is going to be taken.
        await handle.truncate(size);
        this.bytes += size;
        return this.drafted(path, handle, facts, trailer);
      } catch (error) {
        this.failed(error);
        return undefined;
      }
    });
  }

  private drafted(path: string, handle: FileHandle, facts: EntryFacts, trailer: Buffer): Draft {
    const write = async (bytes: Uint8Array, at: number): Promise<void> => {
      try {
        for (let done = 0; done < bytes.length;)
          done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
      } catch (error) {
        this.failed(error);
        throw error;
      }
    };
    return {
      handle,
      write,
      commit: async () => {
        await write(trailer, facts.size);
        await handle.datasync();
        await rename(path, this.folder.entry(facts.key));
        this.lookedAt = -Infinity;
        this.reports.trouble(undefined);
      },
      abandon: async () => {
        await unlink(path).catch(() => undefined);
        this.bytes -= facts.size + trailer.length;
      },
    };
  }

  private async makeRoom(size: number): Promise<boolean> {
    const { size: most, cleanup, high } = this.settings;
    if (size > most) return false;
    const over = (): boolean => this.bytes + size > most * Math.min(1, high);
    if (over() || Date.now() - this.lookedAt > LOOK) await this.look();
    if (over() && cleanup) await this.clean(size);
    return this.bytes + size <= most;
  }

  private async look(): Promise<void> {
    const kept = await this.folder.list();
    this.bytes = kept.reduce((sum, { size }) => sum + size, 0);
    this.lookedAt = Date.now();
  }

  /** Removes what was not asked for the longest time, until the low mark is reached and something of a size fits. */
  private async clean(size: number): Promise<void> {
    const { size: most, low } = this.settings;
    const aim = Math.min(most * low, most - size);
    const kept = (await this.folder.list()).filter(({ temporary }) => !temporary);
    kept.sort((a, b) => a.used - b.used);
    for (const { name, size: freed } of kept) {
      if (this.bytes <= aim) break;
      await this.folder.remove(name);
      this.bytes -= freed;
    }
    this.reports.cleaned();
  }

  private async usable(): Promise<boolean> {
    if (Date.now() < this.retryAt) return false;
    if (this.ready) return true;
    try {
      await this.folder.prepare();
      this.ready = this.trusted = true;
      this.reports.trouble(undefined);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** Nothing is added to the cache for a while; what is in it can be read. */
  private failed(error: unknown): void {
    this.ready = false;
    this.retryAt = Date.now() + RETRY;
    this.reports.trouble(error instanceof Error ? error.message : String(error));
  }

  private oneByOne<T>(task: () => Promise<T>): Promise<T> {
    const result = this.line.then(task);
    this.line = result.catch(() => undefined);
    return result;
  }
}
