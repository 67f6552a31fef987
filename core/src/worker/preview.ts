import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import type { FeedSource } from '../rpc/job-spec';
import { previewLook, type PreviewKind, type PreviewLook, type PreviewMedium } from '../rpc/look-messages';
import { HeardSound } from './heard-sound';
import { News } from './news';

const said = z.union([
  z.object({ look: previewLook }),
  z.object({ lost: z.string() }),
  z.object({ failed: z.string() }),
]);

/** Characters kept of what the process wrote to standard error. */
const MAX_SAID = 500;

/** Which process shows what. */
export function mediumOf(kind: PreviewKind): PreviewMedium {
  return kind === 'picture' ? 'picture' : 'sound';
}

/** The process that looks at one feed. */
export class Preview {
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly latest = new Map<PreviewKind, PreviewLook>();
  private readonly sound = new HeardSound();
  private heard = false;
  private failure: string | undefined;
  private away = 'nothing has come yet';
  private wrote = '';
  private readonly news = new News();

  /** @param program - that it runs, from `ProgramFiles`. */
  constructor(
    program: string,
    medium: PreviewMedium,
    private readonly source: FeedSource,
  ) {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    this.child = fork(program, [], { stdio: [...stdio], execArgv: [] });
    this.child.stderr?.on('data', (data: Buffer) => {
      this.wrote = `${this.wrote}${data.toString('utf8')}`.slice(-MAX_SAID);
    });
    this.child.on('message', (message) => {
      this.take(message);
    });
    this.ended = new Promise((resolve) => {
      const gone = (reason: string): void => {
        this.failure ??= [reason, this.wrote.trim()].filter((part) => part !== '').join('; ');
        this.news.tell();
        resolve();
      };
      this.child.once('error', (error) => {
        gone(errorText(error));
      });
      this.child.once('exit', (status, signal) => {
        gone(`its process ended with ${signal === null ? `exit status ${String(status)}` : signal}`);
      });
    });
    // The secret of the feed goes over the channel: a command line can be read by everybody on the machine.
    this.child.send({ medium, source }, () => undefined);
  }

  /**
   * What is seen now; waits for the first, or for what comes after the one that is known already.
   * @param deadline - milliseconds.
   * @param after - time of the look that is known.
   * @throws FlumotionError `preview-failed`.
   */
  async look(kind: PreviewKind, deadline: number, after?: number): Promise<PreviewLook> {
    if (kind === 'sound' && !this.heard) {
      this.heard = true;
      this.child.send({ hear: true }, () => undefined);
    }
    const end = performance.now() + deadline;
    let next = this.next(kind, after);
    while (!next && this.failure === undefined && performance.now() < end) {
      await this.news.next(end);
      next = this.next(kind, after);
    }
    if (this.failure === undefined && next) return next;
    const reason = this.failure ?? `${this.away}, within ${deadline / 1000} s`;
    throw FlumotionError.of('preview-failed', { kind, feed: this.source.feed, reason });
  }

  /** Ends the process at once: it holds nothing but its connection to the feed. */
  stop(): void {
    this.failure ??= 'the worker ended it';
    this.child.kill('SIGKILL');
  }

  private take(message: unknown): void {
    const told = said.safeParse(message);
    if (!told.success) return;
    if ('look' in told.data) this.show(told.data.look);
    else {
      this.latest.clear();
      this.sound.clear();
      if ('failed' in told.data) this.failure ??= told.data.failed;
      else this.away = told.data.lost;
    }
    this.news.tell();
  }

  private show(look: PreviewLook): void {
    this.away = 'nothing more has come';
    this.sound.add(look);
    if (look.picture !== undefined) this.latest.set('picture', look);
    if (look.level !== undefined) this.latest.set('level', look);
  }

  private next(kind: PreviewKind, after: number | undefined): PreviewLook | undefined {
    if (kind === 'sound') return this.sound.after(after);
    const latest = this.latest.get(kind);
    return latest?.time === after ? undefined : latest;
  }
}
