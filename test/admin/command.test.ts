import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { flumotionCommand } from '../../admin/src/command/command';
import { commandedPlanet, SMALL_PLANET } from '../support/commanded-planet';
import { runIn, type Ran } from '../support/commands-run';
import { FakeWorker } from '../support/fake-worker';

const planet = commandedPlanet(SMALL_PLANET, ['video', 'http']);
const { ask, json } = planet;

const of = (...words: string[]): Promise<Ran> => ask('component', '-i', '/main/video', ...words);

describe('what is shown', () => {
  it('ids of all components, one a line', async () => {
    expect(await ask('component', 'list')).toEqual({
      status: 0,
      stdout: '/main/video\n/main/http\n/rest/idle\n',
      stderr: '',
    });
    expect(await json('component', 'list')).toEqual(['/main/video', '/main/http', '/rest/idle']);
  });

  it('a table with further columns', async () => {
    const { stdout } = await ask('component', 'detailedlist', '-e', 'text,wanted');
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^component +type +worker +mood +text +wanted +reason$/);
    expect(rows).toEqual([
      expect.stringMatching(/^\/main\/video +test-video +one +happy +hello +running$/),
      expect.stringMatching(/^\/main\/http +test-streamer +one +happy +running$/),
      expect.stringMatching(/^\/rest\/idle +test-video +two +\w+ +running/),
    ]);
  });

  it('a component, without its secrets', async () => {
    const { stdout } = await of('show');
    expect(stdout).toMatch(/^component +\/main\/video$/m);
    expect(stdout).toMatch(/^ {2}text +hello$/m);
    expect(stdout).not.toContain('hush');
    expect(await json('component', '-i', 'video', 'show')).toMatchObject({
      id: '/main/video',
      mood: 'happy',
    });
  });

  it('a mood alone, for scripts', async () => {
    expect(await of('mood')).toMatchObject({ status: 0, stdout: 'happy\n' });
  });

  it('what is known of it, by name', async () => {
    expect((await of('property', 'list')).stdout.split('\n')).toEqual(
      expect.arrayContaining(['mood', 'text']),
    );
    expect(await of('property', 'get', 'text')).toMatchObject({ status: 0, stdout: 'hello\n' });
    expect(await of('property', 'get', 'nothing')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(
        '/main/video has no property "nothing" that is known now; see property list',
      ),
    });
  });

  it('flows, workers and the planet', async () => {
    expect((await ask('flow', 'list')).stdout).toMatch(/^main +2 +2 happy$/m);
    expect((await ask('worker', 'list')).stdout).toMatch(
      /^one +yes +\d{4}-\d\d-\d\d .* 1\.50 +4 +40 % +3\.0 GB of 8\.0 GB$/m,
    );
    const { stdout } = await ask('worker', '-n', 'one', 'show');
    expect(stdout).toMatch(/^load +1\.50 0\.75 0\.25$/m);
    expect(stdout).toMatch(/^memory +3\.0 GB of 8\.0 GB$/m);
    expect(stdout).toMatch(/^\/main\/video +test-video/m);
    expect(stdout).toMatch(/^@test\/components +1\.0\.0/m);
    expect(await json('planet', 'show')).toMatchObject({ flows: [{ name: 'main' }, { name: 'rest' }] });
    expect((await ask('planet', 'schema')).stdout).toContain('properties-of-test-video');
    expect(await ask('health')).toMatchObject({ status: 0, stdout: expect.stringContaining('ok') });
  });
});

