import type { WriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Message } from '@flumotion/core/plugin';

/** Bytes that may wait to be written; lines beyond are left out and counted. */
const MAX_WAITING = 1024 * 1024;
/** Milliseconds between looks whether the file is still the one that is written to. */
const LOOK_INTERVAL = 5000;
const MODE = 0o640;

/** Whom the file tells of trouble. */
export interface Teller {
  message(message: Message): void;
  clear(id: string): void;
}

/**
 * A file that lines are added to. When it is moved away or deleted a new one is begun, within 5 s or at `reopen`, so
 * that log files can be rotated. When the disk refuses, lines are left out and a message says how many.
 */
export class LineFile {
  private stream: WriteStream | undefined;
  private timer: NodeJS.Timeout | undefined;
  private inode = 0;
  private missed = 0;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly teller: Teller,
  ) {}

  /** @throws Error when the file cannot be written to; the text says why and what to do. */
  async open(): Promise<void> {
    try {
      await this.begin();
    } catch (error) {
      throw new Error(
        `the log file ${this.path} cannot be opened: ${reason(error)}; give the user of this process the right to write there`,
        { cause: error },
      );
    }
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL).unref();
  }

  /** Adds a line; line breaks in it become spaces. */
  write(line: string): void {
    if (!this.stream || this.stream.writableLength > MAX_WAITING)
      this.miss('it cannot be written fast enough');
    else this.stream.write(`${line.replace(/[\r\n]+/g, ' ')}\n`);
  }

  /** Opens the file under its name and closes the one from before, which is written to until then: no line is lost. */
  reopen(): Promise<void> {
    this.working = this.working.then(async () => {
      const before = this.stream;
      try {
        await this.begin();
        await finish(before);
      } catch (error) {
        this.miss(reason(error), 0);
      }
    });
    return this.working;
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
    const { stream } = this;
    this.stream = undefined;
    await finish(stream);
  }

  private async begin(): Promise<void> {
    const handle = await open(this.path, 'a', MODE);
    this.inode = (await handle.stat()).ino;
    const stream = handle.createWriteStream();
    stream.on('error', (error) => {
      this.miss(reason(error));
      if (this.stream === stream) this.stream = undefined;
    });
    this.stream = stream;
    if (this.missed === 0) this.teller.clear('logfile');
    this.missed = 0;
  }

  private async look(): Promise<void> {
    const now = await stat(this.path).catch(() => undefined);
    if (!this.stream || now?.ino !== this.inode) await this.reopen();
  }

  private miss(why: string, lines = 1): void {
    this.missed += lines;
    // Once a power of two is often enough.
    if ((this.missed & (this.missed - 1)) !== 0) return;
    const text = `the log file ${this.path} lacks ${this.missed} lines: ${why}`;
    this.teller.message({
      level: 'warning',
      id: 'logfile',
      text,
      advice: 'Make room, or correct the rights.',
    });
  }
}

/** Writes what waits and closes. */
function finish(stream: WriteStream | undefined): Promise<void> {
  if (!stream || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('close', () => {
      resolve();
    });
    stream.end();
  });
}

function reason(error: unknown): string {
  return String((error as { message?: unknown } | null)?.message ?? error);
}
