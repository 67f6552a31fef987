import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Milliseconds after which a temporary file that nobody writes to is nobody's. */
const FORGOTTEN = 3_600_000;
const ENTRY = /^[0-9a-f]{64}$/;
const TEMPORARY = /^tmp-(\d+)-([0-9a-f]{16})-\d+$/;

/** One file of a cache's folder. */
export interface Kept {
  readonly name: string;
  readonly size: number;
  /** When it was last asked for, in milliseconds since 1970. */
  readonly used: number;
  readonly temporary: boolean;
}

/** The folder of a cache. Several processes may share it: names say what a file is a copy of, or who is writing it. */
export class CacheFolder {
  private readonly instance = randomBytes(8).toString('hex');
  private count = 0;

  constructor(readonly path: string) {}

  /** Makes the folder, for this user alone. @throws Error when it is somebody else's or no folder. */
  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const state = await lstat(this.path);
    if (!state.isDirectory()) throw new Error(`${this.path} is no folder`);
    if (state.uid !== process.getuid?.()) throw new Error(`${this.path} belongs to another user`);
    if ((state.mode & 0o077) !== 0) await chmod(this.path, 0o700);
  }

  /** Where the copy of something is. */
  entry(key: string): string {
    return join(this.path, createHash('sha256').update(key).digest('hex'));
  }

  /** A name for a copy that is being made. */
  temporary(): string {
    return join(this.path, `tmp-${process.pid}-${this.instance}-${this.count++}`);
  }

  /** The files of caches that are there, without what others left unfinished, which is removed. */
  async list(): Promise<readonly Kept[]> {
    const kept: Kept[] = [];
    for (const name of await readdir(this.path)) {
      const temporary = TEMPORARY.exec(name);
      if (!temporary && !ENTRY.test(name)) continue;
      const path = join(this.path, name);
      const state = await stat(path).catch(() => undefined);
      if (!state) continue;
      if (temporary && this.isLeft(Number(temporary[1]), temporary[2] ?? '', state.mtimeMs)) {
        await unlink(path).catch(() => undefined);
        continue;
      }
      kept.push({ name, size: state.size, used: state.atimeMs, temporary: temporary !== null });
    }
    return kept;
  }

  /** Removes a file. @returns whether it was there. */
  async remove(name: string): Promise<boolean> {
    return unlink(join(this.path, name)).then(
      () => true,
      () => false,
    );
  }

  private isLeft(pid: number, instance: string, written: number): boolean {
    if (pid === process.pid && instance === this.instance) return false;
    return !isAlive(pid) || Date.now() - written > FORGOTTEN;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
