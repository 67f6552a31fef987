import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Store, type StoreSettings } from '../src/cache/store';
import { readTrailer, trailerOf, type EntryFacts } from '../src/cache/trailer';
import { bytes, cleanUp, folder } from './rig';

afterEach(async () => {
  jest.restoreAllMocks();
  await cleanUp();
});

const facts = (key: string, size: number): EntryFacts => ({
  key,
  size,
  modified: 1e12,
  etag: `"${key}"`,
  type: undefined,
});

interface Kept {
  readonly store: Store;
  readonly path: string;
  readonly troubles: (string | undefined)[];
  cleanups: number;
}

async function store(settings: Partial<StoreSettings> = {}): Promise<Kept> {
  const path = settings.folder ?? join(folder(), 'cache');
  const kept = { path, troubles: [] as (string | undefined)[], cleanups: 0 };
  const made = new Store(
    { folder: path, size: 100_000, cleanup: true, high: 1, low: 0.6, ...settings },
    {
      trouble: (reason) => kept.troubles.push(reason),
      cleaned: () => void kept.cleanups++,
    },
  );
  await made.begin();
  return Object.assign(kept, { store: made });
}

/** Puts a copy in. @returns whether there was room. */
async function put({ store: kept }: Kept, key: string, size: number): Promise<boolean> {
  const draft = await kept.draft(facts(key, size));
  if (!draft) return false;
  await draft.write(bytes(size), 0);
  await draft.commit();
  await draft.handle.close();
  return true;
}

async function has({ store: kept }: Kept, key: string): Promise<boolean> {
  const entry = await kept.find(key);
  await entry?.handle.close();
  return entry !== undefined;
}

/** Lets a copy be as old as it would be after so many seconds. */
function age({ path }: Kept, key: string, seconds: number): void {
  const name = join(path, createHash('sha256').update(key).digest('hex'));
  const time = Date.now() / 1000 - seconds;
  utimesSync(name, time, time);
}

test('a copy is found again with all that is known of it, also by the next process', async () => {
  const first = await store();
  expect(await put(first, 'file:/a/b', 5000)).toBe(true);
  const entry = await (await store({ folder: first.path })).store.find('file:/a/b');
  expect(entry?.facts).toEqual(facts('file:/a/b', 5000));
  const data = Buffer.alloc(5000);
  await entry?.handle.read(data, 0, 5000, 0);
  await entry?.handle.close();
  expect(data.equals(bytes(5000))).toBe(true);
  expect(await has(first, 'file:/a/c')).toBe(false);
});

test('the folder is for nobody else, and names tell nothing', async () => {
  const kept = await store();
  await put(kept, 'file:/films/private life.mp4', 10);
  expect(statSync(kept.path).mode & 0o777).toBe(0o700);
  expect(readdirSync(kept.path)).toEqual([
    createHash('sha256').update('file:/films/private life.mp4').digest('hex'),
  ]);
  expect(statSync(join(kept.path, readdirSync(kept.path)[0] ?? '')).mode & 0o777).toBe(0o600);
  const open755 = folder();
  chmodSync(open755, 0o755);
  await store({ folder: open755 });
  expect(statSync(open755).mode & 0o777).toBe(0o700);
});

test('a folder of somebody else, or a link to one, is not used', async () => {
  const path = folder({});
  const target = join(path, 'target');
  mkdirSync(target);
  symlinkSync(target, join(path, 'link'));
  const linked = await store({ folder: join(path, 'link') });
  expect(linked.troubles).toEqual([expect.stringContaining('is no folder')]);
  expect(await put(linked, 'a', 10)).toBe(false);
  jest.spyOn(process, 'getuid').mockReturnValue(4711);
  const foreign = await store({ folder: target });
  expect(foreign.troubles).toEqual([expect.stringContaining('belongs to another user')]);
  expect(readdirSync(target)).toEqual([]);
});

test('what was not asked for the longest time goes first, down to the low mark', async () => {
  const kept = await store();
  for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) {
    await put(kept, key, 24_000);
    age(kept, key, 100 - index);
  }
  // It was asked for, so it is the youngest.
  expect(await has(kept, 'a')).toBe(true);
  expect(await put(kept, 'e', 24_000)).toBe(true);
  expect(kept.cleanups).toBe(1);
  const left = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => has(kept, key)));
  expect(left).toEqual([true, false, false, true, true]);
  expect(kept.store.usage).toBeLessThan(100_000);
});

