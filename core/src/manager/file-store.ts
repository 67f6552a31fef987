import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import type { StateStore } from './state-store';

/** State as JSON files of mode 0600 in a folder of mode 0700, replaced atomically. */
export class FileStore implements StateStore {
  private readonly writing = new Map<string, Promise<void>>();

  constructor(
    private readonly dir: string,
    private readonly log: Logger,
  ) {}

  async read<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const file = this.fileOf(key);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw FlumotionError.of('state-unreadable', { file, reason: errorText(error) }, { cause: error });
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      await this.putAside(file, errorText(error));
      return undefined;
    }
  }

  write(key: string, value: unknown): Promise<void> {
    // The text is made now: what the value becomes later belongs to a later write.
    const text = `${JSON.stringify(value, null, 2)}\n`;
    const before = this.writing.get(key) ?? Promise.resolve();
    const now = before.catch(() => undefined).then(() => this.replace(this.fileOf(key), text));
    this.writing.set(key, now);
    const forget = (): void => {
      if (this.writing.get(key) === now) this.writing.delete(key);
    };
    now.then(forget, forget);
    return now;
  }

  private async replace(file: string, text: string): Promise<void> {
    try {
      await mkdir(this.dir, { recursive: true, mode: 0o700 });
      await writeFileAtomic(file, text, { mode: 0o600 });
    } catch (error) {
      throw FlumotionError.of('state-unwritable', { file, reason: errorText(error) }, { cause: error });
    }
  }

  private async putAside(file: string, reason: string): Promise<void> {
    const aside = `${file}.${Date.now()}.corrupt`;
    try {
      await rename(file, aside);
    } catch (error) {
      throw FlumotionError.of('state-unreadable', { file, reason: errorText(error) }, { cause: error });
    }
    this.log.warn(
      `${file} is damaged (${reason.split('\n').join(' ')}); it is kept as ${aside}, and the manager goes on without what it said`,
    );
  }

  private fileOf(key: string): string {
    return join(this.dir, `${key.replace(/[^\w-]/g, '_')}.json`);
  }
}
