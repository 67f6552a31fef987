import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flumotionCommand } from '../../admin/src/command/command';
import { eventLine } from '../../admin/src/command/watch';
import { execute } from '../../core/src/cli/frame';
import { FakeWorker } from '../support/fake-worker';
import { TestManager } from '../support/test-manager';
import { waitUntil } from '../support/wait-until';

const config = mkdtempSync(join(tmpdir(), 'flumotion-watch-'));
const FLOW = '<flow name="main"><component name="video" type="test-video" worker="one"/></flow>';
let manager: TestManager;
let worker: FakeWorker;

beforeAll(async () => {
  process.env['XDG_CONFIG_HOME'] = config;
  manager = await new TestManager('ssl').write(FLOW).start();
  worker = await new FakeWorker('one', { transport: 'ssl' }).login(manager.port);
  await manager.mood('video', 'happy');
});
afterAll(async () => {
  delete process.env['XDG_CONFIG_HOME'];
  worker.disconnect();
  await manager.dispose();
  rmSync(config, { recursive: true });
});

test('watch prints what happens, as it happens, until so many events', async () => {
  let out = '';
  const terminal = {
    stdout: { write: (text: string | Buffer) => (out += text.toString()) },
    stderr: { write: () => true },
  };
  const words = [
    '-m',
    `user:test@127.0.0.1:${manager.port}`,
    'watch',
    'snapshot',
    'component',
    '--count',
    '3',
  ];
  const status = execute(flumotionCommand(terminal), words, terminal);
  await waitUntil('the snapshot', () => out.includes('snapshot'));
  await manager.control.stop('main', 'video');
  await waitUntil('the component sleeps', () => /component +\/main\/video +sleeping/.test(out));
  await manager.control.start('main', 'video');
  expect(await status).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(3);
});

test('a refused login is an error', async () => {
  let said = '';
  const terminal = { stdout: { write: () => true }, stderr: { write: (text: string) => (said += text) } };
  const words = ['-m', `user:wrong@127.0.0.1:${manager.port}`, 'watch'];
  expect(await execute(flumotionCommand(terminal), words, terminal)).toBe(1);
  expect(said).toMatch(/401/);
});

test('an event is one harmless line', () => {
  const event = {
    id: 'a:1',
    time: 0,
    type: 'message',
    data: { component: '/a/b', level: 'error', text: 'x\n\u001b[2J' },
  };
  expect(eventLine(event)).toMatch(/^\d{4}-.* message +\/a\/b {2}error {2}x\\x0a\\x1b\[2J\n$/);
});
