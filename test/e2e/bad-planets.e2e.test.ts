/** @alone It measures how long a listener hears nothing. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/installation';
import { OnAir } from '../support/on-air';

const BAD = join(ROOT, 'test/fixtures/planets/bad');

describe.each(['tcp', 'ssl'] as const)('over %s', (transport) => {
  let air: OnAir;

  beforeAll(async () => {
    air = await OnAir.start('', transport);
  });

  afterAll(() => air.dispose());

  test('malformed planet files are refused on reload, with their place, and nothing that runs changes', async () => {
    const { installation, listener } = air;
    const good = readFileSync(installation.planetFile, 'utf8');
    const pids = async (): Promise<unknown> =>
      (await installation.components()).map(({ id, pid }) => [id, pid]);
    const before = await pids();
    const files = readdirSync(BAD).filter((file) => file.endsWith('.xml'));
    expect(files.length).toBeGreaterThanOrEqual(30);
    const refused = async (): Promise<void> => {
      for (const file of files) {
        writeFileSync(installation.planetFile, readFileSync(join(BAD, file)));
        const { status, body } = await installation.call('POST', '/api/planet/reload');
        expect([file, status]).toEqual([file, expect.any(Number)]);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect((JSON.parse(body) as { message: string }).message).toMatch(/planet\.xml(:\d+)?/);
      }
    };
    expect(await air.silence(1000, refused)).toBeLessThan(1000);
    writeFileSync(installation.planetFile, good);
    expect((await installation.call('POST', '/api/planet/reload')).status).toBe(200);
    expect(await pids()).toEqual(before);
    expect(listener.ended).toBeUndefined();
  });
});
