import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandedPlanet } from '../support/commanded-planet';
import { waitUntil } from '../support/wait-until';

const FLOW = `<flow name="main"><component name="video" type="test-video" worker="one"><property name="password">hush</property></component></flow>`;
const DAY = '<flow name="day"><component name="one" type="test-video" worker="one"/></flow>';
const planet = commandedPlanet(FLOW);
const file = join(planet.folder, 'day.xml');
const { ask, done } = planet;

it('a flow is judged, loaded, shown, replaced and deleted, in the planet and in its file', async () => {
  writeFileSync(file, DAY);
  expect(await done('flow', 'check', file)).toContain('/day/one');
  expect(await done('flow', 'list')).not.toMatch(/^day/m);
  await done('manager', 'load', file);
  await waitUntil('the loaded component runs', () => planet.manager.show('one', 'day').mood === 'happy');
  expect(readFileSync(planet.manager.file, 'utf8')).toContain('name="day"');
  expect(await done('flow', 'show', 'day')).toContain('<component name="one"');

  writeFileSync(file, DAY.replace('name="one"', 'name="two"'));
  await done('flow', 'replace', 'day', file);
  expect((await done('component', 'list')).split('\n')).toEqual(expect.arrayContaining(['/day/two']));
  await done('flow', 'stop', 'day');
  expect(planet.manager.show('two', 'day').wanted).toBe('stopped');
  await done('flow', 'delete', 'day');
  expect(readFileSync(planet.manager.file, 'utf8')).not.toContain('name="day"');
});

it('secrets are shown only on demand', async () => {
  expect(await done('flow', 'show', 'main')).not.toContain('hush');
  expect(await done('flow', 'show', 'main', '--secrets')).toContain('hush');
});

it('a worker that has never logged in is warned of', async () => {
  const warning = /^flumotion-command: warning: \/\w+\/\w+: no worker "studio" has logged in/;
  writeFileSync(file, DAY.replace('worker="one"', 'worker="studio"'));
  expect(await ask('flow', 'load', file)).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(warning),
  });
  await done('component', '-i', '/day/one', 'move', 'one');
  const moved = await ask('component', '-i', '/day/one', 'move', 'studio');
  expect(moved).toMatchObject({ status: 0, stderr: expect.stringMatching(warning) });
  await done('flow', 'delete', 'day');
});

it('what is wrong with a file is said, and changes nothing', async () => {
  writeFileSync(file, DAY.replace('test-video', 'test-vidoe'));
  const { status, stderr } = await ask('flow', 'load', file);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('test-vidoe') });
  // Once: the error's own sentence has it.
  expect(stderr.match(/test-vidoe/g)).toHaveLength(1);
  expect(await done('flow', 'list')).not.toMatch(/^day/m);
  expect((await ask('flow', 'load', join(planet.folder, 'none.xml'))).stderr).toContain(
    'none.xml cannot be read',
  );
});

it('a component is deleted, and any change is called by name without saying what it is made to', async () => {
  writeFileSync(file, DAY);
  await done('flow', 'load', file);
  await done('component', '-i', '/day/one', 'delete');
  expect(await done('component', 'list')).not.toContain('/day/one');
  await done('call', 'deleteFlow', 'flow=day');
  expect(await done('flow', 'list')).not.toMatch(/^day/m);
});
