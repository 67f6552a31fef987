import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import type { FeedSource } from '../rpc/job-spec';
import { previewLook, type PreviewKind, type PreviewLook } from '../rpc/look-messages';

const said = z.union([
  z.object({ look: previewLook }),
  z.object({ lost: z.string() }),
  z.object({ failed: z.string() }),
]);

/** Characters kept of what the process wrote to standard error. */
const MAX_SAID = 500;

/** The process that looks at one feed. */
export class Preview {
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private latest: PreviewLook | undefined;
  private failure: string | undefined;
  private away = 'nothing has come yet';
  private wrote = '';
  private readonly waiting = new Set<() => void>();

  /** @param program - that it runs, from `ProgramFiles`. */
  constructor(
    program: string,
    private readonly kind: PreviewKind,
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
        this.wake();
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
    this.child.send({ kind, source }, () => undefined);
  }

  /**
   * What is seen now; waits for the first.
   * @param deadline - milliseconds.
   * @throws FlumotionError `preview-failed`.
   */
  async look(deadline: number): Promise<PreviewLook> {
    const end = performance.now() + deadline;
    while (!this.latest && this.failure === undefined && performance.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, end - performance.now());
        const { waiting } = this;
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
        waiting.add(done);
      });
    }
    if (this.failure === undefined && this.latest) return this.latest;
    const reason = this.failure ?? `${this.away}, within ${deadline / 1000} s`;
    throw FlumotionError.of('preview-failed', { kind: this.kind, feed: this.source.feed, reason });
  }

  /** Ends the process at once: it holds nothing but its connection to the feed. */
  stop(): void {
    this.failure ??= 'the worker ended it';
    this.child.kill('SIGKILL');
  }

  private take(message: unknown): void {
    const told = said.safeParse(message);
    if (!told.success) return;
    if ('look' in told.data) this.latest = told.data.look;
    else {
      this.latest = undefined;
      if ('failed' in told.data) this.failure ??= told.data.failed;
      else this.away = told.data.lost;
    }
    this.wake();
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
