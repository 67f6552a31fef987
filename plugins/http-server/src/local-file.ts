import { constants, statSync, type BigIntStats } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { NoFile, OpenFile } from '@flumotion/core/plugin';

/** Bytes of one read. */
export const PIECE = 65_536;
/** A FIFO must not hold the opening up, nor a terminal become ours. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** A file of this machine, opened for reading. */
export class LocalFile implements OpenFile {
  readonly type = undefined;
  readonly size: number;
  readonly modified: number;
  readonly etag: string;

  constructor(
    private readonly handle: FileHandle,
    private readonly state: BigIntStats,
  ) {
    this.size = Number(state.size);
    this.modified = Math.floor(Number(state.mtimeMs));
    this.etag = `"${state.size.toString(16)}-${state.mtimeNs.toString(16)}"`;
  }

  /** @throws Error when the file became shorter or was written anew in its place. One that only grew can be read on. */
  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const piece = await readPiece(this.handle, at, to);
      if (piece.length === 0) throw new Error('the file became shorter while it was sent');
      const { size, mtimeNs } = await this.handle.stat({ bigint: true });
      if (mtimeNs !== this.state.mtimeNs && size <= this.state.size)
        throw new Error('the file was changed while it was sent');
      yield piece;
      at += piece.length;
    }
  }

  close(): void {
    this.handle.close().catch(() => undefined);
  }
}

/** One piece from a place in a file; empty at its end. */
export async function readPiece(handle: FileHandle, at: number, to: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, to - at));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
  return buffer.subarray(0, bytesRead);
}

/**
 * Opens a file below a folder, or the one file that is served. What was opened is then asked where it really is, so
 * that neither a symbolic link nor one that changes meanwhile leads out of the folder.
 * @param path - as `FileProvider.open` has it.
 */
export async function openLocal(root: string, path: string): Promise<LocalFile | NoFile> {
  let handle: FileHandle | undefined;
  try {
    const home = await realpath(root);
    const name = path === '' ? home : join(home, path);
    // A device is not opened at all: some begin to work by that.
    if (!(await stat(name)).isFile()) return nothing('not a file');
    handle = await open(name, FLAGS);
    const state = await handle.stat({ bigint: true });
    if (!state.isFile()) return await given(handle, nothing('not a file'));
    const real = await whereIs(handle, name);
    if (real !== home && !real.startsWith(home.endsWith(sep) ? home : home + sep))
      return await given(handle, { missing: 'forbidden', reason: 'a symbolic link leads out of the folder' });
    return new LocalFile(handle, state);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    return noFile(error);
  }
}

/** Whether a path is that of a single file now. */
export function isPlainFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What an error of the file system means for who asks for a file. */
export function noFile(error: unknown): NoFile {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return nothing('no such file');
    case 'EACCES':
    case 'EPERM':
      return { missing: 'forbidden', reason: 'the worker may not read the file' };
    case 'ELOOP':
      return { missing: 'forbidden', reason: 'symbolic links lead in a circle' };
    default:
      return { missing: 'unavailable', reason: message };
  }
}

function nothing(reason: string): NoFile {
  return { missing: 'not-found', reason };
}

async function given(handle: FileHandle, answer: NoFile): Promise<NoFile> {
  await handle.close().catch(() => undefined);
  return answer;
}

async function whereIs(handle: FileHandle, name: string): Promise<string> {
  try {
    return await readlink(`/proc/self/fd/${handle.fd}`);
  } catch {
    // Not Linux.
    return realpath(name);
  }
}
