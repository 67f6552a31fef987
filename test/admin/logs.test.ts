import { flumotionCommand } from '../../admin/src/command/command';
import { logText, type LogLineState } from '../../admin/src/command/logs';
import { execute } from '../../core/src/cli/frame';
import { commandedPlanet } from '../support/commanded-planet';
import { waitUntil } from '../support/wait-until';

const FLOW = '<flow name="main"><component name="video" type="test-video" worker="one"/></flow>';
const planet = commandedPlanet(FLOW);

test('logs prints the last lines of a component, for people and for programs', async () => {
  planet.worker.log('/main/video', 'the lamp is warm');
  planet.worker.log('/main/other', 'of something else');
  await waitUntil('the line', async () => (await planet.done('logs', 'video')).includes('the lamp is warm'));
  expect(await planet.done('logs', 'video')).toMatch(
    /^\d{4}-\S+ \S+ {2}info +one {2}\/main\/video {2}component {2}the lamp is warm\n$/,
  );
  expect(await planet.json('logs', '/main/video', '--worker', 'one')).toEqual([
    expect.objectContaining({ object: '/main/video', text: 'the lamp is warm', level: 3 }),
  ]);
  expect(await planet.done('logs', 'video', '--level', 'warning')).toBe('');
  expect((await planet.ask('logs', 'vidoe')).stderr).toContain('did you mean "video"?');
});

test('logs --follow prints each line once, as it is written', async () => {
  let [out, said] = ['', ''];
  const terminal = {
    stdout: { write: (text: string | Buffer) => (out += text.toString()) },
    stderr: { write: (text: string) => (said += text) },
  };
  planet.worker.log('/main/video', 'before');
  await waitUntil('the line', async () => (await planet.done('logs', 'video')).includes('before'));
  const place = `user:test@127.0.0.1:${String(planet.manager.port)}`;
  const ended = execute(
    flumotionCommand(terminal),
    ['-T', 'tcp', '-m', place, '--json', 'logs', 'video', '--follow', '--level', 'info'],
    terminal,
  );
  const texts = (): string[] =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as LogLineState).text);
  await waitUntil('the last lines', () => texts().includes('before'));
  for (const text of ['one', 'two', 'three']) planet.worker.log('/main/video', text);
  planet.worker.log('/main/other', 'of something else');
  await waitUntil('the lines', () => texts().includes('three'));
  expect(texts().slice(-4)).toEqual(['before', 'one', 'two', 'three']);
  expect(said).toBe('');
  process.emit('SIGINT');
  expect(await ended).toBe(0);
});

test('a line of the log is harmless', () => {
  const line = {
    number: 1,
    time: 0,
    level: 2,
    category: 'job',
    object: '/a/b',
    text: 'x\n\u001b[2J',
    missed: 3,
  };
  expect(logText(line)).toMatch(
    /^… 3 lines were too many …\n.* warning {2}manager {2}\/a\/b {2}job {2}x\\x0a\\x1b\[2J\n$/,
  );
});
