import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { codecs, sound } from '../../../test/support/decode';
import { freePort } from '../../../test/support/free-port';
import { pitch } from '../../../test/support/media-content';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';

/** The password of the tests; it has what has to be escaped somewhere. */
export const PASSWORD = 'hack&me "quote"';
/** A field that gives it. */
export const LOGIN = `Basic ${Buffer.from(`source:${PASSWORD}`).toString('base64')}`;
/** Pitch of every test stream in Hz. */
export const PITCH = 500;
/** What ffmpeg makes the tone of. */
export const TONE = ['-f', 'lavfi', '-i', `sine=frequency=${PITCH}:sample_rate=44100`];
export const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=25'];

/** A station: the component, and the clients that send to it. */
export class Station {
  played!: Played;
  port = 0;
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-source-'));
  private readonly processes: TestProcess[] = [];
  private readonly sockets: Socket[] = [];

  /** Starts it on a free port. */
  async open(properties: object = {}): Promise<Output> {
    this.port = await freePort();
    this.played = await playComponent(component, {
      properties: { port: this.port, interface: '127.0.0.1', password: PASSWORD, ...properties },
      past: 100,
    });
    return this.played.output();
  }

  /** Ends it, with all its clients. */
  async close(): Promise<void> {
    for (const process of this.processes.splice(0)) process.kill('SIGKILL');
    for (const socket of this.sockets.splice(0)) socket.destroy();
    await this.played.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Starts a client. */
  run(command: string, ...args: readonly string[]): TestProcess {
    const process = new TestProcess(command, command, args);
    this.processes.push(process);
    return process;
  }

  /** Starts ffmpeg, which sends in real time. */
  ffmpeg(inputs: readonly string[], ...output: readonly string[]): TestProcess {
    const live = inputs.flatMap((word) => (word === '-f' ? ['-re', word] : [word]));
    return this.run('ffmpeg', '-nostdin', '-v', 'error', ...live, '-flush_packets', '1', ...output);
  }

  /** Where ffmpeg sends to. @param scheme - `icecast` or `http`. */
  url(scheme: string): string {
    return `${scheme}://source:${encodeURIComponent(PASSWORD)}@127.0.0.1:${this.port}/live`;
  }

  /** A connection of a client that is written by hand. @param port - that of the component when left out. */
  socket(text = '', port = this.port): { readonly socket: Socket; readonly said: () => string } {
    const socket = connect(port, '127.0.0.1');
    this.sockets.push(socket);
    let said = '';
    socket.on('data', (data: Buffer) => void (said += data.toString('latin1')));
    socket.on('error', () => undefined);
    if (text !== '') socket.write(text, 'latin1');
    return { socket, said: () => said };
  }

  /** Waits until what comes out is read: what comes before is for nobody. */
  async reader(): Promise<void> {
    await waitUntil('the reader', () => this.played.state.feeders[0]?.clients.length === 1);
  }

  /** Waits for a mood. */
  async mood(wanted: string): Promise<void> {
    await waitUntil(
      () => `${wanted} (${JSON.stringify(this.played.state)}; ${this.said()})`,
      () => this.played.state.mood === wanted,
      30_000,
    );
  }

  /** Waits for a figure. */
  async figure(name: string, wanted: string | number): Promise<void> {
    await waitUntil(
      () => `${name} ${wanted} (${JSON.stringify(this.played.state)}; ${this.said()})`,
      () => this.played.state.stats[name] === wanted,
      30_000,
    );
  }

  /** Waits until so many seconds of media are out, from a buffer on. */
  async seconds(output: Output, wanted: number, from = 0): Promise<void> {
    await waitUntil(
      () =>
        `${wanted} s of media (${output.buffers.length} buffers; ${JSON.stringify(this.played.state)}; ${this.said()})`,
      () => {
        // Headers have no time.
        const times = output.times.slice(from).filter((time) => time >= 0);
        return (times.at(-1) ?? 0) - (times[0] ?? 0) >= wanted;
      },
      30_000,
    );
  }

  /** Sees that what came out from a buffer on is the tone, in these codecs. */
  async expectTone(output: Output, wanted: readonly string[], from = 0): Promise<void> {
    const file = join(this.folder, 'heard');
    const headers = output.caps.at(-1)?.streamHeader ?? [];
    const media = output.buffers.slice(from).filter(({ header }) => !header);
    writeFileSync(file, Buffer.concat([...headers, ...media.map(({ data }) => data)]));
    expect(await codecs(file)).toEqual([...wanted]);
    const heard = await sound(file);
    expect(heard.samples.length / heard.rate).toBeGreaterThan(1);
    expect(pitch(heard.samples.subarray(heard.rate / 5, -heard.rate / 5), heard.rate)).toBeCloseTo(PITCH, -1);
  }

  private said(): string {
    return this.processes.map(({ name, output }) => `${name}: ${output.slice(-2000)}`).join('; ');
  }
}
