import { appendFile, open, readFile, rename, stat } from 'node:fs/promises';
import { errorText, FlumotionError } from '../errors';
import type { Journal } from './state-store';

/** Limits of a journal. */
export interface JournalLimits {
  /** Size of a file, in bytes, above which the next one is begun. */
  readonly size: number;
  /** Files kept; the oldest goes for a new one. */
  readonly files: number;
}

const LIMITS: JournalLimits = { size: 4 * 1024 * 1024, files: 5 };

/** A journal as files of one JSON text a line: `NAME.jsonl`, and older ones as `NAME.1.jsonl` and so on. */
export class FileJournal implements Journal {
  private last: Promise<unknown> = Promise.resolve();
  /** Bytes in the newest file; undefined until it was looked at. */
  private size: number | undefined;

  /** @param path - of the files, without their ending; its folder is there. */
  constructor(
    private readonly path: string,
    private readonly limits: JournalLimits = LIMITS,
  ) {}

  append(entry: unknown): Promise<void> {
    const line = `${JSON.stringify(entry)}\n`;
    return this.inTurn(() => this.write(line));
  }

  async *read(): AsyncIterable<unknown> {
    for (let age = 0; age < this.limits.files; age++) {
      const text = await this.inTurn(() => this.textOf(age));
      if (text === undefined) return;
      for (const line of text.split('\n').reverse()) {
        const entry = parsed(line);
        if (entry !== undefined) yield entry;
      }
    }
  }

  /** Resolves when what was appended is written. */
  async close(): Promise<void> {
    await this.last;
  }

  private async write(line: string): Promise<void> {
    const file = this.fileOf(0);
    try {
      this.size ??= await mended(file);
      if (this.size > 0 && this.size + line.length > this.limits.size) {
        for (let age = this.limits.files - 1; age > 0; age--)
          await moved(this.fileOf(age - 1), this.fileOf(age));
        this.size = 0;
      }
      await appendFile(file, line, { mode: 0o600 });
      this.size += Buffer.byteLength(line);
    } catch (error) {
      // What is in the file now is not known: it is looked at again.
      this.size = undefined;
      throw FlumotionError.of('state-unwritable', { file, reason: errorText(error) }, { cause: error });
    }
  }

  private async textOf(age: number): Promise<string | undefined> {
    const file = this.fileOf(age);
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw FlumotionError.of('state-unreadable', { file, reason: errorText(error) }, { cause: error });
    }
  }

  private fileOf(age: number): string {
    return age === 0 ? `${this.path}.jsonl` : `${this.path}.${age}.jsonl`;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const now = this.last.then(work);
    this.last = now.catch(() => undefined);
    return now;
  }
}

/** Size of a file; a line that a crash cut off is ended, so that the next one is whole. */
async function mended(file: string): Promise<number> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size === 0) return 0;
  const handle = await open(file, 'a+');
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer[0] === 0x0a) return size;
    await handle.appendFile('\n');
    return size + 1;
  } finally {
    await handle.close();
  }
}

async function moved(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

function parsed(line: string): unknown {
  try {
    return line === '' ? undefined : (JSON.parse(line) as unknown);
  } catch {
    return undefined;
  }
}
