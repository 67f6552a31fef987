import type { NoFile, OpenFile } from '@flumotion/core/plugin';
import type { Cache } from '../cache/cache';
import type { EntryFacts } from '../cache/trailer';
import type { TransferSource } from '../cache/transfer';
import { factsOf, RemoteFile, transferFrom } from './remote-file';
import type { Upstream, UpstreamAnswer } from './upstream';

/** Milliseconds for an answer to whoever asks for a file. */
const DEADLINE = 4000;
/** Milliseconds that a copy is used on when no server can say whether it is still right. */
const STALE = 3000;
/** Files of which it is remembered until when they need no check. */
const MOST_REMEMBERED = 10_000;

/** What a server said of a file: that the copy is right, or what it is now. */
type Found =
  | { readonly kind: 'same' }
  | { readonly kind: 'new'; readonly facts: EntryFacts; readonly outdated: boolean };

/** How it works, times in milliseconds. */
export interface HttpCachedSettings {
  /** URL of a file by its path. */
  readonly url: (path: string) => string;
  /** How long a copy is used without a check. */
  readonly ttl: number;
  /** Told why no server can be asked, and with undefined that one could. */
  readonly trouble: (reason: string | undefined) => void;
  readonly now?: () => number;
}

/** Files of other servers, with copies of what is asked for. */
export class HttpCached {
  /** Until when the copy of a URL needs no check. */
  private readonly fresh = new Map<string, number>();
  private readonly asking = new Map<string, Promise<Found | NoFile>>();
  private readonly now: () => number;
  private said: string | undefined;

  constructor(
    private readonly cache: Cache,
    private readonly upstream: Upstream,
    private readonly settings: HttpCachedSettings,
  ) {
    this.now = settings.now ?? ((): number => performance.now());
  }

  /** Opens a file for one request. While it is asked for or being copied, nobody asks its servers again. */
  async open(path: string): Promise<OpenFile | NoFile> {
    const url = this.settings.url(path);
    const running = this.cache.copying(url);
    if (running) return this.miss(running.facts, false);
    if (this.isFresh(url)) {
      const hit = await this.cache.hit(url, () => true);
      if (typeof hit !== 'string') return hit;
    }
    const found = await this.ask(url);
    if ('missing' in found) return found;
    if (found.kind === 'new') return this.miss(found.facts, found.outdated);
    const hit = await this.cache.hit(url, () => true);
    if (typeof hit !== 'string') return hit;
    this.fresh.delete(url);
    return { missing: 'unavailable', reason: 'the copy was removed while its server was asked' };
  }

  private miss(facts: EntryFacts, outdated: boolean): OpenFile {
    return this.cache.miss(facts, outdated, new RemoteFile(this.upstream, facts.key, facts));
  }

  private ask(url: string): Promise<Found | NoFile> {
    const running = this.asking.get(url);
    if (running) return running;
    const asked = this.check(url).finally(() => this.asking.delete(url));
    this.asking.set(url, asked);
    return asked;
  }

  private async check(url: string): Promise<Found | NoFile> {
    const facts = await this.cache.facts(url);
    // Somebody else may have asked a moment ago.
    const running = this.cache.copying(url);
    if (running) return { kind: 'new', facts: running.facts, outdated: false };
    if (facts && this.isFresh(url)) return { kind: 'same' };
    let answer: UpstreamAnswer;
    try {
      answer = await this.upstream.get(url, facts ? conditions(facts) : {}, DEADLINE);
      this.tell(undefined);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.tell(reason);
      if (!facts) return { missing: 'unavailable', reason };
      this.remember(url, STALE);
      return { kind: 'same' };
    }
    if (answer.status !== 200) answer.body.destroy();
    if (answer.status === 304 && facts) {
      this.remember(url, this.settings.ttl);
      return { kind: 'same' };
    }
    return this.read(url, answer);
  }

  private async read(url: string, answer: UpstreamAnswer): Promise<Found | NoFile> {
    const { status, fields, body } = answer;
    if (status === 401 || status === 403)
      return { missing: 'forbidden', reason: `the server answered ${status}` };
    if (status !== 200) {
      if (status < 500) await this.cache.forget(url);
      const missing = status < 500 ? 'not-found' : 'unavailable';
      return { missing, reason: `the server answered ${status}` };
    }
    const facts = factsOf(url, answer);
    if (!facts || (fields['content-encoding'] ?? 'identity') !== 'identity') {
      body.destroy();
      return { missing: 'unavailable', reason: 'the server does not say how long the file is' };
    }
    const outdated = (await this.cache.hit(url, () => false)) === 'outdated';
    const keep =
      !/(?:^|,)\s*(?:no-store|private)\b/i.test(fields['cache-control'] ?? '') && fields['vary'] !== '*';
    const source = (): TransferSource => transferFrom(new RemoteFile(this.upstream, url, facts), body);
    if (keep) this.remember(url, this.settings.ttl);
    if (!keep || !this.cache.begin(facts, source)) body.destroy();
    return { kind: 'new', facts, outdated };
  }

  private tell(reason: string | undefined): void {
    if (reason === this.said) return;
    this.said = reason;
    this.settings.trouble(reason);
  }

  private isFresh(url: string): boolean {
    return this.now() < (this.fresh.get(url) ?? -Infinity);
  }

  private remember(url: string, milliseconds: number): void {
    this.fresh.delete(url);
    this.fresh.set(url, this.now() + milliseconds);
    if (this.fresh.size <= MOST_REMEMBERED) return;
    const [oldest] = this.fresh.keys();
    if (oldest !== undefined) this.fresh.delete(oldest);
  }
}

function conditions({ etag, modified }: EntryFacts): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(modified === undefined ? {} : { 'if-modified-since': new Date(modified).toUTCString() }),
  };
}
