import type { FileHandle } from 'node:fs/promises';

/** What is kept of a file beside its bytes. */
export interface EntryFacts {
  /** What it is a copy of: `file:` and a path, or a URL. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number | undefined;
  readonly etag: string | undefined;
  readonly type: string | undefined;
}

/** Whether two are the same file in the same state, as far as can be known. */
export function sameFile(a: Omit<EntryFacts, 'key' | 'type'>, b: Omit<EntryFacts, 'key' | 'type'>): boolean {
  return a.size === b.size && a.etag === b.etag && a.modified === b.modified;
}

const MAGIC = 'FluC';
const FOOT = 8;
/** Longest trailer that is believed. */
const MOST = 65_536;

/** What stands in a copy after the bytes: in the same file, so that neither can be there without the other. */
export function trailerOf(facts: EntryFacts): Buffer {
  const text = Buffer.from(JSON.stringify(facts));
  const foot = Buffer.alloc(FOOT);
  foot.writeUInt32BE(text.length);
  foot.write(MAGIC, 4, 'latin1');
  return Buffer.concat([text, foot]);
}

/** Reads the trailer of a copy; undefined when it is not a whole one of ours. */
export async function readTrailer(handle: FileHandle): Promise<EntryFacts | undefined> {
  const { size } = await handle.stat();
  if (size < FOOT) return undefined;
  const foot = Buffer.alloc(FOOT);
  await handle.read(foot, 0, FOOT, size - FOOT);
  const length = foot.readUInt32BE();
  if (foot.toString('latin1', 4) !== MAGIC || length > MOST || length > size - FOOT) return undefined;
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, size - FOOT - length);
  const facts = parsed(text.toString());
  return facts?.size === size - FOOT - length ? facts : undefined;
}

function parsed(text: string): EntryFacts | undefined {
  try {
    const { key, size, modified, etag, type } = JSON.parse(text) as Record<string, unknown>;
    if (typeof key !== 'string' || typeof size !== 'number') return undefined;
    return {
      key,
      size,
      modified: typeof modified === 'number' ? modified : undefined,
      etag: typeof etag === 'string' ? etag : undefined,
      type: typeof type === 'string' ? type : undefined,
    };
  } catch {
    return undefined;
  }
}
