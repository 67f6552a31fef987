import type { CacheStatus, StatSpec } from '@flumotion/core/plugin';
import type { TransferEnd } from './transfer';

/** Figures of a provider with a cache. */
export const CACHE_STATS = {
  'cache-usage-estimation': {
    kind: 'gauge',
    unit: 'bytes',
    description: 'What the cache holds, as far as known.',
  },
  'cache-usage-ratio-estimation': {
    kind: 'gauge',
    description: 'What the cache holds, as a part of its size.',
  },
  'cleanup-count': { kind: 'counter', description: 'Times old copies were removed.' },
  'last-cleanup-time': { kind: 'text', description: 'When old copies were last removed.' },
  'current-copy-count': { kind: 'gauge', description: 'Copies being made.' },
  'finished-copy-count': { kind: 'counter', description: 'Copies made.' },
  'cancelled-copy-count': { kind: 'counter', description: 'Copies given up.' },
  'mean-copy-ratio': {
    kind: 'gauge',
    description: 'Mean part of a file that was copied before the copy ended.',
  },
  'mean-bytes-copied': { kind: 'gauge', unit: 'bytes', description: 'Mean size of what was copied.' },
  'cache-hit-count': { kind: 'counter', description: 'Requests for a file in the cache.' },
  'temp-hit-count': { kind: 'counter', description: 'Requests for a file that was being copied.' },
  'cache-miss-count': { kind: 'counter', description: 'Requests for a file that was not in the cache.' },
  'cache-outdate-count': {
    kind: 'counter',
    description: 'Requests for a file of which the cache had an old copy.',
  },
  'cache-read-ratio': { kind: 'gauge', description: 'Part of all bytes that came out of the cache.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

type Name = keyof typeof CACHE_STATS;
type Board = { stat(name: Name, value: number | string): void; count(name: Name, by?: number): void };

const COUNTERS: Readonly<Record<CacheStatus, Name>> = {
  'cache-hit': 'cache-hit-count',
  'temp-hit': 'temp-hit-count',
  'cache-miss': 'cache-miss-count',
  'cache-outdate': 'cache-outdate-count',
};

/** Keeps the figures of a provider with a cache. */
export class CacheFigures {
  private copies = 0;
  private ended = 0;
  private ratios = 0;
  private copied = 0;
  private read = 0;
  private readFromCache = 0;

  constructor(
    private readonly board: Board,
    private readonly size: number,
  ) {
    for (const [name, { kind }] of Object.entries(CACHE_STATS))
      if (kind === 'counter') board.count(name as Name, 0);
    board.stat('current-copy-count', 0);
  }

  /** Notes what the cache holds. */
  usage(bytes: number): void {
    this.board.stat('cache-usage-estimation', bytes);
    this.board.stat('cache-usage-ratio-estimation', rounded(bytes / this.size));
  }

  cleaned(): void {
    this.board.count('cleanup-count');
    this.board.stat('last-cleanup-time', new Date().toISOString());
  }

  copyBegins(): void {
    this.board.stat('current-copy-count', ++this.copies);
  }

  /** @param size - bytes of the whole file. */
  copyEnds(how: TransferEnd, copied: number, size: number): void {
    this.board.stat('current-copy-count', --this.copies);
    if (how === 'not-made') return;
    this.board.count(how === 'finished' ? 'finished-copy-count' : 'cancelled-copy-count');
    this.ended++;
    this.copied += copied;
    this.ratios += size === 0 ? 1 : copied / size;
    this.board.stat('mean-copy-ratio', rounded(this.ratios / this.ended));
    this.board.stat('mean-bytes-copied', Math.round(this.copied / this.ended));
  }

  /** Notes a request for a file. */
  asked(status: CacheStatus): void {
    this.board.count(COUNTERS[status]);
  }

  /** Notes what was read for a request that has ended. */
  served(fromCache: number, all: number): void {
    this.readFromCache += fromCache;
    this.read += all;
    if (this.read > 0) this.board.stat('cache-read-ratio', rounded(this.readFromCache / this.read));
  }
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}
