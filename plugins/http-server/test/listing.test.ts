import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Row } from '@flumotion/core/plugin';
import { httpServer } from '../src/component';
import { localProvider } from '../src/fileprovider-local';
import { cleanUp, folder, serve, type Rig } from './rig';

afterEach(cleanUp);

/** Rows of the table, of one folder or of all. */
async function files({ context }: Rig, wanted?: string): Promise<readonly Row[]> {
  const where = wanted === undefined ? {} : { folder: wanted };
  const read = httpServer.behaviour.tables?.['files'] as (
    context: unknown,
    where: Readonly<Record<string, string>>,
  ) => Promise<Iterable<Row>>;
  return [...(await read(context, where))];
}

/** Full names, with a slash after those of folders. */
async function names(rig: Rig, wanted?: string): Promise<readonly string[]> {
  return (await files(rig, wanted)).map((row) => {
    const above = row['folder'] === '/' ? '' : String(row['folder']);
    return `${above}/${String(row['name'])}${row['is-folder'] === true ? '/' : ''}`;
  });
}

const FILES = { 'b.mp4': 'bb', 'a.mp4': 'a', 'films/c.webm': 'ccc', 'films/old/d.ogg': 'dddd' };

describe('the table of files', () => {
  test('has what is served, folders first, with size and time', async () => {
    const path = folder(FILES);
    utimesSync(join(path, 'a.mp4'), 1000, 2000);
    const rig = await serve({ path, 'allow-browsing': true });
    expect(await names(rig, '/')).toEqual(['/films/', '/a.mp4', '/b.mp4']);
    const [films, a] = await files(rig, '/');
    expect(films).toMatchObject({ folder: '/', name: 'films', 'is-folder': true });
    expect(a).toEqual({ folder: '/', name: 'a.mp4', 'is-folder': false, bytes: 1, modified: 2_000_000 });
    expect(await names(rig, '/films')).toEqual(['/films/old/', '/films/c.webm']);
    expect(await names(rig, '/films/old')).toEqual(['/films/old/d.ogg']);
    expect(await names(rig)).toEqual([
      ...['/films/', '/a.mp4', '/b.mp4'],
      ...['/films/old/', '/films/c.webm', '/films/old/d.ogg'],
    ]);
  });

  test('has nothing that a request could not have: hidden files, links that lead out, devices', async () => {
    const secret = folder({ 'secret.mp4': 's', 'deep/e.mp4': 'e' });
    const path = folder({ ...FILES, '.hidden': 'h', '.git/config': 'g', 'bad\nname': 'n' });
    symlinkSync(join(secret, 'secret.mp4'), join(path, 'out.mp4'));
    symlinkSync(secret, join(path, 'outside'));
    symlinkSync('/dev/zero', join(path, 'zero'));
    symlinkSync('nowhere', join(path, 'broken'));
    symlinkSync(join(path, 'films', 'c.webm'), join(path, 'in.webm'));
    symlinkSync(path, join(path, 'films', 'up'));
    const rig = await serve({ path, 'allow-browsing': true });
    expect(await names(rig, '/')).toEqual(['/films/', '/a.mp4', '/b.mp4', '/in.webm']);
    // A link to a folder above is served, and not followed for ever.
    expect(await names(rig, '/films')).toEqual(['/films/old/', '/films/up/', '/films/c.webm']);
    expect(await names(rig, '/films/up')).toContain('/films/up/a.mp4');
    expect((await names(rig)).filter((name) => name.includes('/up/'))).toEqual(['/films/up/']);
    for (const wanted of [
      '/outside',
      '/../',
      '/films/../..',
      '/.git',
      'films',
      '/films//old',
      '/a%2fb',
      '//',
    ])
      await expect(files(rig, wanted)).rejects.toThrow();
    await expect(files(rig, '/outside/deep')).rejects.toThrow('leads out');
  });

  test('of a single file is that file', async () => {
    const path = join(folder(FILES), 'a.mp4');
    const rig = await serve({ path, 'allow-browsing': true });
    expect(await names(rig)).toEqual(['/a.mp4']);
    rmSync(path);
    await expect(files(rig)).rejects.toThrow('ENOENT');
  });

  test('is of the folder that a plug provides', async () => {
    const provider = { definition: localProvider, properties: { path: folder({ 'plug.mp4': 'p' }) } };
    const rig = await serve({ path: folder(FILES), 'allow-browsing': true }, [provider]);
    expect(await names(rig)).toEqual(['/plug.mp4']);
    const elsewhere = { socket: 'file-provider', hooks: { open: () => undefined, root: () => undefined } };
    const other = await serve({ 'allow-browsing': true }, [elsewhere]);
    await expect(files(other)).rejects.toThrow('cannot be listed');
  });

  test('is closed unless allow-browsing is on', async () => {
    const rig = await serve({ path: folder(FILES) });
    await expect(files(rig)).rejects.toThrow('allow-browsing is off');
  });

  test('is bounded', async () => {
    const path = folder();
    mkdirSync(join(path, 'many'));
    for (let number = 0; number < 5010; number++) writeFileSync(join(path, 'many', `${number}.ts`), '');
    const rig = await serve({ path, 'allow-browsing': true });
    expect(await files(rig, '/many')).toHaveLength(5000);
    const all = await files(rig);
    expect(all).toHaveLength(5000);
    expect(all[0]).toMatchObject({ name: 'many' });
  });
});
