import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, FeedBuffer, FeedCaps, Row, TapHandler } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { waitUntil } from '../../../test/support/wait-until';
import disk from '../src';
import { extensionFor, recordedType, recordingPath } from '../src/file-name';
import { indexedSeconds } from '../src/index-lines';
import type { Properties } from '../src/recorder';

const behaviour = disk.behaviour as unknown as Behaviour<Properties>;
const SECOND = 1_000_000_000n;
const HEADERS = [Buffer.from('<h1>'), Buffer.from('<h2>')];

let folder: string;
let context: FakeContext<Properties>;
let tap: TapHandler;

function caps(streamHeader: readonly Buffer[] = HEADERS): FeedCaps {
  return { text: 'application/ogg', mediaType: 'application/ogg', streamHeader };
}

function buffer(text: string, seconds: number, delta: boolean, header = false): FeedBuffer {
  const pts = BigInt(Math.round(seconds * 10)) * (SECOND / 10n);
  return { data: Buffer.from(text), pts, duration: SECOND / 2n, delta, header, discont: false };
}

/** Plays seconds of stream: a keyframe `K<n>` each second and a delta buffer `d<n>` half a second later. */
function play(from: number, to: number): void {
  for (let second = from; second < to; second++) {
    tap.buffer(buffer(`K${String(second)}`, second, false));
    tap.buffer(buffer(`d${String(second)}`, second + 0.5, true));
  }
}

async function start(properties: Partial<Properties>): Promise<void> {
  context = fakeContext<Properties>(
    {
      directory: folder,
      filename: 'rec-%Y',
      'rotate-type': 'none',
      'time-overlap': 0,
      'start-recording': true,
      'write-index': false,
      ...properties,
    } as Properties,
    'disk',
  );
  await behaviour.start?.(context);
  tap = context.taps.get('default') as TapHandler;
}

async function files(): Promise<readonly Row[]> {
  return [...((await behaviour.tables?.['files']?.(context)) ?? [])];
}

function newFile(parameters: { filename?: string } = {}): unknown {
  return behaviour.actions?.['new-file']?.(context, parameters);
}