test('the high mark starts cleaning before it is full', async () => {
  const kept = await store({ high: 0.5, low: 0.1 });
  await put(kept, 'a', 24_000);
  age(kept, 'a', 10);
  await put(kept, 'b', 24_000);
  expect(kept.cleanups).toBe(0);
  await put(kept, 'c', 24_000);
  expect(kept.cleanups).toBe(1);
  expect(await has(kept, 'a')).toBe(false);
});

test('without cleaning a full cache takes nothing more', async () => {
  const kept = await store({ cleanup: false });
  expect(await put(kept, 'a', 60_000)).toBe(true);
  expect(await put(kept, 'b', 60_000)).toBe(false);
  expect(await has(kept, 'a')).toBe(true);
});

test('what is larger than all of it is never taken, and nothing goes for it', async () => {
  const kept = await store();
  await put(kept, 'a', 60_000);
  expect(await put(kept, 'b', 100_000)).toBe(false);
  expect(await has(kept, 'a')).toBe(true);
});

test('many at once never fill it beyond its size', async () => {
  const kept = await store({ low: 0 });
  const drafts = await Promise.all(
    Array.from({ length: 8 }, (_, index) => kept.store.draft(facts(`${index}`, 30_000))),
  );
  const made = drafts.filter((draft) => draft !== undefined);
  expect(made).toHaveLength(3);
  for (const draft of made) {
    await draft.abandon();
    await draft.handle.close();
  }
  expect(kept.store.usage).toBe(0);
  expect(readdirSync(kept.path)).toEqual([]);
});

test('what others left unfinished is removed, what they are writing is not, nor what is no copy', async () => {
  const path = folder({});
  // A process that has ended: the pid is above what there can be.
  const dead = join(path, `tmp-999999999-${'a'.repeat(16)}-0`);
  const mineBefore = join(path, `tmp-${process.ppid}-${'b'.repeat(16)}-0`);
  const alive = join(path, `tmp-${process.ppid}-${'c'.repeat(16)}-1`);
  for (const name of [dead, mineBefore, alive, join(path, 'README')]) writeFileSync(name, 'x');
  utimesSync(mineBefore, 1e9, 1e9);
  await store({ folder: path });
  expect(readdirSync(path).sort()).toEqual(['README', alive.slice(path.length + 1)].sort());
});

test('a copy that was damaged is none', async () => {
  const kept = await store();
  await put(kept, 'a', 1000);
  const name = join(kept.path, readdirSync(kept.path)[0] ?? '');
  const whole = readFileSync(name);
  for (const damaged of [whole.subarray(0, 500), whole.subarray(1), Buffer.alloc(0), Buffer.alloc(2000)]) {
    writeFileSync(name, damaged);
    expect(await has(kept, 'a')).toBe(false);
  }
  // A copy of something else under this name.
  writeFileSync(name, Buffer.concat([bytes(10), trailerOf(facts('b', 10))]));
  expect(await has(kept, 'a')).toBe(false);
});

test('a trailer is read or refused, whatever stands there', async () => {
  const path = join(folder({ a: '' }), 'a');
  let state = 3;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const good = Buffer.concat([bytes(10), trailerOf(facts('a', 10))]);
  for (let round = 0; round < 300; round++) {
    const copy = Buffer.from(good);
    copy[10 + random(copy.length - 10)] = random(256);
    writeFileSync(path, copy);
    const handle = await open(path);
    const read = await readTrailer(handle);
    await handle.close();
    expect(read === undefined || read.size === 10).toBe(true);
  }
});

test('on a full disk nothing is added for a while, what is there is found, and the reason is told', async () => {
  const kept = await store();
  await put(kept, 'a', 1000);
  const draft = await kept.store.draft(facts('b', 1000));
  const prototype = Object.getPrototypeOf(draft?.handle) as { write: () => Promise<never> };
  jest
    .spyOn(prototype, 'write')
    .mockRejectedValue(
      Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    );
  await expect(draft?.write(bytes(1000), 0)).rejects.toThrow('ENOSPC');
  await draft?.abandon();
  await draft?.handle.close();
  jest.restoreAllMocks();
  expect(kept.troubles.at(-1)).toContain('no space left');
  expect(await put(kept, 'c', 1000)).toBe(false);
  expect(await has(kept, 'a')).toBe(true);
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 31_000);
  expect(await put(kept, 'c', 1000)).toBe(true);
  expect(kept.troubles.at(-1)).toBeUndefined();
});
