import { spawn, type ChildProcess } from 'node:child_process';
import { Terminal } from '@xterm/headless';
import { waitUntil } from './wait-until';

/** A command in a pseudo terminal of its own, and what its screen shows. */
export class TestTerminal {
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly screen: Terminal;

  /** @param command text for a shell. */
  constructor(
    command: string,
    { columns, rows }: { columns: number; rows: number },
    env: NodeJS.ProcessEnv = {},
  ) {
    this.screen = new Terminal({ cols: columns, rows, allowProposedApi: true });
    const sized = `stty cols ${String(columns)} rows ${String(rows)}; exec ${command}`;
    this.child = spawn('script', ['-qfec', sized, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TERM: 'xterm-256color', CI: 'false', ...env },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.screen.write(chunk);
    });
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** The rows of the screen, as a person sees them. */
  get lines(): string[] {
    const { active } = this.screen.buffer;
    return Array.from(
      { length: this.screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  /** Whether a program has taken the whole screen. */
  get full(): boolean {
    return this.screen.buffer.active.type === 'alternate';
  }

  /** Types keys. */
  type(keys: string): void {
    this.child.stdin?.write(keys);
  }

  /** Waits until the screen shows something. */
  async shows(what: RegExp, deadline = 30_000): Promise<void> {
    const screen = (): string => this.lines.join('\n');
    await waitUntil(
      () => `${String(what)} on the screen:\n${screen()}`,
      () => what.test(screen()),
      deadline,
    );
  }

  /** Ends the command and the terminal. */
  dispose(): void {
    this.child.kill('SIGKILL');
    this.screen.dispose();
  }
}
