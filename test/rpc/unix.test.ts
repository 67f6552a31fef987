import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../core/src/rpc/connection';
import { readClock } from '../../core/src/rpc/messages';
import { answers, connectUnix, listenUnix, type UnixListener } from '../../core/src/rpc/unix';
import { keepingLogger } from '../support/feed-ends';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-unix-test-'));
const { log } = keepingLogger();
const open: (UnixListener | Connection)[] = [];

async function serve(path: string): Promise<UnixListener> {
  const listener = await listenUnix(path, 'client', log, (connection) => {
    connection.onRequest(readClock, () => ({ time: '1' }));
    connection.listen();
  });
  open.push(listener);
  return listener;
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close('the test ends');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a request crosses a unix socket that only this user may open', async () => {
  const path = join(folder, 'a');
  await serve(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const connection = await connectUnix(path, 'server', log);
  open.push(connection);
  connection.listen();
  expect(await connection.request(readClock, {})).toEqual({ time: '1' });
});

test('the socket file of a dead process is replaced', async () => {
  const path = join(folder, 'b');
  // A file that nobody listens on, as a killed process leaves it.
  writeFileSync(path, '');
  await serve(path);
  expect(await answers(path)).toBe(true);
});

test('a living listener is left alone', async () => {
  const path = join(folder, 'c');
  const other = createServer().listen(path);
  await new Promise((resolve) => other.once('listening', resolve));
  await expect(serve(path)).rejects.toMatchObject({
    code: 'socket-in-use',
    message: expect.stringContaining(path),
  });
  expect(await answers(path)).toBe(true);
  other.close();
});

test('nobody there is a clear error', async () => {
  await expect(connectUnix(join(folder, 'none'), 'server', log)).rejects.toMatchObject({
    code: 'socket-failed',
  });
});

test('a path too long for the system is refused with what to do', async () => {
  const path = join(folder, 'x'.repeat(120));
  await expect(serve(path)).rejects.toThrow(/takes 107; choose a shorter run directory/);
});

test('after close the file is gone', async () => {
  const path = join(folder, 'd');
  const listener = await serve(path);
  await listener.close();
  expect(await answers(path)).toBe(false);
  expect(() => statSync(path)).toThrow(/ENOENT/);
});
