import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileJournal } from '../../core/src/manager/file-journal';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flumotion-journal-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const journal = (limits?: { size: number; files: number }): FileJournal =>
  new FileJournal(join(dir, 'log'), limits);

async function all(from: FileJournal): Promise<unknown[]> {
  const entries: unknown[] = [];
  for await (const entry of from.read()) entries.push(entry);
  return entries;
}

it('gives what was appended, the newest first, also to the next process; nobody else may read it', async () => {
  const one = journal();
  await Promise.all([one.append({ n: 1 }), one.append({ n: 2, text: 'a\nb' })]);
  expect(await all(journal())).toEqual([{ n: 2, text: 'a\nb' }, { n: 1 }]);
  expect(statSync(join(dir, 'log.jsonl')).mode & 0o077).toBe(0);
});

it('is empty when nothing was appended', async () => {
  expect(await all(journal())).toEqual([]);
});

it('begins a new file when one is full, and lets the oldest go', async () => {
  const small = journal({ size: 100, files: 3 });
  for (let n = 0; n < 50; n++) await small.append({ n, pad: 'x'.repeat(20) });
  expect(readdirSync(dir).sort()).toEqual(['log.1.jsonl', 'log.2.jsonl', 'log.jsonl']);
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(100);
  const kept = (await all(small)) as { n: number }[];
  expect(kept.map(({ n }) => n)).toEqual(Array.from(kept, (_, index) => 49 - index));
  expect(kept.length).toBeGreaterThanOrEqual(6);
});

it('leaves out what a crash cut off, and the next entry is whole', async () => {
  await journal().append({ n: 1 });
  appendFileSync(join(dir, 'log.jsonl'), '{"n": 2, "te');
  await journal().append({ n: 3 });
  expect(await all(journal())).toEqual([{ n: 3 }, { n: 1 }]);
});

it('says when it cannot be written, and goes on when it can', async () => {
  const one = journal();
  rmSync(dir, { recursive: true });
  await expect(one.append({ n: 1 })).rejects.toMatchObject({ code: 'state-unwritable' });
  dir = mkdtempSync(join(tmpdir(), 'flumotion-journal-'));
  const next = journal();
  await next.append({ n: 2 });
  expect(await all(next)).toEqual([{ n: 2 }]);
});
