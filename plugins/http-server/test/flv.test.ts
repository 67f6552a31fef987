import { afterEach, expect, test } from '@jest/globals';
import { ask, bytes, cleanUp, folder, serve } from './rig';

afterEach(cleanUp);

const HEAD = Buffer.from('464c5601050000000900000000', 'hex');
const flv = Buffer.concat([HEAD, bytes(50_000)]);

test('start=BYTE gives the head of the file and all from that byte on', async () => {
  const { port } = await serve({ path: folder({ 'a.flv': flv }) });
  const { status, body, fields } = await ask(port, '/a.flv?start=30000');
  expect(status).toBe(200);
  expect(fields['content-length']).toBe(String(13 + flv.length - 30_000));
  expect(body.equals(Buffer.concat([HEAD, flv.subarray(30_000)]))).toBe(true);
});

test.each(['0', '13', '-5', 'abc', '50013', '9e9', ''])('start=%s gives the whole file', async (start) => {
  const { port } = await serve({ path: folder({ 'a.flv': flv }) });
  expect((await ask(port, `/a.flv?start=${start}`)).body.equals(flv)).toBe(true);
});

test('ranges win, and other files know no start', async () => {
  const { port } = await serve({ path: folder({ 'a.flv': flv, 'b.flv': bytes(100), 'c.mp4': flv }) });
  expect(
    (await ask(port, '/a.flv?start=30000', { Range: 'bytes=0-9' })).body.equals(flv.subarray(0, 10)),
  ).toBe(true);
  expect((await ask(port, '/b.flv?start=50')).body.equals(bytes(100))).toBe(true);
  expect((await ask(port, '/c.mp4?start=30000')).body.equals(flv)).toBe(true);
});
