import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Most bytes that wait for the disk; what comes beyond is lost, and said so. */
export const MAX_WAITING = 64 * 1024 * 1024;
/** Most buffers given to one write. */
const MAX_VECTOR = 512;
/** Milliseconds between looks whether the file is still there. */
const LOOK_INTERVAL = 2000;
/** Names tried before giving up: a file that exists is never written over. */
const MAX_SUFFIX = 1000;

/** Files are made one after the other, so that suffixes follow the order of the stream. */
let making: Promise<unknown> = Promise.resolve();

function openInTurn(path: string): Promise<{ handle: FileHandle; path: string }> {
  const made = making.then(() => inTime(openNew(path), path));
  making = made.catch(() => undefined);
  return made;
}

/** Milliseconds a disk may take to make a file; a mount whose server is gone takes for ever. */
const OPEN_DEADLINE = 10_000;

async function inTime<T extends { handle: FileHandle }>(opening: Promise<T>, path: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${path} could not be made within ${String(OPEN_DEADLINE / 1000)} s`));
      void opening.then(({ handle }) => handle.close()).catch(() => undefined);
    }, OPEN_DEADLINE);
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function openNew(path: string): Promise<{ handle: FileHandle; path: string }> {
  await mkdir(dirname(path), { recursive: true });
  for (let suffix = 0; ; suffix++) {
    const candidate = suffix === 0 ? path : `${path}.${String(suffix)}`;
    try {
      return { handle: await open(candidate, 'wx', 0o644), path: candidate };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || suffix === MAX_SUFFIX) throw error;
    }
  }
}

/** Writes buffers to one new file, in order and without ever blocking the stream. */
export class FileWriter {
  private queue: Buffer[] = [];
  private waiting = 0;
  private busy: Promise<void> | undefined;
  private handle: FileHandle | undefined;
  private opened: string | undefined;
  private failure: Error | undefined;
  private closed = false;
  private bytes = 0;
  private looked = 0;

  /**
   * @param wanted - path to make; a suffix is added when it exists.
   * @param events - `opened` with the path made once it holds the first bytes, `written` with each number of bytes,
   * `failed` once; code ENOENT says that somebody deleted the file.
   */
  constructor(
    private readonly wanted: string,
    private readonly events: {
      opened(path: string): void;
      written(bytes: number): void;
      failed(error: Error): void;
    },
  ) {
    this.kick();
  }

  /** The path made, once the file is open. */
  get path(): string | undefined {
    return this.opened;
  }

  /** Queues bytes. @returns false when they are lost because the disk is too far behind or has failed. */
  write(data: Buffer): boolean {
    if (this.failure || this.closed || this.waiting + data.length > MAX_WAITING) return false;
    this.queue.push(data);
    this.waiting += data.length;
    this.kick();
    return true;
  }

  /** Writes what waits, then closes the file. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.busy) await this.busy;
    const handle = this.handle;
    this.handle = undefined;
    await handle?.datasync().catch(() => undefined);
    await handle?.close();
    // A full disk takes the name of a file and none of its bytes.
    if (this.failure && this.bytes === 0 && this.opened !== undefined) await rm(this.opened, { force: true });
  }

  private kick(): void {
    this.busy ??= this.drain()
      .catch((error: unknown) => {
        this.failure = error as Error;
        this.queue = [];
        this.waiting = 0;
        this.events.failed(this.failure);
      })
      .finally(() => {
        this.busy = undefined;
        if (this.queue.length > 0) this.kick();
      });
  }

  private async drain(): Promise<void> {
    if (!this.handle) {
      const made = await openInTurn(this.wanted);
      this.handle = made.handle;
      this.opened = made.path;
    }
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, MAX_VECTOR);
      const bytes = batch.reduce((sum, data) => sum + data.length, 0);
      await writeAll(this.handle, batch, bytes);
      this.waiting -= bytes;
      if (this.bytes === 0) this.events.opened(this.opened as string);
      this.bytes += bytes;
      this.events.written(bytes);
    }
    await this.demandName(this.handle);
  }

  /** A file without a name is lost when it is closed, and takes room until then. */
  private async demandName(handle: FileHandle): Promise<void> {
    if (Date.now() - this.looked < LOOK_INTERVAL) return;
    this.looked = Date.now();
    if ((await handle.stat()).nlink > 0) return;
    throw Object.assign(new Error(`${String(this.opened)} was deleted while it was written`), {
      code: 'ENOENT',
    });
  }
}

/** A write to a full disk may take only a part; the rest is tried until it is taken or refused. */
async function writeAll(handle: FileHandle, batch: readonly Buffer[], bytes: number): Promise<void> {
  const { bytesWritten } = await handle.writev([...batch]);
  if (bytesWritten === bytes) return;
  let rest = Buffer.concat([...batch]).subarray(bytesWritten);
  while (rest.length > 0) rest = rest.subarray((await handle.write(rest)).bytesWritten);
}
