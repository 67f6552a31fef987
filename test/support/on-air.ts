import { freePort } from './free-port';
import { Installation } from './installation';
import { Listener } from './listener';
import { oggFlow, planet } from './planets';
import { waitUntil } from './wait-until';

/** Full name of a component of the flow that is on the air. */
export const id = (name: string): string => `/default/${name}`;

/** The flow of test picture and tone as real processes, and somebody who listens all the time. */
export class OnAir {
  private constructor(
    readonly installation: Installation,
    readonly url: string,
    readonly listener: Listener,
  ) {}

  /** @param flows - XML of further flows. */
  static async start(flows = '', transport: 'tcp' | 'ssl' = 'tcp'): Promise<OnAir> {
    const port = await freePort();
    const xml = planet(`${oggFlow(port)}\n${flows}`);
    const installation = await Installation.start({ planet: xml, transport });
    installation.startWorker();
    try {
      await installation.mood('happy');
      const url = `http://127.0.0.1:${String(port)}/`;
      const listener = new Listener(url);
      await waitUntil('the first bytes', () => listener.bytes > 20_000);
      return new OnAir(installation, url, listener);
    } catch (error) {
      await installation.dispose();
      throw error;
    }
  }

  /** Waits until a second of stream has come. */
  async flowing(): Promise<void> {
    const before = this.listener.bytes;
    await this.installation.until('bytes flow', () => this.listener.bytes > before + 30_000, 40_000);
  }

  /**
   * Longest time (ms) without a byte for the listener while something is done. The best of three counts: other work on the
   * machine can slow any one of them.
   * @param limit - milliseconds; a silence below it is not measured again.
   */
  async silence(limit: number, work: () => Promise<void>): Promise<number> {
    let best = Infinity;
    for (let tries = 0; tries < 3 && best >= limit; tries++) {
      this.listener.resetGap();
      await work();
      best = Math.min(best, this.listener.worstGap);
    }
    return best;
  }

  /** Kills a component's job; waits until another one works, and the stream flows. */
  async kill(name: string): Promise<void> {
    const before = await this.installation.pid(id(name));
    process.kill(before, 'SIGKILL');
    await this.installation.until(
      `${name} is started again`,
      async () => (await this.installation.pid(id(name))) !== before,
      40_000,
    );
    await this.installation.mood('happy');
    await this.flowing();
  }

  async dispose(): Promise<void> {
    this.listener.close();
    await this.installation.dispose();
  }
}
