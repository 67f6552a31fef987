import { setTimeout as delay } from 'node:timers/promises';
import { type TestProcess, type Ending } from './process';

/** Milliseconds between two calls. */
const PAUSE = 200;
/** Calls that are made at the most. */
const CALLS = 60;

/**
 * A program that calls again when it was not let in, as people and devices do: its patience is short where a machine is
 * slow, and a listener that is busy with one caller may refuse the next. Once it was let in, its end is its end.
 */
export class Caller {
  /** What it said, in all calls. */
  private said = '';
  private current: TestProcess;
  private leaving = false;
  private readonly over: Promise<Ending>;

  /**
   * @param start - starts the program.
   * @param refused - what it says when it ends because it was not let in.
   */
  constructor(
    private readonly start: () => TestProcess,
    private readonly refused: RegExp,
  ) {
    this.current = start();
    this.over = this.call();
  }

  get output(): string {
    return this.said + this.current.output;
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.leaving = true;
    this.current.kill(signal);
  }

  /** Waits for the end of the last call. @throws Error, as that of `TestProcess` does. */
  async end(): Promise<Ending> {
    await this.current.end();
    return this.over;
  }

  private async call(): Promise<Ending> {
    for (let calls = 1; ; calls++) {
      const ending = await this.current.ended;
      const again = !this.leaving && calls < CALLS && this.refused.test(this.current.output);
      if (again) await delay(PAUSE);
      if (!again || this.leaving) return ending;
      this.said += this.current.output;
      this.current = this.start();
    }
  }
}
