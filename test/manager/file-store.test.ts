import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v3';
import { FileStore } from '../../core/src/manager/file-store';
import { Records } from '../../core/src/manager/records';
import { Logger, type LogLine } from '../../core/src/log/logger';
import { parseLevels } from '../../core/src/log/levels';

let dir: string;
let lines: LogLine[];
let store: FileStore;
let log: Logger;
const schema = z.object({ value: z.number() });

beforeEach(async () => {
  dir = join(mkdtempSync(join(tmpdir(), 'flumotion-store-')), 'state');
  lines = [];
  log = new Logger((line) => lines.push(line), parseLevels('*:5'), 'manager', 'test');
  store = await FileStore.open(dir, log);
});
afterEach(async () => {
  await store.close();
  rmSync(join(dir, '..'), { recursive: true });
});

/** Names of the documents in the folder. */
const documents = (): string[] => readdirSync(dir).filter((name) => name !== 'manager.lock');

it('gives back what was written, from private files', async () => {
  await expect(store.read('thing', schema)).resolves.toBeUndefined();
  await store.write('thing', { value: 5 });
  await expect(store.read('thing', schema)).resolves.toEqual({ value: 5 });
  expect(statSync(join(dir, 'thing.json')).mode & 0o777).toBe(0o600);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

it('keeps the order of writes and the value at the time of each', async () => {
  const value = { value: 0 };
  const writes = [];
  for (let at = 1; at <= 20; at += 1) {
    value.value = at;
    writes.push(store.write('thing', value));
  }
  value.value = 99;
  await Promise.all(writes);
  await expect(store.read('thing', schema)).resolves.toEqual({ value: 20 });
});

it('never leaves its folder', async () => {
  await store.write('../../evil/../x', { value: 1 });
  expect(documents()).toEqual(['______evil____x.json']);
});

it.each(['{"value": ', '{"value": "five"}', '', '\0\0\0'])(
  'puts a damaged document aside: %j',
  async (text) => {
    await store.write('thing', { value: 1 });
    writeFileSync(join(dir, 'thing.json'), text);
    await expect(store.read('thing', schema)).resolves.toBeUndefined();
    const [aside] = documents();
    expect(aside).toMatch(/^thing\.json\.\d+\.corrupt$/);
    expect(readFileSync(join(dir, aside!), 'utf8')).toBe(text);
    expect(lines.map(({ level, text: said }) => [level, said])).toEqual([
      [2, expect.stringContaining(`is kept as ${join(dir, aside!)}`)],
    ]);
  },
);

it('says what it cannot read or write', async () => {
  mkdirSync(join(dir, 'thing.json'));
  await expect(store.read('thing', schema)).rejects.toMatchObject({ code: 'state-unreadable' });
  await expect(store.write('thing', {})).rejects.toMatchObject({ code: 'state-unwritable' });
  writeFileSync(join(dir, '..', 'file'), '');
  await expect(FileStore.open(join(dir, '..', 'file', 'state'), log)).rejects.toMatchObject({
    code: 'state-unwritable',
  });
});

it('takes no folder that others may write to', async () => {
  const open = join(dir, '..', 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  await expect(FileStore.open(open, log)).rejects.toMatchObject({
    code: 'state-unwritable',
    message: expect.stringContaining('others may write there (mode 777); run chmod 700 on it'),
  });
});

it('belongs to one living manager', async () => {
  await expect(FileStore.open(dir, log)).rejects.toMatchObject({ code: 'state-in-use' });
  const wrote = store.write('thing', { value: 6 });
  await store.close();
  await wrote;
  store = await FileStore.open(dir, log);
  await expect(store.read('thing', schema)).resolves.toEqual({ value: 6 });
});

describe('records', () => {
  it('survive a restart', async () => {
    const before = await Records.load(store);
    await before.want(['/f/a'], false);
    await before.want(['/f/b'], false);
    await before.want(['/f/b'], true);
    await before.setFeeds(new Map([['/f/a:default', { secret: 'ab'.repeat(32), port: 8600, worker: 'w' }]]));
    await before.setClock('f', { machine: 'm', baseTime: '123' });
    await before.setProviderPort('m', 7600);
    const after = await Records.load(store);
    expect([after.wanted('/f/a'), after.wanted('/f/b'), after.wanted('/f/new')]).toEqual([false, true, true]);
    expect([...after.feeds]).toEqual([...before.feeds]);
    expect(after.clocks.get('f')).toEqual({ machine: 'm', baseTime: '123' });
    expect(after.providerPort('m')).toBe(7600);
  });

  it('forget stopped components that left the planet', async () => {
    const records = await Records.load(store);
    await records.want(['/f/a'], false);
    await records.want(['/f/b'], false);
    await records.keepOnly((id) => id === '/f/b');
    const after = await Records.load(store);
    expect([after.wanted('/f/a'), after.wanted('/f/b')]).toEqual([true, false]);
  });

  it('lose only the damaged document', async () => {
    const before = await Records.load(store);
    await before.want(['/f/a'], false);
    await before.setClock('f', { machine: 'm', baseTime: '123' });
    writeFileSync(join(dir, 'clocks.json'), 'nonsense');
    const after = await Records.load(store);
    expect(after.clocks.size).toBe(0);
    expect(after.wanted('/f/a')).toBe(false);
    expect(lines).toHaveLength(1);
  });
});
