import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import type { Memory } from '../plugin';

/** Most bytes that a component may keep. */
const MOST = 65_536;

/** File of what a component remembers: of its own for each component of each worker, the same at each start. */
export function memoryFile(folder: string, runDir: string, id: string): string {
  const own = createHash('sha256').update(`${runDir}\0${id}`).digest('hex').slice(0, 32);
  return join(folder, `${own}.json`);
}

/** Keeps one small value in a file of mode 0600, replaced whole, never half. */
export class FileMemory implements Memory {
  private last: Promise<void> = Promise.resolve();
  private waiting: string | undefined;

  constructor(
    private readonly file: string,
    private readonly log: Logger,
  ) {}

  async recall(): Promise<unknown> {
    try {
      const file = await open(this.file);
      try {
        // A damaged file may have any size.
        const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST), 0, MOST, 0);
        return JSON.parse(buffer.toString('utf8', 0, bytesRead));
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.log.warn(`what the component remembers cannot be read from ${this.file}: ${errorText(error)}`);
      return undefined;
    }
  }

  remember(value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) > MOST)
      return Promise.reject(new Error(`a component may remember ${MOST} bytes, not ${text.length}`));
    // What was to be written and has not begun is out of date.
    const isWaiting = this.waiting !== undefined;
    this.waiting = text;
    if (!isWaiting) this.last = this.last.then(() => this.write());
    return this.last;
  }

  private async write(): Promise<void> {
    const text = this.waiting;
    this.waiting = undefined;
    if (text === undefined) return;
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.file, text, { mode: 0o600 });
    } catch (error) {
      this.log.warn(`the component cannot remember anything in ${this.file}: ${errorText(error)}`);
    }
  }
}
