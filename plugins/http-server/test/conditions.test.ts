import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { judge, sameAsBefore } from '../src/conditions';
import { ask, cleanUp, folder, serve } from './rig';

afterEach(cleanUp);

const OLD = 'Sat, 01 Jan 2000 00:00:00 GMT';
const NOW = 1_700_000_000_400;
const TIME = new Date(NOW).toUTCString();
const file = { etag: '"1-2"', modified: NOW };

test.each([
  [{}, 'send'],
  [{ 'if-none-match': '"1-2"' }, 'not-modified'],
  [{ 'if-none-match': '"0", W/"1-2"' }, 'not-modified'],
  [{ 'if-none-match': '*' }, 'not-modified'],
  [{ 'if-none-match': '"other"' }, 'send'],
  [{ 'if-modified-since': TIME }, 'not-modified'],
  [{ 'if-modified-since': OLD }, 'send'],
  [{ 'if-modified-since': 'nonsense' }, 'send'],
  // The tag decides where there is one.
  [{ 'if-none-match': '"other"', 'if-modified-since': TIME }, 'send'],
  [{ 'if-none-match': '"1-2"', 'if-modified-since': OLD }, 'not-modified'],
  [{ 'if-none-match': '"1-2"', 'cache-control': 'no-cache' }, 'send'],
  [{ 'if-match': '"1-2"' }, 'send'],
  [{ 'if-match': '*' }, 'send'],
  [{ 'if-match': 'W/"1-2"' }, 'failed'],
  [{ 'if-match': '"other"' }, 'failed'],
  [{ 'if-unmodified-since': OLD }, 'failed'],
  [{ 'if-unmodified-since': TIME }, 'send'],
] as const)('%j: %s', (fields, condition) => {
  expect(judge(fields, file)).toBe(condition);
});

test('a file without a tag and a time is always sent', () => {
  const unknown = { etag: undefined, modified: undefined };
  expect(judge({ 'if-none-match': '"1-2"', 'if-modified-since': TIME }, unknown)).toBe('send');
  expect(sameAsBefore(OLD, unknown)).toBe(false);
});

test('a time tells a file from another only when it is some seconds old', () => {
  expect(sameAsBefore(TIME, file, NOW + 5000)).toBe(true);
  expect(sameAsBefore(TIME, file, NOW + 500)).toBe(false);
  expect(sameAsBefore('W/"1-2"', { ...file, etag: 'W/"1-2"' })).toBe(false);
});

test('who has the file is told so, and nothing is sent', async () => {
  const path = folder({ 'a.txt': 'A' });
  utimesSync(join(path, 'a.txt'), 1e9, 1e9);
  const { port } = await serve({ path });
  const { etag = '', 'last-modified': modified = '' } = (await ask(port, '/a.txt')).fields;
  for (const fields of [{ 'If-None-Match': etag }, { 'If-Modified-Since': modified }]) {
    const answer = await ask(port, '/a.txt', { ...fields, Range: 'bytes=0-0' });
    expect(answer).toMatchObject({ status: 304, body: Buffer.alloc(0), fields: { etag } });
    expect(answer.fields['content-length']).toBeUndefined();
  }
  expect((await ask(port, '/a.txt', { 'If-Match': '"other"' })).status).toBe(412);
  utimesSync(join(path, 'a.txt'), 1e9 + 1, 1e9 + 1);
  expect((await ask(port, '/a.txt', { 'If-None-Match': etag })).status).toBe(200);
});
