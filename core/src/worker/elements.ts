import { execFile, type ChildProcess } from 'node:child_process';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import { WORKER_SETTINGS } from '../tokens';
import type { WorkerSettings } from './settings';

const answer = z.object({
  missing: z.array(z.object({ element: z.string(), package: z.string().optional() })),
});

/** An element this machine lacks, and the Debian package that brings it where known. */
export type MissingElement = z.infer<typeof answer>['missing'][number];

const DEADLINE = 25_000;
const MAX_NAMES = 1_000;
/** Milliseconds a process waits for its question; less than its deadline, so that there is time to answer. */
const PREPARED = 10_000;

/** A process that loads GStreamer and waits for the names. */
interface Checking {
  readonly child: ChildProcess;
  readonly said: Promise<string>;
}

/** Tells which GStreamer elements this machine lacks, by a short-lived process: the worker itself loads no GStreamer. */
@injectable()
export class ElementChecker {
  private readonly present = new Set<string>();
  private prepared: Checking | undefined;
  /** Ends when no process looks any more. */
  private running: Promise<unknown> = Promise.resolve();
  /** What the next process will be asked, once none looks any more. */
  private next: { readonly names: Set<string>; readonly answer: Promise<MissingElement[]> } | undefined;

  constructor(@inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'programs'>) {}

  /**
   * The absent ones of these elements. What was found once is not looked for again; what was absent is. One process looks
   * at a time, however many ask: whoever asks meanwhile is answered by the next one.
   * @throws FlumotionError `elements-unchecked` when the process fails.
   */
  async missing(elements: readonly string[]): Promise<MissingElement[]> {
    const unknown = [...new Set(elements)].filter((name) => !this.present.has(name)).slice(0, MAX_NAMES);
    if (unknown.length === 0) return [];
    return (await this.together(unknown)).filter(({ element }) => unknown.includes(element));
  }

  private together(names: readonly string[]): Promise<MissingElement[]> {
    if (!this.next) {
      const all = new Set<string>();
      const answer = this.running.then(() => {
        this.next = undefined;
        return this.look([...all].filter((name) => !this.present.has(name)));
      });
      this.next = { names: all, answer };
      this.running = answer.catch(() => undefined);
    }
    for (const name of names) this.next.names.add(name);
    return this.next.answer;
  }

  private async look(elements: readonly string[]): Promise<MissingElement[]> {
    if (elements.length === 0) return [];
    const { missing } = await this.ask(elements);
    const absent = new Set(missing.map(({ element }) => element));
    for (const name of elements) if (!absent.has(name)) this.present.add(name);
    return missing;
  }

  /** Starts the process for the next question: a manager asks right after the login, and then waits for the answer. */
  prepare(): void {
    if (this.prepared) return;
    const checking = this.begin();
    this.prepared = checking;
    const drop = (): void => {
      clearTimeout(unused);
      if (this.prepared !== checking) return;
      this.prepared = undefined;
      checking.child.kill('SIGKILL');
    };
    const unused = setTimeout(drop, PREPARED);
    unused.unref();
    checking.said.then(drop, drop);
  }

  private async ask(elements: readonly string[]): Promise<z.infer<typeof answer>> {
    const { child, said } = this.prepared ?? this.begin();
    this.prepared = undefined;
    child.stdin?.end(JSON.stringify(elements));
    try {
      const text = await said;
      return answer.parse(JSON.parse(text.slice(text.lastIndexOf('{"missing"'))));
    } catch (error) {
      throw FlumotionError.of('elements-unchecked', { reason: errorText(error) });
    }
  }

  private begin(): Checking {
    const options = { timeout: DEADLINE, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 } as const;
    let settle: (error: Error | null, stdout: string, stderr: string) => void = () => undefined;
    const said = new Promise<string>((resolve, reject) => {
      settle = (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else reject(new Error([error.message, stderr.trim().slice(-500)].filter(Boolean).join(': ')));
      };
    });
    const args = [this.settings.programs.elementChecker];
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      settle(error, stdout, stderr);
    });
    // It may end before it is asked; why is told by its end.
    child.stdin?.on('error', () => undefined);
    return { child, said };
  }
}