describe('what is done', () => {
  it('stop and start, and waiting for them', async () => {
    expect(await of('stop', '--wait', '10')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/sleeping/),
    });
    expect(planet.manager.show('video').mood).toBe('sleeping');
    expect(await of('start', '--wait', '10')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/happy/),
    });
    // Already happy is well too.
    expect(await of('start', '--wait', '10')).toMatchObject({ status: 0 });
  });

  it('a wait that is too long is an error, with the reason', async () => {
    expect(await ask('component', '-i', 'idle', 'start', '--wait', '0.3')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/\/rest\/idle did not become happy within 0\.3 s: it is \w+/),
    });
    expect(await of('restart', '--wait', '20')).toMatchObject({ status: 0 });
  });

  it('a live property, read by its declared kind', async () => {
    expect(await of('property', 'set', 'text', '42')).toMatchObject({ status: 0 });
    expect(planet.manager.show('video').properties['text']).toBe('42');
    const set = (...words: string[]): Promise<Ran> =>
      ask('component', '-i', 'http', 'property', 'set', ...words);
    expect(await set('max-clients', '42')).toMatchObject({ status: 0 });
    expect(planet.manager.show('http').properties['max-clients']).toBe(42);
    expect(await set('max-clients', 'many')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('max-clients: expected integer, got "many"'),
    });
    expect(await set('max-clients', 'null')).toMatchObject({ status: 0 });
    expect(planet.manager.show('http').properties['max-clients']).toBeUndefined();
  });

  it('what may not change is refused in the words of the manager', async () => {
    expect(await of('property', 'set', 'pattern', '1')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^flumotion-command: property pattern of \/main\/video .*cannot change while/,
      ),
    });
  });

  it('the planet is loaded again, with warnings', async () => {
    expect(await ask('planet', 'reload')).toMatchObject({ status: 0 });
  });
});

describe('tables and actions', () => {
  const http = (...words: string[]): Promise<Ran> => ask('component', '-i', '/main/http', ...words);

  it('are listed', async () => {
    expect((await http('tables')).stdout).toMatch(/^listeners +Who listens\. +id, user$/m);
    expect((await http('actions')).stdout).toMatch(/^eject-listener +Has a listener leave\. +id, password$/m);
  });

  it('rows, as wanted', async () => {
    const { stdout, stderr } = await http(
      'table',
      'listeners',
      'user=b b',
      '--sort',
      'id',
      '--reverse',
      '--limit',
      '5',
      '--offset',
      '2',
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^id +user\n1 +bob\n$/);
    expect(planet.worker.asked.at(-1)).toBe(
      'read-table /main/http listeners {"offset":2,"limit":5,"sort":"-id","where":{"user":"b b"}}',
    );
  });

  it('an action with parameters by name', async () => {
    expect(await http('action', 'eject-listener', 'id=17')).toMatchObject({
      status: 0,
      stdout: 'ejected  1\n',
    });
    expect(planet.worker.asked.at(-1)).toBe('take-action /main/http eject-listener {"id":"17"}');
    expect(await http('action', 'eject-listener', 'idd=17')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('eject-listener knows no "idd"; did you mean "id"?'),
    });
  });

  it('as Flumotion 0.10 invoked methods, with a form and values in order', async () => {
    expect(await http('invoke', 'ejectListener', 's', '17', '-r')).toMatchObject({
      stdout: '{"ejected":1}\n',
    });
    expect(planet.worker.asked.at(-1)).toBe('take-action /main/http eject-listener {"id":"17"}');
    expect(await http('invoke', 'getMood')).toMatchObject({ status: 0, stdout: 'happy\n' });
    expect(await of('invoke', 'modifyProperty', 'ss', 'text', 'on air')).toMatchObject({ status: 0 });
    expect(planet.manager.show('video').properties['text']).toBe('on air');
    expect(await http('invoke', 'ejectListeners')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('did you mean "eject-listener"?'),
    });
  });
});

describe('the verbs of Flumotion 0.10', () => {
  it('what is before and behind a component', async () => {
    const { spec, state } = planet.worker.jobs.get('/main/http')!;
    const eaters = [
      { eater: 'default', alias: 'default', feed: 'video:default', connected: true, connections: 1 },
    ];
    planet.worker.jobs.set('/main/http', { spec, state: { ...state, eaters } });
    planet.worker.disconnect();
    planet.worker = await new FakeWorker('one', { jobs: [] }).login(planet.manager.port);
    expect((await ask('component', '-i', 'http', 'upstreamlist')).status).toBe(0);
    expect((await ask('component', '-i', 'nobody', 'upstreamlist')).status).toBe(1);
  });

  it('methods of manager and worker', async () => {
    await planet.manager.mood('video', 'happy');
    expect(await ask('manager', 'invoke', 'componentStop', 's', '/main/video')).toMatchObject({ status: 0 });
    await planet.manager.mood('video', 'sleeping');
    await ask('manager', 'invoke', 'componentStart', 's', '/main/video');
    expect(await ask('manager', 'invoke', 'getVersions')).toMatchObject({
      stdout: expect.stringMatching(/^flumotion +\d/),
    });
    expect(await ask('worker', '-n', 'one', 'invoke', 'getVersions')).toMatchObject({ status: 0 });
    expect(await ask('worker', '-n', 'one', 'run', 'os', 'system', 'reboot')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('worker run is not done any more'),
    });
  });
});

