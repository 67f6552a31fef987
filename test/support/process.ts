import { spawn, type ChildProcess } from 'node:child_process';

/** Characters of output kept of each process. */
const MAX_OUTPUT = 400_000;
/** Milliseconds that a process usually has to end: a busy machine takes its time. */
const PATIENCE = 40_000;

/** How a process ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of a test: its output is kept, its end awaited. */
export class TestProcess {
  output = '';
  stdout = '';
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;
  private ending: Ending | undefined;

  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ) {
    this.child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout = (this.stdout + chunk.toString()).slice(-MAX_OUTPUT);
      this.keep(chunk);
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.keep(chunk);
    });
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.output += error.message;
        resolve((this.ending = { status: null, signal: null }));
      });
      this.child.once('close', (status, signal) => {
        resolve((this.ending = { status, signal }));
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get running(): boolean {
    return this.ending === undefined;
  }

  /** Waits for the end. @throws Error with the output when the deadline (ms) passes. */
  async end(deadline = PATIENCE): Promise<Ending> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`${this.name} did not end within ${String(deadline)} ms; it said:\n${this.output}`));
      }, deadline);
    });
    try {
      return await Promise.race([this.ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.child.kill(signal);
  }

  private keep(chunk: Buffer): void {
    this.output = (this.output + chunk.toString()).slice(-MAX_OUTPUT);
  }
}

/** Runs a command to its end. @throws Error with its output when it fails or takes longer than the deadline (ms). */
export async function run(command: string, args: readonly string[], deadline = 60_000): Promise<string> {
  const process = new TestProcess(command, command, args);
  try {
    const { status, signal } = await process.end(deadline);
    if (status === 0) return process.stdout;
    throw new Error(
      `${command} ${args.join(' ')}: ended with ${String(status ?? signal)}:\n${process.output}`,
    );
  } finally {
    process.kill('SIGKILL');
  }
}
