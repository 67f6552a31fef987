import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { errorText, FlumotionError, isFlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { listenUnix, type UnixListener } from '../rpc/unix';
import { FileJournal } from './file-journal';
import type { Journal, Judge, StateStore } from './state-store';

const LOCK = 'manager.lock';

/** State as JSON files of mode 0600 in a folder of mode 0700, replaced atomically; one living manager has the folder. */
export class FileStore implements StateStore {
  private readonly writing = new Map<string, Promise<void>>();
  private readonly journals = new Map<string, FileJournal>();

  private constructor(
    private readonly dir: string,
    private readonly lock: UnixListener,
    private readonly log: Logger,
  ) {}

  /**
   * Takes the folder for this process, and makes it when it is missing.
   * @throws FlumotionError `state-in-use` when a living manager has it, `state-unwritable` when it cannot be taken.
   */
  static async open(dir: string, log: Logger): Promise<FileStore> {
    const file = join(dir, LOCK);
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const mode = (await stat(dir)).mode & 0o777;
      if ((mode & 0o022) !== 0)
        throw new Error(`others may write there (mode ${mode.toString(8)}); run chmod 700 on it`);
      const lock = await listenUnix(file, 'another manager', log, (connection) => {
        connection.close('this socket only shows that the state folder is taken');
      });
      lock.unref();
      return new FileStore(dir, lock, log);
    } catch (error) {
      if (isFlumotionError(error) && error.code === 'socket-in-use')
        throw FlumotionError.of('state-in-use', { folder: dir });
      throw FlumotionError.of('state-unwritable', { file, reason: errorText(error) }, { cause: error });
    }
  }

  async read<T>(key: string, schema: Judge<T>): Promise<T | undefined> {
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

  journal(key: string): Journal {
    const known = this.journals.get(key) ?? new FileJournal(join(this.dir, fileName(key)));
    this.journals.set(key, known);
    return known;
  }

  async close(): Promise<void> {
    await Promise.all([...this.journals.values()].map((journal) => journal.close()));
    await Promise.allSettled(this.writing.values());
    await this.lock.close();
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
    return join(this.dir, `${fileName(key)}.json`);
  }
}

function fileName(key: string): string {
  return key.replace(/[^\w-]/g, '_');
}
