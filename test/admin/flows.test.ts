import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flumotionCommand } from '../../admin/src/command/command';
import { runIn, type Ran } from '../support/commands-run';
import { FakeWorker } from '../support/fake-worker';
import { TestManager } from '../support/test-manager';
import { waitUntil } from '../support/wait-until';

const config = mkdtempSync(join(tmpdir(), 'flumotion-flows-'));
const file = join(config, 'day.xml');
const FLOW = `<flow name="main"><component name="video" type="test-video" worker="one"><property name="password">hush</property></component></flow>`;
const DAY = '<flow name="day"><component name="one" type="test-video" worker="one"/></flow>';
let manager: TestManager;
let worker: FakeWorker;

beforeAll(async () => {
  process.env['XDG_CONFIG_HOME'] = config;
  manager = await new TestManager().write(FLOW).start();
  worker = await new FakeWorker('one').login(manager.port);
  await manager.mood('video', 'happy');
});
afterAll(async () => {
  delete process.env['XDG_CONFIG_HOME'];
  worker.disconnect();
  await manager.dispose();
  rmSync(config, { recursive: true });
});

const ask = (...words: string[]): Promise<Ran> =>
  runIn(flumotionCommand, ['-T', 'tcp', '-m', `user:test@127.0.0.1:${manager.port}`, ...words]);
const done = async (...words: string[]): Promise<string> => {
  const { status, stdout, stderr } = await ask(...words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

it('a flow is judged, loaded, shown, replaced and deleted, in the planet and in its file', async () => {
  writeFileSync(file, DAY);
  expect(await done('flow', 'check', file)).toContain('/day/one');
  expect(await done('flow', 'list')).not.toMatch(/^day/m);
  await done('manager', 'load', file);
  await waitUntil('the loaded component runs', () => manager.show('one', 'day').mood === 'happy');
  expect(readFileSync(manager.file, 'utf8')).toContain('name="day"');
  expect(await done('flow', 'show', 'day')).toContain('<component name="one"');

  writeFileSync(file, DAY.replace('name="one"', 'name="two"'));
  await done('flow', 'replace', 'day', file);
  expect((await done('component', 'list')).split('\n')).toEqual(expect.arrayContaining(['/day/two']));
  await done('flow', 'stop', 'day');
  expect(manager.show('two', 'day').wanted).toBe('stopped');
  await done('flow', 'delete', 'day');
  expect(readFileSync(manager.file, 'utf8')).not.toContain('name="day"');
});

it('secrets are shown only on demand', async () => {
  expect(await done('flow', 'show', 'main')).not.toContain('hush');
  expect(await done('flow', 'show', 'main', '--secrets')).toContain('hush');
});

it('what is wrong with a file is said, and changes nothing', async () => {
  writeFileSync(file, DAY.replace('test-video', 'test-vidoe'));
  const { status, stderr } = await ask('flow', 'load', file);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('test-vidoe') });
  expect(await done('flow', 'list')).not.toMatch(/^day/m);
  expect((await ask('flow', 'load', join(config, 'none.xml'))).stderr).toContain('none.xml cannot be read');
});

it('a component is deleted, and any change is called by name without saying what it is made to', async () => {
  writeFileSync(file, DAY);
  await done('flow', 'load', file);
  await done('component', '-i', '/day/one', 'delete');
  expect(await done('component', 'list')).not.toContain('/day/one');
  await done('call', 'deleteFlow', 'flow=day');
  expect(await done('flow', 'list')).not.toMatch(/^day/m);
});
