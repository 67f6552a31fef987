import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentDefinition } from '@flumotion/core/plugin';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { waitUntil } from '../../../test/support/wait-until';
import { Relay } from './relay';

/** Address of everything that is sent here. */
export const HOST = '127.0.0.1';

/** Components, processes and relays of one test, ended after it. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-rtp-'));
  private readonly played: Played[] = [];
  private readonly processes: TestProcess[] = [];
  private readonly relays: Relay[] = [];

  async play(definition: ComponentDefinition, options: PlayOptions): Promise<Played> {
    const one = await playComponent(definition, { past: 300, ...options });
    this.played.push(one);
    return one;
  }

  run(command: string, ...args: string[]): TestProcess {
    const process = new TestProcess(command, command, args);
    this.processes.push(process);
    return process;
  }

  ffmpeg(...args: string[]): TestProcess {
    return this.run('ffmpeg', ...args);
  }

  async relay(to: number, port?: number): Promise<Relay> {
    const relay = await Relay.open(to, port);
    this.relays.push(relay);
    return relay;
  }

  /** Waits for a mood. @throws Error with what the component and the processes said. */
  async mood(played: Played, wanted: string): Promise<void> {
    await waitUntil(wanted, () => played.state.mood === wanted, 20_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(played.state)} ${this.said}`);
    });
  }

  /** What the processes printed. */
  get said(): string {
    return this.processes.map((one) => one.output).join();
  }

  /** Ends what the test began. */
  async end(): Promise<void> {
    for (const process of this.processes.splice(0)) process.kill('SIGKILL');
    for (const one of this.played.splice(0).reverse()) await one.stop();
    for (const relay of this.relays.splice(0)) relay.close();
  }

  /** Removes its folder as well. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Seconds by which times may step back: the frames of a packet follow one another, packets follow the sender's clock. */
const SETTLING = 0.05;

/** Checks that times never run back, and that the last is that of the flow. */
export function inTime(played: Played): void {
  const output = played.output();
  const media = output.buffers.filter(({ data, header }) => data.length > 0 && !header);
  const times = media.flatMap(({ pts }) => (pts === undefined ? [] : [Number(pts) / 1e9]));
  // A receiver that begins in the middle of a picture has a part without a time.
  if (times.length < 0.9 * media.length)
    throw new Error(`${String(media.length - times.length)} of ${String(media.length)} buffers have no time`);
  const back = times.findIndex((time, at) => at > 0 && time < (times[at - 1] ?? 0) - SETTLING);
  if (back >= 0) {
    const kind = output.caps[0]?.mediaType ?? 'unknown media';
    const steps = times.slice(Math.max(0, back - 3), back + 3).join(' s, ');
    throw new Error(
      `time of ${kind} runs back at buffer ${String(back)} of ${String(times.length)}: ${steps} s`,
    );
  }
  const lag = played.now() - (times.at(-1) ?? 0);
  if (Math.abs(lag) > 2) throw new Error(`the last buffer is ${lag.toFixed(2)} s off the flow's time`);
}
