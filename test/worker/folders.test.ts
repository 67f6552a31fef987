import 'reflect-metadata';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firewireCameras } from '../../core/src/worker/firewire';
import { Folders } from '../../core/src/worker/folders';
import { Prober } from '../../core/src/worker/prober';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'flumotion-folders-')));
const media = join(home, 'media');
mkdirSync(join(media, 'films'), { recursive: true });
mkdirSync(join(home, 'media-of-others'));
mkdirSync(join(home, 'secret'));
writeFileSync(join(media, 'b.ogg'), 'four');
writeFileSync(join(media, 'a.ogg'), '');
writeFileSync(join(media, '.hidden'), '');
writeFileSync(join(home, 'secret/key.pem'), '');
symlinkSync(join(home, 'secret'), join(media, 'way-out'));
symlinkSync(join(home, 'nowhere'), join(media, 'broken'));

afterAll(() => {
  rmSync(home, { recursive: true });
});

const folders = new Folders({ browse: [media] });
const refused = { code: 'path-forbidden' };

it('shows the folders that may be looked into, and what is in them, folders first', async () => {
  expect(await folders.list(undefined)).toEqual({
    entries: [{ name: media, path: media, kind: 'folder' }],
    more: 0,
  });
  const { path, above, entries } = await folders.list(media);
  expect({ path, above }).toEqual({ path: media, above: undefined });
  expect(entries.map(({ name, kind, size }) => [name, kind, size])).toEqual([
    ['films', 'folder', undefined],
    ['way-out', 'folder', undefined],
    ['a.ogg', 'file', 0],
    ['b.ogg', 'file', 4],
  ]);
  expect(await folders.list(join(media, 'films'))).toMatchObject({ above: media, entries: [] });
});

it.each([
  ['a folder beside it', join(home, 'secret')],
  ['one whose name begins as its does', join(home, 'media-of-others')],
  ['a way up', `${media}/../secret`],
  ['a link that leads out', join(media, 'way-out')],
  ['a file behind such a link', join(media, 'way-out/key.pem')],
  ['what does not exist', join(home, 'nothing')],
  ['a relative path', 'films'],
])('shows nothing of %s', async (_, path) => {
  await expect(folders.list(path)).rejects.toMatchObject(refused);
  await expect(folders.within(path)).rejects.toMatchObject(refused);
});

it('tells what is not there and what is not to be seen in the same words', async () => {
  const words = async (path: string): Promise<string> =>
    folders.within(path).then(
      () => 'seen',
      (error: unknown) => String(error).replaceAll(path, 'X'),
    );
  expect(await words(join(home, 'secret/key.pem'))).toBe(await words(join(home, 'nothing')));
});

it('shows nothing where the file names no folder', async () => {
  const none = new Folders({});
  expect(await none.list(undefined)).toEqual({ entries: [], more: 0 });
  await expect(none.list(media)).rejects.toMatchObject(refused);
});

describe('a look at a folder', () => {
  const programs = {
    job: '',
    clockProvider: '',
    elementChecker: '',
    preview: '',
    deviceProbe: '/nonexistent',
  };
  const prober = new Prober({ programs }, folders);

  it('finds it, and says when it is none', async () => {
    expect(await prober.probe('directory', media)).toEqual({
      found: [{ label: media, values: {}, modes: [] }],
    });
    await expect(prober.probe('directory', join(media, 'a.ogg'))).rejects.toMatchObject({
      code: 'probe-failed',
    });
    await expect(prober.probe('directory', home)).rejects.toMatchObject(refused);
    await expect(prober.probe('media-file', join(home, 'secret/key.pem'))).rejects.toMatchObject(refused);
  });

  it('says why nothing can be found', async () => {
    await expect(prober.probe('video')).rejects.toMatchObject({ code: 'probe-failed' });
  });
});

describe('FireWire', () => {
  const bus = join(home, 'firewire');
  const device = (name: string, files: Readonly<Record<string, string>>): void => {
    mkdirSync(join(bus, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(bus, name, file), `${text}\n`);
  };
  device('fw0', { guid: '0x0011223344556677' });
  device('fw1', { guid: '0x080046010203abcd', vendor_name: 'Sony', model_name: 'DCR' });
  device('fw1.0', { specifier_id: '0x00a02d' });
  device('fw2', { guid: '0x0000000000000001' });
  device('fw2.0', { specifier_id: '0x00609e' });

  it('has the cameras, and neither the computer nor a disk', async () => {
    expect(await firewireCameras(bus)).toEqual([
      { label: 'Sony DCR (0x080046010203abcd)', guid: '0x080046010203abcd' },
    ]);
    expect(await firewireCameras(join(home, 'absent'))).toEqual([]);
  });
});
