import { inject, injectable } from 'tsyringe';
import { FlumotionError } from '../errors';
import type { FeedSource } from '../rpc/job-spec';
import { PREVIEW_DEADLINE, type PreviewKind, type PreviewLook } from '../rpc/look-messages';
import { RUN_DIR, WORKER_SETTINGS } from '../tokens';
import { mediumOf, Preview } from './preview';
import type { RunDir } from './run-dir';
import type { WorkerSettings } from './settings';

/** Previews that run at one time. */
const MAX_PREVIEWS = 8;
const IDLE = 10_000;

/** Looks at feeds of this worker, each by a process of its own that is gone soon after nobody looks any more. */
@injectable()
export class Previews {
  /** Milliseconds for which a preview goes on after the last look. */
  protected readonly idle: number = IDLE;
  private readonly running = new Map<string, { readonly preview: Preview; end: NodeJS.Timeout }>();

  constructor(
    @inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'programs' | 'name'>,
    @inject(RUN_DIR) private readonly runDir: Pick<RunDir, 'holds'>,
  ) {}

  /** How many run now. */
  get count(): number {
    return this.running.size;
  }

  /**
   * What is seen of a feed now; the first look waits until there is something, later ones may wait for what comes after the
   * time of one before.
   * @throws FlumotionError `preview-failed`, `previews-exhausted`.
   */
  async look(kind: PreviewKind, source: FeedSource, after?: number): Promise<PreviewLook> {
    if (source.path === undefined || !this.runDir.holds(source.path)) {
      const reason = `it is not a feed of worker ${this.settings.name}`;
      throw FlumotionError.of('preview-failed', { kind, feed: source.feed, reason });
    }
    const key = JSON.stringify([mediumOf(kind), source.feed, source.secret, source.path]);
    const preview = this.running.get(key)?.preview ?? this.begin(key, kind, source);
    this.keep(key, PREVIEW_DEADLINE + this.idle);
    try {
      const look = await preview.look(kind, PREVIEW_DEADLINE, after);
      this.keep(key, this.idle);
      return look;
    } catch (error) {
      this.end(key, preview);
      throw error;
    }
  }

  /** Ends all. */
  stop(): void {
    for (const [key, { preview }] of this.running) this.end(key, preview);
  }

  private begin(key: string, kind: PreviewKind, source: FeedSource): Preview {
    if (this.running.size >= MAX_PREVIEWS) {
      const { name } = this.settings;
      throw FlumotionError.of('previews-exhausted', { worker: name, limit: MAX_PREVIEWS });
    }
    const preview = new Preview(this.settings.programs.preview, mediumOf(kind), source);
    this.running.set(key, { preview, end: setTimeout(() => undefined, 0) });
    void preview.ended.then(() => {
      this.end(key, preview);
    });
    return preview;
  }

  private keep(key: string, time: number): void {
    const running = this.running.get(key);
    if (!running) return;
    clearTimeout(running.end);
    running.end = setTimeout(() => {
      this.end(key, running.preview);
    }, time);
    running.end.unref();
  }

  private end(key: string, preview: Preview): void {
    preview.stop();
    const running = this.running.get(key);
    if (running?.preview !== preview) return;
    clearTimeout(running.end);
    this.running.delete(key);
  }
}
