import { flumotionCommand } from '../../admin/src/command/command';
import { commandedPlanet, SMALL_PLANET } from '../support/commanded-planet';
import { runIn, type Ran } from '../support/commands-run';

const planet = commandedPlanet(SMALL_PLANET, ['video', 'http']);
const { ask, json } = planet;

describe('the operations of the API', () => {
  it('are listed from its own description, all or some, and one with what it takes', async () => {
    const { stdout } = await ask('operations');
    expect(stdout).toMatch(
      /^startComponent +operator +POST \/api\/components\/\{flow\}\/\{name\}\/start +Has /m,
    );
    const some = (await ask('operations', 'token')).stdout;
    expect(some).toContain('/api/tokens');
    expect(some).not.toContain('startComponent');
    const one = await ask('operations', 'startComponent');
    expect(one.stdout).toMatch(/^role +operator$/m);
    expect(one.stdout).toMatch(/^flow +string +needed/m);
    expect(await json('operations', 'startComponent')).toMatchObject({
      id: 'startComponent',
      method: 'POST',
    });
    expect((await ask('operations', '--list')).stdout.split('\n')).toContain('startComponent');
  });

  it('are called by name, with values for path, query and body', async () => {
    expect(await json('call', 'stopComponent', 'flow=main', 'name=video')).toMatchObject({
      wanted: 'stopped',
    });
    expect(await json('call', 'startComponent', 'flow=main', 'name=video')).toMatchObject({
      wanted: 'running',
    });
    const users = await json('call', 'createUser', 'user=eve', 'password=long enough 4 all', 'role=viewer');
    expect(users).toMatchObject({ user: 'eve', role: 'viewer' });
    expect((await ask('call', 'listUsers')).stdout).toMatch(/eve/);
    expect(await ask('call', 'deleteUser', 'user=eve')).toMatchObject({ status: 0, stdout: '' });
  });

  it('refuse what they do not know, and say what they need', async () => {
    const refused = async (...words: string[]): Promise<string> => {
      const { status, stdout, stderr } = await ask('call', ...words);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      return stderr;
    };
    expect(await refused('startComponents')).toContain('did you mean "startComponent"?');
    expect(await refused('startComponent')).toContain('startComponent needs flow=… name=…');
    expect(await refused('startComponent', 'flow=main', 'nam=video')).toContain('did you mean "name"?');
    expect(await refused('startComponent', 'flow=main', 'name=nobody')).toContain(
      'no component "/main/nobody"',
    );
    expect(await refused('getPlanet', 'x')).toContain('expected name=value, got "x"');
  });

  it('are called with a token too', async () => {
    const made = (await json('call', 'createToken', 'name=ci', 'role=viewer')) as { token: string };
    const by = (...words: string[]): Promise<Ran> =>
      runIn(flumotionCommand, [
        '-T',
        'tcp',
        '-m',
        `127.0.0.1:${planet.manager.port}`,
        '--token',
        made.token,
        ...words,
      ]);
    expect(await by('component', 'list')).toMatchObject({ status: 0 });
    expect(await by('component', '-i', 'video', 'stop')).toMatchObject({ status: 1, stdout: '' });
    expect(planet.manager.show('video').wanted).toBe('running');
  });
});