const year = String(new Date().getFullYear());
const file = (suffix = ''): string => readFileSync(join(folder, `rec-${year}.ogg${suffix}`), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(async () => {
  await behaviour.stop?.(context);
  rmSync(folder, { recursive: true, force: true });
});

test('the declaration is sound', async () => {
  await start({});
  expect(checkComponent(disk)).toEqual([]);
});

test('a full disk is told, and keeps no empty files', async () => {
  const probe = await open(join(folder, 'probe'), 'w');
  const full = Object.assign(new Error('ENOSPC: no space left on device, writev'), { code: 'ENOSPC' });
  const writing = jest
    .spyOn(Object.getPrototypeOf(probe) as typeof probe, 'writev')
    .mockImplementation(() => Promise.reject(full));
  await probe.close();
  try {
    await start({});
    tap.caps(caps());
    play(0, 1);
    await waitUntil('the message', () => context.said.some(({ id }) => id === 'disk-failed'));
    await waitUntil('no file', () => readdirSync(folder).join() === 'probe');
  } finally {
    writing.mockRestore();
  }
  expect(context.stats).toMatchObject({ recording: 0 });
  expect(context.stats['files'] ?? 0).toBe(0);
});

test('a file that somebody deletes is told, and another begins at the next keyframe', async () => {
  await start({});
  tap.caps(caps());
  play(0, 1);
  await waitUntil('the file', () => existsSync(join(folder, `rec-${year}.ogg`)));
  rmSync(join(folder, `rec-${year}.ogg`));
  await waitUntil('another file', () => {
    play(1, 2);
    return existsSync(join(folder, `rec-${year}.ogg`));
  });
  expect(context.said.find(({ id }) => id === 'recording-deleted')).toMatchObject({
    level: 'warning',
    text: expect.stringContaining(`rec-${year}.ogg was deleted while it was written`),
  });
});

test('without a calendar nothing is scheduled', async () => {
  await start({});
  expect([...((await behaviour.tables?.['schedule']?.(context)) ?? [])]).toEqual([]);
});

test('a file begins with the headers and a keyframe, whatever came before', async () => {
  await start({});
  tap.caps(caps());
  tap.buffer(buffer('<h1>', 0, false, true));
  tap.buffer(buffer('d', 0.5, true));
  play(1, 3);
  await behaviour.stop?.(context);
  expect(file()).toBe('<h1><h2>K1d1K2d2');
  expect(context.stats).toMatchObject({ files: 1, 'recorded-bytes': 16, recording: 0 });
});

test('what comes while the last file is being closed begins no other', async () => {
  await start({ filename: 'rec' });
  tap.caps(caps());
  play(1, 3);
  const stopped = behaviour.stop?.(context);
  play(3, 5);
  await stopped;
  expect(readdirSync(folder)).toEqual(['rec.ogg']);
  expect(readFileSync(join(folder, 'rec.ogg'), 'utf8')).toBe('<h1><h2>K1d1K2d2');
  expect(context.stats).toMatchObject({ files: 1, recording: 0 });
});

test('files are cut by time at keyframes, each with the headers, nothing lost between them', async () => {
  await start({ 'rotate-type': 'time', time: 2 });
  tap.caps(caps());
  play(0, 5);
  await behaviour.stop?.(context);
  expect([file(), file('.1'), file('.2')]).toEqual(['<h1><h2>K0d0K1d1', '<h1><h2>K2d2K3d3', '<h1><h2>K4d4']);
});

test('files are cut by size at keyframes', async () => {
  await start({ 'rotate-type': 'size', size: 12 });
  tap.caps(caps());
  play(0, 3);
  await behaviour.stop?.(context);
  expect([file(), file('.1')]).toEqual(['<h1><h2>K0d0', '<h1><h2>K1d1']);
  expect(file('.2')).toBe('<h1><h2>K2d2');
});

test('with an overlap the old file goes on for that long', async () => {
  await start({ 'rotate-type': 'time', time: 2, 'time-overlap': 1 });
  tap.caps(caps());
  play(0, 4);
  await behaviour.stop?.(context);
  expect([file(), file('.1')]).toEqual(['<h1><h2>K0d0K1d1K2d2K3', '<h1><h2>K2d2K3d3']);
});

test('the same headers after a lost feed go on in the same file, others begin a new one', async () => {
  await start({});
  tap.caps(caps());
  play(0, 1);
  tap.lost?.('gone');
  tap.caps(caps());
  play(5, 6);
  tap.caps(caps([Buffer.from('<new>')]));
  play(6, 7);
  await behaviour.stop?.(context);
  expect([file(), file('.1')]).toEqual(['<h1><h2>K0d0K5d5', '<new>K6d6']);
});

test('links point at the current and the last recording; a real file is left alone', async () => {
  writeFileSync(join(folder, 'last'), 'mine');
  await start({
    'rotate-type': 'time',
    time: 1,
    'symlink-to-current-recording': 'current',
    'symlink-to-last-recording': 'last',
  });
  tap.caps(caps());
  play(0, 1);
  await waitUntil('the link', () => existsSync(join(folder, 'current')));
  expect(readlinkSync(join(folder, 'current'))).toBe(`rec-${year}.ogg`);
  play(1, 2);
  await waitUntil('the link moves', () => readlinkSync(join(folder, 'current')) === `rec-${year}.ogg.1`);
  await waitUntil('the warning', () => context.said.length > 0);
  expect(context.said[0]).toMatchObject({ level: 'warning', id: 'symlink-to-last-recording' });
  expect(readFileSync(join(folder, 'last'), 'utf8')).toBe('mine');
});

test('recording starts and stops while running', async () => {
  await start({ 'start-recording': false });
  tap.caps(caps());
  play(0, 1);
  expect(context.stats['files']).toBeUndefined();
  Object.assign(context.properties, { 'start-recording': true });
  play(1, 2);
  Object.assign(context.properties, { 'start-recording': false });
  await behaviour.changed?.(context, 'start-recording', false);
  play(2, 3);
  await behaviour.stop?.(context);
  expect(file()).toBe('<h1><h2>K1d1');
});

test('the index names each keyframe, its bytes and its time', async () => {
  await start({ 'write-index': true });
  tap.caps(caps());
  play(0, 2);
  await behaviour.stop?.(context);
  const lines = file('.index').trim().split('\n');
  expect(lines.slice(0, 2)).toEqual(['FLUIDX1 #Flumotion', 'CHK POS LEN TS DUR KF TDT TDUR']);
  expect(lines.slice(2).map((line) => line.split(' ').slice(0, 6))).toEqual([
    ['0', '8', '4', '0', '1000000000', '1'],
    ['1', '12', '4', '1000000000', '1000000000', '1'],
  ]);
});

test('a folder that cannot be written is a message with advice, and the component lives', async () => {
  writeFileSync(join(folder, 'file'), '');
  await start({ directory: join(folder, 'file', 'sub') });
  tap.caps(caps());
  play(0, 1);
  await waitUntil('the message', () => context.said.some((message) => message.id === 'disk-failed'));
  expect(context.said[0]).toMatchObject({ level: 'error', text: expect.stringContaining('ENOTDIR') });
  play(1, 3);
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a new file that somebody wants begins at the next keyframe, and nothing is lost between the two', async () => {
  await start({});
  tap.caps(caps());
  play(0, 2);
  newFile();
  tap.buffer(buffer('d', 2, true));
  play(2, 4);
  await behaviour.stop?.(context);
  expect([file(), file('.1')]).toEqual(['<h1><h2>K0d0K1d1d', '<h1><h2>K2d2K3d3']);
  expect(existsSync(join(folder, `rec-${year}.ogg.2`))).toBe(false);
});

test('a new file may have a name of its own, inside the folder; the one after it has the usual one', async () => {
  await start({ filename: 'rec', 'rotate-type': 'time', time: 2 });
  tap.caps(caps());
  play(0, 1);
  expect(() => newFile({ filename: '../../etc/passwd' })).toThrow('leads out of');
  newFile({ filename: 'interview/%%' });
  play(1, 4);
  await behaviour.stop?.(context);
  expect(readFileSync(join(folder, 'rec.ogg'), 'utf8')).toBe('<h1><h2>K0d0');
  expect(readFileSync(join(folder, 'interview/%.ogg'), 'utf8')).toBe('<h1><h2>K1d1K2d2');
  expect(readFileSync(join(folder, 'rec.ogg.1'), 'utf8')).toBe('<h1><h2>K3d3');
});

test('where nothing is recorded there is nothing to go on in another file', async () => {
  await start({ 'start-recording': false });
  expect(() => newFile()).toThrow('nothing is being recorded');
  tap.caps(caps());
  Object.assign(context.properties, { 'start-recording': true });
  await behaviour.changed?.(context, 'start-recording', true);
  expect(() => newFile()).toThrow('nothing is being recorded');
  play(0, 1);
  newFile({ filename: 'never' });
  Object.assign(context.properties, { 'start-recording': false });
  await behaviour.changed?.(context, 'start-recording', false);
  Object.assign(context.properties, { 'start-recording': true });
  play(1, 2);
  await behaviour.stop?.(context);
  expect(readdirSync(folder).sort()).toEqual([`rec-${year}.ogg`, `rec-${year}.ogg.1`]);
});

describe('the table of files', () => {
  test('has what is written and what has ended, the newest first', async () => {
    await start({ 'rotate-type': 'time', time: 2, 'write-index': true });
    tap.caps(caps());
    play(0, 2);
    await waitUntil('the first file', async () => (await files()).length === 1);
    play(2, 3);
    await waitUntil('the first file to end', async () => (await files())[1]?.['writing'] === false);
    await waitUntil('the second file', async () => (await files())[0]?.['bytes'] === 12);
    const [second, first] = await files();
    expect(second).toMatchObject({ name: `rec-${year}.ogg.1`, writing: true, seconds: 1 });
    expect(second?.['ended']).toBeUndefined();
    expect(first).toMatchObject({ name: `rec-${year}.ogg`, bytes: 16, seconds: 2, writing: false });
    expect(Number(first?.['ended'])).toBeGreaterThanOrEqual(Number(first?.['begun']));
    expect(Math.abs(Number(second?.['begun']) - Date.now())).toBeLessThan(60_000);
    expect(await files()).toHaveLength(2);
  });

  test('is kept over a restart: what is on the disk is in it, lengths by the index', async () => {
    await start({ 'rotate-type': 'time', time: 2, 'write-index': true });
    tap.caps(caps());
    play(0, 3);
    await behaviour.stop?.(context);
    await start({ 'start-recording': false });
    const kept = await files();
    expect(kept.map(({ name, bytes, seconds, writing }) => [name, bytes, seconds, writing])).toEqual(
      expect.arrayContaining([
        [`rec-${year}.ogg`, 16, 2, false],
        [`rec-${year}.ogg.1`, 12, 1, false],
      ]),
    );
    expect(kept.every(({ ended }) => typeof ended === 'number')).toBe(true);
    rmSync(join(folder, `rec-${year}.ogg`));
    await waitUntil('it to be gone', async () => (await files()).length === 1);
  });

  test('has recordings alone: no links, no indexes, nothing of others; at most 500, the newest', async () => {
    await start({ directory: join(folder, 'out') });
    expect(await files()).toEqual([]);
    const names = async (): Promise<readonly unknown[]> => (await files()).map(({ name }) => name);
    mkdirSync(join(folder, 'out', 'deep', 'er'), { recursive: true });
    for (const name of ['a.webm', 'a.webm.index', 'notes.txt', 'deep/er/b.ts.3', 'oggs', '.ogg.swp'])
      writeFileSync(join(folder, 'out', name), 'x');
    writeFileSync(join(folder, 'outside.ogg'), 'x');
    symlinkSync(join(folder, 'outside.ogg'), join(folder, 'out', 'link.ogg'));
    symlinkSync(folder, join(folder, 'out', 'up'));
    await waitUntil('the recordings', async () => (await names()).length > 0);
    expect([...(await names())].sort()).toEqual(['a.webm', 'deep/er/b.ts.3']);
    for (let number = 0; number < 510; number++) {
      const path = join(folder, 'out', `${String(number)}.mp3`);
      writeFileSync(path, '');
      utimesSync(path, number, number);
    }
    await waitUntil('all of them', async () => (await names()).length > 2);
    const all = await names();
    expect(all).toHaveLength(500);
    expect(all).not.toContain('11.mp3');
    expect(all.slice(-2)).toEqual(['13.mp3', '12.mp3']);
  });

  test('a folder that cannot be read is told', async () => {
    writeFileSync(join(folder, 'file'), '');
    await start({ directory: join(folder, 'file') });
    await expect(files()).rejects.toThrow('ENOTDIR');
  });

  test.each([
    ['', ''],
    ['FLUIDX1 #Flumotion\nCHK POS LEN TS DUR KF TDT TDUR\n', ''],
    ['something else\n0 8 4 0 1000000000 1 0 1\n', '0 8 4 0 1000000000 1 0 1\n'],
  ])('an index that says nothing gives no length: %j', (head, tail) => {
    expect(indexedSeconds(head, tail)).toBeUndefined();
  });
});

test.each([
  [{ 'rotate-type': 'size' }, 'rotate-type size needs the property size (bytes)'],
  [{ 'rotate-type': 'time' }, 'rotate-type time needs the property time (seconds)'],
  [{ filename: '../../etc/x' }, /leads out of/],
])('check of %j', async (properties, complaint) => {
  await start({});
  const said = behaviour.check?.({ ...context.properties, ...properties } as Properties);
  expect(said).toMatch(complaint);
});

test('a template may name sub-folders inside the folder', async () => {
  mkdirSync(join(folder, 'x'));
  await start({ directory: folder });
  expect(recordingPath(folder, '%Y/%m', 'video/webm', new Date(2026, 10, 22))).toBe(
    join(folder, '2026/11.webm'),
  );
});

test.each([
  ['audio/mpeg, mpegversion=(int)1, layer=(int)3', 'mp3'],
  ['audio/mpeg, mpegversion=(int)4, stream-format=(string)adts', 'aac'],
  ['audio/x-flac', 'flac'],
  ['audio/x-wav', 'wav'],
  ['video/mpegts, systemstream=(boolean)true', 'ts'],
  ['video/quicktime, variant=(string)iso-fragmented', 'mp4'],
  ['video/x-flv', 'flv'],
  ['video/x-matroska', 'mkv'],
  ['audio/webm', 'webm'],
  ['multipart/x-mixed-replace, boundary=(string)x', 'multipart'],
])('%s is recorded as .%s', (text, extension) => {
  expect(extensionFor(recordedType({ text, mediaType: text.split(',')[0] ?? '' }))).toBe(extension);
});
