import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../support/installation';
import { OnAir } from '../support/on-air';
import { waitUntil } from '../support/wait-until';

describe.each(['tcp', 'ssl'] as const)('over %s', (transport) => {
  let air: OnAir;
  let installation: Installation;

  beforeAll(async () => {
    air = await OnAir.start('', transport);
    ({ installation } = air);
  });

  afterAll(() => air.dispose());

  test.each([
    ['a wrong password', ['-u', 'user', '-p', 'not-the-password']],
    ['another user', ['-u', 'mallory', '-p', 'not-the-password']],
    ['a user whose name is an escape sequence', ['-u', '\u001b[31mmallory\nINFO', '-p', 'not-the-password']],
  ])('a worker with %s is refused with a clear line on both sides', async (_, credentials) => {
    const before = installation.manager?.output.length ?? 0;
    const worker = installation.startWorker('stranger', credentials);
    expect(await worker.end()).toEqual({ status: 1, signal: null });
    expect(worker.output).toMatch(/refused the login of user ".*": wrong user or password/);
    await waitUntil('the manager says so', () =>
      /refused/.test(installation.manager?.output.slice(before) ?? ''),
    );
    const said = installation.manager?.output.slice(before) ?? '';
    expect(said).toMatch(/127\.0\.0\.1/);
    expect(said + worker.output).not.toContain('\u001b');
    expect(said + worker.output).not.toContain('not-the-password');
  });

  test('a second worker with the name of one that is logged in is refused', async () => {
    const rundir = join(installation.folder, 'run-other');
    const original = installation.workers.get('localhost');
    const worker = installation.startWorker('localhost', ['--rundir', rundir]);
    if (original) installation.workers.set('localhost', original);
    expect((await worker.end()).status).toBe(1);
    expect(worker.output).toMatch(/localhost/);
    await installation.mood('happy');
  });

  test('SIGHUP has the manager read its files again: a bad one is logged and changes nothing', async () => {
    const good = readFileSync(installation.planetFile, 'utf8');
    const said = async (what: RegExp): Promise<void> => {
      const before = installation.manager?.output.length ?? 0;
      installation.manager?.kill('SIGHUP');
      await waitUntil(`the manager to say ${String(what)}`, () =>
        what.test(installation.manager?.output.slice(before) ?? ''),
      );
    };
    writeFileSync(installation.planetFile, good.slice(0, good.length / 2));
    await said(/planet\.xml:\d+: the file ends inside/);
    writeFileSync(installation.planetFile, good);
    await said(/were read again/);
    await installation.mood('happy');
  });

  test('what a person stopped stays stopped when manager and worker start again', async () => {
    const stopped = await installation.call('POST', '/api/components/default/audio/stop');
    expect(stopped.status).toBeLessThan(300);
    await installation.mood('sleeping', ['/default/audio']);
    installation.manager?.kill('SIGTERM');
    await installation.manager?.end();
    await installation.startManager();
    await installation.mood('happy', ['/default/video', '/default/theora']);
    await installation.mood('sleeping', ['/default/audio']);
    expect((await installation.call('POST', '/api/components/default/audio/start')).status).toBeLessThan(300);
    await installation.mood('happy', ['/default/audio']);
  });
});
