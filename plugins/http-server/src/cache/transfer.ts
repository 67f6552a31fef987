import { readPiece } from '../local-file';
import type { Draft, Store } from './store';
import type { EntryFacts } from './trailer';

/** Bytes that a reader waits for rather than asking the source itself. */
const NEAR = 1_048_576;
/** Milliseconds that a copy is made on with nobody to read it. */
const LINGER = 30_000;

/** Where a copy is made from. */
export interface TransferSource {
  /** All bytes, from the first on, until the signal. */
  all(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Gives back what it holds. Called once, also where nothing was read. */
  close(): void;
}

/** How a transfer ended. */
export type TransferEnd = 'finished' | 'cancelled' | 'not-made';

/** One copy being made into the cache, from which any number of readers read what is there already. */
export class Transfer {
  private readonly abort = new AbortController();
  private readonly waiting = new Set<() => void>();
  private draft: Draft | undefined;
  private copied = 0;
  private readers = 0;
  private shared = false;
  private state: 'idle' | 'runs' | 'finished' | 'failed' = 'idle';
  private linger: NodeJS.Timeout | undefined;

  /** @param ended - called once, when no bytes come any more; at the latest when the last reader has left. */
  constructor(
    readonly facts: EntryFacts,
    private readonly store: Store,
    private readonly source: TransferSource,
    private readonly ended: (how: TransferEnd, copied: number) => void,
  ) {}

  /** Whether somebody has come to it before. */
  get isShared(): boolean {
    return this.shared;
  }

  /** A reader comes. */
  join(): void {
    this.shared = true;
    this.readers++;
    clearTimeout(this.linger);
  }

  /** A reader leaves; without any the copy is given up after a while, or at once where it has not begun. */
  leave(): void {
    if (--this.readers > 0) return;
    if (this.state === 'idle') this.finish('failed', 'not-made');
    else if (this.state === 'runs') this.linger = setTimeout(() => this.cancel(), LINGER).unref();
    else void this.close();
  }

  /** Ends it, as when the component stops. */
  cancel(): void {
    clearTimeout(this.linger);
    this.abort.abort(new Error('the copy is not needed any more'));
    if (this.state === 'idle') this.finish('failed', 'not-made');
  }

  /**
   * Bytes from one place up to another that are copied, or soon will be. It ends early where the source is to be asked
   * itself: far from what is copied, or after the copy has failed.
   */
  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    if (this.state === 'idle') {
      this.state = 'runs';
      void this.run();
    }
    for (let at = from; at < to;) {
      if (at < this.copied && this.draft) {
        const piece = await readPiece(this.draft.handle, at, Math.min(to, this.copied));
        if (piece.length === 0) return;
        yield piece;
        at += piece.length;
      } else if (this.state === 'runs' && at - this.copied <= NEAR) await this.moved();
      else return;
    }
  }

  private async run(): Promise<void> {
    const draft = await this.store.draft(this.facts);
    this.draft = draft;
    if (!draft) {
      this.finish('failed', 'not-made');
      return;
    }
    try {
      for await (const bytes of this.source.all(this.abort.signal)) {
        this.abort.signal.throwIfAborted();
        if (this.copied + bytes.length > this.facts.size)
          throw new Error('the source is longer than it said');
        await draft.write(bytes, this.copied);
        this.copied += bytes.length;
        this.wake();
      }
      if (this.copied < this.facts.size) throw new Error('the source is shorter than it said');
      await draft.commit();
      this.finish('finished', 'finished');
    } catch {
      await draft.abandon();
      this.finish('failed', 'cancelled');
    }
  }

  private finish(state: 'finished' | 'failed', how: TransferEnd): void {
    if (this.state === 'finished' || this.state === 'failed') return;
    this.state = state;
    clearTimeout(this.linger);
    this.source.close();
    this.ended(how, this.copied);
    this.wake();
    if (this.readers === 0) void this.close();
  }

  private moved(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  private wake(): void {
    for (const resume of this.waiting) resume();
    this.waiting.clear();
  }

  private async close(): Promise<void> {
    await this.draft?.handle.close().catch(() => undefined);
    this.draft = undefined;
  }
}