describe('what goes wrong', () => {
  it('nobody there, wrong password, no login, unknown component', async () => {
    const place = `127.0.0.1:${planet.manager.port}`;
    const say = async (...words: string[]): Promise<string> => {
      const { status, stdout, stderr } = await runIn(flumotionCommand, words);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      return stderr;
    };
    expect(await say('-T', 'tcp', '-m', 'user:test@127.0.0.1:1', 'planet', 'show')).toContain(
      'nothing listens there',
    );
    expect(await say('-T', 'tcp', '-m', `user:no@${place}`, 'planet', 'show')).toContain('access is refused');
    expect(await say('-T', 'tcp', '-m', place, 'planet', 'show')).toContain('give -u USER and -p PASSWORD');
    expect(await say('-m', `user:test@${place}`, 'planet', 'show')).toContain('perhaps it wants -T tcp');
    expect((await ask('component', '-i', 'vidoe', 'mood')).stderr).toContain('did you mean "video"?');
    expect((await ask('component', 'mood')).stderr).toContain('give -i /flow/name');
    expect((await ask('component', 'modd')).stderr).toContain('(Did you mean mood?)');
    expect((await ask('-m', 'a b', 'planet', 'show')).stderr).toContain(
      'expected [user[:password]@]host[:port]',
    );
  });
});

describe('who asks', () => {
  const logins = join(planet.folder, 'logins');

  it('is said by a file that nobody else may read', async () => {
    const show = (...words: string[]): Promise<Ran> =>
      runIn(flumotionCommand, [
        '-T',
        'tcp',
        '-m',
        `127.0.0.1:${planet.manager.port}`,
        '--login-file',
        logins,
        ...words,
        'health',
      ]);
    const shown = (...words: string[]): Promise<Ran> =>
      runIn(flumotionCommand, [
        '-T',
        'tcp',
        '-m',
        `127.0.0.1:${planet.manager.port}`,
        '--login-file',
        logins,
        ...words,
        'planet',
        'show',
      ]);
    writeFileSync(logins, '# ours\nmachine 127.0.0.1 login user password "test"\n', { mode: 0o644 });
    expect((await shown()).stderr).toContain(`chmod 600 ${logins}`);
    rmSync(logins);
    writeFileSync(logins, '# ours\nmachine 127.0.0.1 login user password "test"\n', { mode: 0o600 });
    expect(await shown()).toMatchObject({ status: 0 });
    expect((await shown('-u', 'other')).stderr).toContain('wants to know who asks');
    writeFileSync(
      logins,
      `default login user password no machine 127.0.0.1:${planet.manager.port} login user password test`,
    );
    expect(await shown()).toMatchObject({ status: 0 });
    writeFileSync(logins, 'machine a passwd x');
    expect((await shown()).stderr).toContain('it says "passwd" where');
    rmSync(logins);
    expect(await show()).toMatchObject({ status: 0 });
  });

  it('is said by the environment', async () => {
    const env = { FLU_MANAGER: `127.0.0.1:${planet.manager.port}`, FLU_USER: 'user', FLU_PASSWORD: 'test' };
    Object.assign(process.env, env);
    try {
      expect(await runIn(flumotionCommand, ['-T', 'tcp', 'component', 'list'])).toMatchObject({ status: 0 });
    } finally {
      for (const name of Object.keys(env)) delete process.env[name];
    }
  });
});

it('who does not encrypt for a port that does is told', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const manager = `user:test@127.0.0.1:${String(port)}`;
  expect(await runIn(flumotionCommand, ['-T', 'tcp', '-m', manager, 'planet', 'show'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('if it speaks TLS, leave out -T tcp'),
  });
  server.close();
});
