import { flumotionCommand } from '../../admin/src/command/command';
import { eventLine } from '../../admin/src/command/watch';
import { execute } from '../../core/src/cli/frame';
import { commandedPlanet } from '../support/commanded-planet';
import { waitUntil } from '../support/wait-until';

const FLOW = '<flow name="main"><component name="video" type="test-video" worker="one"/></flow>';
const planet = commandedPlanet(FLOW, ['video'], 'ssl');

test('watch prints what happens, as it happens, until so many events', async () => {
  let out = '';
  const terminal = {
    stdout: { write: (text: string | Buffer) => (out += text.toString()) },
    stderr: { write: () => true },
  };
  const words = [
    '-m',
    `user:test@127.0.0.1:${planet.manager.port}`,
    'watch',
    'snapshot',
    'component',
    '--count',
    '3',
  ];
  const status = execute(flumotionCommand(terminal), words, terminal);
  await waitUntil('the snapshot', () => out.includes('snapshot'));
  await planet.manager.control.stop('main', 'video');
  await waitUntil('the component sleeps', () => /component +\/main\/video +sleeping/.test(out));
  await planet.manager.control.start('main', 'video');
  expect(await status).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(3);
});

test('a refused login is an error', async () => {
  let said = '';
  const terminal = { stdout: { write: () => true }, stderr: { write: (text: string) => (said += text) } };
  const words = ['-m', `user:wrong@127.0.0.1:${planet.manager.port}`, 'watch'];
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
