import { mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { TestProcess } from './process';
import { waitUntil } from './wait-until';

/** Displays of tests, far above those of people. */
const FIRST_DISPLAY = 1000;
const DISPLAYS = 50_000;

/** A desktop without hardware: an X server, a sound server, and what shows and plays on them. */
export class Desktop {
  private readonly processes: TestProcess[] = [];
  private display = '';

  /** @param folder - private folder of the sound server. */
  constructor(private readonly folder: string) {}

  /** What programs of this desktop need in their environment. */
  get env(): NodeJS.ProcessEnv {
    return { DISPLAY: this.display, PULSE_SERVER: `unix:${this.socket}` };
  }

  private get socket(): string {
    return join(this.folder, 'native');
  }

  /** Starts both servers; the sound goes to a sink named `speaker`. */
  async start(width: number, height: number): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const size = `${String(width)}x${String(height)}x24`;
    // A number that nobody has: left to choose one, a server in a network of its own takes away the socket of another.
    const display = `:${String(FIRST_DISPLAY + (process.pid % DISPLAYS))}`;
    const x = this.run('Xvfb', [display, '-displayfd', '1', '-screen', '0', size, '-nolisten', 'tcp']);
    this.run('pulseaudio', [
      ...['-n', '--system=false', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no'],
      ...['-L', 'module-null-sink sink_name=speaker'],
      ...['-L', `module-native-protocol-unix auth-anonymous=1 socket=${this.socket}`],
    ]);
    await waitUntil('an X display', () => x.stdout.includes('\n'), 10_000);
    this.display = `:${x.stdout.trim()}`;
    await waitUntil('a sound server', () => existsSync(this.socket), 10_000);
  }

  /** Starts a program on the desktop. */
  run(command: string, args: readonly string[]): TestProcess {
    const home = { HOME: this.folder, XDG_RUNTIME_DIR: this.folder };
    const started = new TestProcess(command, command, args, {
      env: { ...process.env, ...home, ...(this.display === '' ? {} : this.env) },
    });
    this.processes.push(started);
    return started;
  }

  /** Ends all of it. */
  async stop(): Promise<void> {
    for (const one of this.processes.reverse()) one.kill('SIGTERM');
    for (const one of this.processes) await one.end(3000).catch(() => undefined);
    for (const one of this.processes) one.kill('SIGKILL');
  }
}
