import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultStateDir, managerSettings } from '../../core/src/manager/settings';

const stateDir = '/state';

describe('settings', () => {
  it('have the defaults of Flumotion', () => {
    expect(managerSettings({ files: ['/x/planet.xml'], stateDir }, undefined)).toEqual({
      name: 'unnamed',
      host: undefined,
      port: 7531,
      transport: 'ssl',
      certificate: undefined,
      stateDir,
      debug: undefined,
    });
    expect(managerSettings({ files: ['/x/p.xml'], stateDir, transport: 'tcp' }, undefined).port).toBe(8642);
  });

  it('come from the file, and from the command line before it', () => {
    const file = {
      name: 'f',
      host: '10.0.0.1',
      port: 1000,
      transport: 'tcp',
      debug: '*:2',
      plugs: [],
    } as const;
    expect(managerSettings({ files: ['/x/p.xml'], stateDir }, file)).toMatchObject({
      name: 'f',
      host: '10.0.0.1',
      port: 1000,
      transport: 'tcp',
      debug: '*:2',
    });
    const given = { name: 'g', hostname: '::1', port: 2000, transport: 'ssl', debug: '*:4' } as const;
    expect(managerSettings({ files: ['/x/p.xml'], stateDir, ...given }, file)).toMatchObject({
      name: 'g',
      host: '::1',
      port: 2000,
      transport: 'ssl',
      debug: '*:4',
    });
  });

  it('take the name of the folder below managers', () => {
    const name = (file: string): string => managerSettings({ files: [file], stateDir }, undefined).name;
    expect(name('/etc/flumotion/managers/studio/planet.xml')).toBe('studio');
    expect(name('/etc/flumotion/studio/planet.xml')).toBe('unnamed');
  });

  it('look for a certificate beside the file that names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flumotion-settings-'));
    const of = (certificate: string): string | undefined =>
      managerSettings({ files: [join(folder, 'planet.xml')], stateDir }, { certificate, plugs: [] })
        .certificate;
    expect(of('mine.pem')).toBe(join(folder, 'mine.pem'));
    expect(of('/etc/ssl/mine.pem')).toBe('/etc/ssl/mine.pem');
    expect(of('default.pem')).toBeUndefined();
    writeFileSync(join(folder, 'default.pem'), '');
    expect(of('default.pem')).toBe(join(folder, 'default.pem'));
    rmSync(folder, { recursive: true });
  });
});

describe('the state folder', () => {
  it('is below XDG_STATE_HOME when that is set', () => {
    expect(defaultStateDir('studio', { XDG_STATE_HOME: '/s' })).toBe('/s/flumotion/managers/studio');
  });

  it.each(['', '.', '..', 'a/b', 'a\0b', 'x'.repeat(101)])('is never that of the name %j', (name) => {
    expect(() => defaultStateDir(name, {})).toThrow('cannot be the name of a folder');
  });
});
