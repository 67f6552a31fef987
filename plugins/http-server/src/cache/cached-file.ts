import type { CacheStatus, OpenFile } from '@flumotion/core/plugin';
import { readPiece } from '../local-file';
import type { CacheFigures } from './figures';
import type { Entry } from './store';
import type { Transfer } from './transfer';
import type { EntryFacts } from './trailer';

/** Counts what one request reads, and where from. */
abstract class Counted implements OpenFile {
  readonly size: number;
  readonly modified: number | undefined;
  readonly etag: string | undefined;
  readonly type: string | undefined;
  protected fromCache = 0;
  protected all = 0;

  protected constructor(
    facts: EntryFacts,
    private readonly status: CacheStatus,
    private readonly figures: CacheFigures,
  ) {
    ({ size: this.size, modified: this.modified, etag: this.etag, type: this.type } = facts);
    figures.asked(status);
  }

  abstract read(from: number, to: number): AsyncIterable<Uint8Array>;

  cached(): { readonly status: CacheStatus; readonly read: number } {
    return { status: this.status, read: this.fromCache };
  }

  close(): void {
    this.figures.served(this.fromCache, this.all);
  }
}

/** A file that is in the cache. */
export class HitFile extends Counted {
  constructor(
    private readonly entry: Entry,
    figures: CacheFigures,
  ) {
    super(entry.facts, 'cache-hit', figures);
  }

  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const piece = await readPiece(this.entry.handle, at, to);
      if (piece.length === 0) throw new Error('the copy in the cache became shorter');
      at += piece.length;
      this.fromCache += piece.length;
      this.all += piece.length;
      yield piece;
    }
  }

  override close(): void {
    this.entry.handle.close().catch(() => undefined);
    super.close();
  }
}

/** The source itself, for one request. */
export interface Direct {
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  close(): void;
}

/** A file that is being copied into the cache: read from there as far as it is, else from the source. */
export class MissFile extends Counted {
  constructor(
    facts: EntryFacts,
    status: CacheStatus,
    figures: CacheFigures,
    /** Undefined when no copy is made. */
    private readonly transfer: Transfer | undefined,
    private readonly direct: Direct,
  ) {
    super(facts, status, figures);
    transfer?.join();
  }

  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    let at = from;
    for await (const piece of this.transfer?.read(at, to) ?? []) {
      at += piece.length;
      this.fromCache += piece.length;
      this.all += piece.length;
      yield piece;
    }
    if (at >= to) return;
    for await (const piece of this.direct.read(at, to)) {
      this.all += piece.length;
      yield piece;
    }
  }

  override close(): void {
    this.transfer?.leave();
    this.direct.close();
    super.close();
  }
}
