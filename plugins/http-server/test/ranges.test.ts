import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { wantedRanges } from '../src/ranges';
import { ask, bytes, cleanUp, folder, serve, type Answer } from './rig';

afterEach(cleanUp);

const SIZE = 100_000;
const content = bytes(SIZE);

async function ranged(range: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { port } = await serve({ path: folder({ 'a.mp4': content }) });
  return ask(port, '/a.mp4', { Range: range, ...fields });
}

test.each([
  ['bytes=0-9', 0, 9],
  ['bytes=99990-', 99_990, 99_999],
  ['bytes=-10', 99_990, 99_999],
  ['bytes=-500000', 0, 99_999],
  ['bytes=50000-1000000', 50_000, 99_999],
  ['Bytes = 5 - 6', 5, 6],
  ['bytes=0-9,5-20,21-30', 0, 30],
  ['bytes=,0-9, ,10-12,', 0, 12],
])('%s', async (range, first, last) => {
  const { status, fields, body } = await ranged(range);
  expect(status).toBe(206);
  expect(fields['content-range']).toBe(`bytes ${first}-${last}/${SIZE}`);
  expect(fields['content-type']).toBe('video/mp4');
  expect(body.equals(content.subarray(first, last + 1))).toBe(true);
});

test.each([
  'bytes=100000-',
  'bytes=-0',
  'bytes=abc',
  'bytes=',
  'bytes= , ,',
  'bytes',
  'bytes=9-5',
  'bytes=1-2,x',
  'bytes=--5',
])('%s cannot be given', async (range) => {
  const { status, fields, body } = await ranged(range);
  expect(status).toBe(416);
  expect(fields['content-range']).toBe(`bytes */${SIZE}`);
  expect(body).toHaveLength(0);
});

test('another unit than bytes is as if nothing were said', async () => {
  expect(await ranged('seconds=1-2')).toMatchObject({ status: 200, body: content });
});

/** The parts of a multipart/byteranges body, read as RFC 9110 has them. */
function partsOf({ fields, body }: Answer): { range: string; type: string; data: Buffer }[] {
  const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(String(fields['content-type']))?.[1] ?? '';
  const text = body.toString('latin1');
  expect(text.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true);
  return text
    .slice(0, -`\r\n--${boundary}--\r\n`.length)
    .split(new RegExp(`(?:^|\\r\\n)--${boundary}\\r\\n`))
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end);
      return {
        range: /Content-Range: (.*)/.exec(head)?.[1] ?? '',
        type: /Content-Type: (.*)/.exec(head)?.[1] ?? '',
        data: Buffer.from(part.slice(end + 4), 'latin1'),
      };
    });
}

test('several ranges come as parts, in the order in which they were asked for', async () => {
  const answer = await ranged('bytes=50000-50999, 0-9, -5');
  expect(answer.status).toBe(206);
  expect(Number(answer.fields['content-length'])).toBe(answer.body.length);
  const parts = partsOf(answer);
  expect(parts.map(({ range, type }) => [range, type])).toEqual([
    [`bytes 50000-50999/${SIZE}`, 'video/mp4'],
    [`bytes 0-9/${SIZE}`, 'video/mp4'],
    [`bytes 99995-99999/${SIZE}`, 'video/mp4'],
  ]);
  expect(parts[0]?.data.equals(content.subarray(50_000, 51_000))).toBe(true);
  expect(parts[2]?.data.equals(content.subarray(99_995))).toBe(true);
});

test('ranges behind the end are left out where others are there', async () => {
  const { status, fields } = await ranged('bytes=0-9,200000-');
  expect([status, fields['content-range']]).toEqual([206, `bytes 0-9/${SIZE}`]);
});

test('a bomb of many ranges gets the file once, never more', async () => {
  const tiny = Array.from({ length: 17 }, (_, index) => `${index * 10}-${index * 10}`).join(',');
  const overlapping = Array.from({ length: 1000 }, (_, index) => `${index}-`).join(',');
  for (const bomb of [tiny, overlapping]) {
    const { status, body } = await ranged(`bytes=${bomb}`);
    expect(status).toBe(200);
    expect(body.equals(content)).toBe(true);
  }
  const joined = Array.from({ length: 16 }, (_, index) => `${index}-`).join(',');
  expect(await ranged(`bytes=${joined}`)).toMatchObject({
    status: 206,
    fields: { 'content-range': `bytes 0-99999/${SIZE}` },
  });
});

test('whatever is asked for, no byte comes twice', () => {
  let state = 7;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 2000; round++) {
    const size = 1 + random(50);
    const specs = Array.from({ length: 1 + random(16) }, () => {
      const first = random(60);
      return [`${first}-${first + random(20)}`, `${first}-`, `-${1 + random(60)}`][random(3)] ?? '';
    });
    const wanted = wantedRanges(`bytes=${specs.join(',')}`, size);
    if (typeof wanted === 'string') continue;
    const given = wanted.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    const asked = new Set(
      specs.flatMap((spec) => {
        const [from = '', to = ''] = spec.split('-');
        const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
        const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
        return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
      }),
    );
    expect(given).toHaveLength(new Set(given).size);
    expect([...new Set(given)].sort((a, b) => a - b)).toEqual([...asked].sort((a, b) => a - b));
  }
});

test('If-Range: the part of the same file, the whole of another', async () => {
  const { port } = await serve({ path: folder({ 'a.mp4': content }) });
  const { etag = '' } = (await ask(port, '/a.mp4')).fields;
  const part = (tag: string): Promise<Answer> => ask(port, '/a.mp4', { Range: 'bytes=0-9', 'If-Range': tag });
  expect((await part(etag)).status).toBe(206);
  for (const other of ['"other"', `W/${etag}`, new Date(0).toUTCString(), 'nonsense'])
    expect((await part(other)).status).toBe(200);
});

test('a file is the same after it was fetched in pieces', async () => {
  const { port } = await serve({ path: folder({ 'a.mp4': content }) });
  const hash = createHash('sha256');
  for (let at = 0; at < SIZE; at += 30_000)
    hash.update((await ask(port, '/a.mp4', { Range: `bytes=${at}-${at + 29_999}` })).body);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
});
