import type { Logger } from '../log/logger';
import type { ListenerResult } from '../tester/listener-plan';
import type { LoadWatcher } from '../tester/load-test';
import type { Tally } from '../tester/tally';

/** Where progress may be shown: a terminal, on which a line can be written over. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Watches a test: adds up the results, and says once a second how it goes. */
export class TesterProgress implements LoadWatcher {
  private readonly began = performance.now();
  private shown = false;

  /** @param screen gets a line that is written over; the log gets lines instead where it is no terminal. */
  constructor(
    private readonly tally: Tally,
    private readonly log: Logger,
    private readonly screen: Screen,
  ) {}

  left(result: ListenerResult): void {
    this.tally.add(result);
  }

  listening(count: number, play: number): void {
    const { finished, failures } = this.tally;
    const text = `${count} listen, ${play} of them can play it, ${finished} have left, ${failures} failed`;
    if (this.screen.isTTY === true) {
      const seconds = ((performance.now() - this.began) / 1000).toFixed(0);
      this.screen.write(`\r\x1b[K${seconds} s: ${text}`);
      this.shown = true;
    } else this.log.info(text);
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown) this.screen.write('\r\x1b[K');
  }
}
