import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, hostname } from 'node:os';
import { join } from 'node:path';
import type { JobSpec } from '../../core/src/rpc/job-spec';
import type { JobState } from '../../core/src/rpc/job-state';
import * as messages from '../../core/src/rpc/messages';
import type { FakeManager } from '../support/fake-manager';
import { alive, fixtureSpec } from '../support/job-rig';
import { waitUntil } from '../support/wait-until';
import { WorkerRig, writePackage } from '../support/worker-rig';

const ID = '/default/fixture';
let rig: WorkerRig;
let manager: FakeManager;

beforeEach(async () => {
  rig = new WorkerRig();
  manager = await rig.startManager();
});

afterEach(async () => {
  await rig.dispose();
});

async function loggedIn(): Promise<void> {
  const worker = await rig.worker();
  void worker.run();
  await manager.login();
  await waitUntil('the login is answered', () => rig.lines.some((line) => line.startsWith('logged in')));
}

const start = (spec: JobSpec = fixtureSpec()): Promise<unknown> =>
  manager.worker.request(messages.startJob, { spec });

async function happyPid(otherThan = 0): Promise<number> {
  await waitUntil('a happy job', () => {
    const last = manager.states.at(-1);
    return last?.mood === 'happy' && last.pid !== otherThan;
  });
  return manager.states.at(-1)?.pid ?? 0;
}

test('it logs in with what it is and has', async () => {
  const worker = await rig.worker();
  void worker.run();
  const login = await manager.login();
  expect(login).toMatchObject({
    name: 'test',
    user: 'user',
    password: 'secret',
    hostname: hostname(),
    machine: expect.stringMatching(/^[0-9a-f-]{36}$/),
    runDir: rig.runDir,
    feederPorts: [8600, 8601],
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    packages: [
      {
        name: 'flumotion-plugin-fixture',
        version: '1.2.3',
        components: ['fixture'],
        dir: join(rig.packages, 'fixture'),
      },
    ],
    jobs: [],
  });
  await waitUntil('lines', () => rig.lines.some((line) => line.startsWith('logged in')));
  expect(rig.lines).toEqual([
    `connected to the manager at 127.0.0.1:${String(manager.port)} (tcp)`,
    'logged in to manager test as worker test, user user',
  ]);
  await waitUntil('a word about the machine', () => manager.loads.length > 0);
  expect(manager.loads[0]?.cores).toBe(cpus().length);
});

test('it runs and ends jobs as it is told, from packages of its own', async () => {
  await loggedIn();
  await start({ ...fixtureSpec(), packageDir: '/tmp/elsewhere' });
  const pid = await happyPid();
  await manager.stop();
  expect(alive(pid)).toBe(true);
  await manager.start();
  const again = await manager.login(2);
  expect(again.jobs).toMatchObject([
    { spec: { id: ID, packageDir: join(rig.packages, 'fixture') }, state: { mood: 'happy', pid } },
  ]);
  await waitUntil('the second login', () => manager.worker.open);
  await manager.worker.request(messages.stopJob, { id: ID });
  expect(alive(pid)).toBe(false);
  expect(manager.gone).toEqual([{ id: ID }]);
});

test.each([true, false])(
  'what a manager says of pipelines of people counts for nothing (%s)',
  async (allowPipelines) => {
    const worker = await rig.worker({ allowPipelines });
    void worker.run();
    await manager.login();
    await waitUntil('the login', () => rig.lines.some((line) => line.startsWith('logged in')));
    await start({ ...fixtureSpec(), allowPipelines: !allowPipelines });
    await happyPid();
    await manager.stop();
    await manager.start();
    const { jobs } = await manager.login(2);
    expect(jobs[0]?.spec.allowPipelines).toBe(allowPipelines);
  },
);

test('while the manager is away a job that dies is started again', async () => {
  await loggedIn();
  await start();
  const pid = await happyPid();
  await manager.stop();
  process.kill(pid, 'SIGKILL');
  await waitUntil('a new process', () =>
    rig.lines.some((line) => line.startsWith('job started') && !line.endsWith(String(pid))),
  );
  await manager.start();
  const { jobs } = await manager.login(2);
  expect(jobs[0]?.state).toMatchObject({ restarts: 1 });
  // It may still be starting when the worker logs in.
  const told = (): (JobState | undefined)[] => [jobs[0]?.state, ...manager.states];
  await waitUntil('the new job works', () =>
    told().some((state) => state?.mood === 'happy' && state.pid !== pid && state.restarts === 1),
  );
});

test.each([
  ['a type that no package has', { type: 'no-such' }, /no package here has the component type no-such/],
  [
    'a feeder socket elsewhere',
    { feeders: [{ feeder: 'a', feed: 'b', virtual: [], secret: 'c', path: '/tmp/x' }] },
    /the socket \/tmp\/x is not in the run directory/,
  ],
  [
    'an eater socket elsewhere',
    {
      eaters: [
        {
          eater: 'a',
          alias: 'a',
          wants: 'b',
          source: { feed: 'b', secret: 'c', caps: 'd', path: '/tmp/../x' },
        },
      ],
    },
    /the socket \/tmp\/..\/x is not in the run directory/,
  ],
])('it refuses %s', async (_, over, text) => {
  await loggedIn();
  await expect(start({ ...fixtureSpec(), ...over })).rejects.toMatchObject({
    code: 'spec-refused',
    message: expect.stringMatching(text),
  });
});

test('a package installed meanwhile is known at the next start, and on request', async () => {
  await loggedIn();
  writePackage(rig.packages, 'newcomer');
  await start({ ...fixtureSpec(), type: 'newcomer' });
  await happyPid();
  writePackage(rig.packages, 'later');
  const { packages } = await manager.worker.request(messages.listPackages, {});
  expect(packages.flatMap(({ components }) => components)).toEqual(['fixture', 'later', 'newcomer']);
});

test('it tells its manager of packages that are installed, upgraded and taken away, each once', async () => {
  await loggedIn();
  const told = (): (string | undefined)[] => {
    const later = manager.packages.at(-1)?.find(({ name }) => name === 'flumotion-plugin-later');
    return [later?.version, later?.problem];
  };
  const dir = writePackage(rig.packages, 'later');
  await waitUntil('the new package is told', () => told()[0] === '1.2.3', 10_000);
  const manifest = join(dir, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('1.2.3', '1.10.0'));
  await waitUntil('the upgrade is told', () => told()[0] === '1.10.0', 10_000);
  writeFileSync(manifest, text.replace('^1.0.0', '^17.0.0'));
  await waitUntil('what is wrong is told', () => told()[1]?.includes('it wants ^17.0.0') === true, 10_000);
  rmSync(dir, { recursive: true });
  await waitUntil('its absence is told', () => told()[0] === undefined, 10_000);
  expect(manager.packages).toHaveLength(4);
  expect(manager.logins).toHaveLength(1);
});

test('without feeder ports it opens none', async () => {
  const worker = await rig.worker({ feederPorts: [] });
  void worker.run();
  await manager.login();
  await waitUntil('the login', () => rig.lines.some((line) => line.startsWith('logged in')));
  await start();
  const question = { id: ID, feeder: 'default', port: 0, encrypted: false };
  await expect(manager.worker.request(messages.openFeeder, question)).rejects.toMatchObject({
    message: expect.stringContaining('--feederports'),
  });
});

test('it tells the clock of the machine', async () => {
  await loggedIn();
  const before = process.hrtime.bigint();
  const { time } = await manager.worker.request(messages.readClock, {});
  expect(BigInt(time)).toBeGreaterThanOrEqual(before);
  expect(BigInt(time)).toBeLessThanOrEqual(process.hrtime.bigint());
});

test('a helper process that cannot run is a clear error', async () => {
  await loggedIn();
  await expect(manager.worker.request(messages.checkElements, { elements: ['x'] })).rejects.toMatchObject({
    code: 'elements-unchecked',
  });
  await expect(manager.worker.request(messages.provideClock, {})).rejects.toMatchObject({
    code: 'clock-not-provided',
  });
});

test('a bouncer on the same worker judges for its jobs and for the manager; the manager is asked for others', async () => {
  await loggedIn();
  const bouncer = '/atmosphere/bouncer';
  await start(fixtureSpec({}, bouncer));
  await waitUntil('the bouncer', () => manager.states.some(({ id }) => id === bouncer));
  const verdict = (name: string): unknown =>
    manager.states.findLast(({ id }) => id === `/default/${name}`)?.stats['verdict'];
  // The bouncer here wants a password, which the fixture does not give; the manager admits everybody.
  await start(fixtureSpec({ asks: 'bouncer' }, '/default/here'));
  await start(fixtureSpec({ asks: 'elsewhere' }, '/default/there'));
  await waitUntil('verdicts', () => verdict('here') === 'false' && verdict('there') === 'true');
  const keycard = { id: '1', address: '::1', password: 'open' };
  const ask = (name: string): Promise<unknown> =>
    manager.worker.request(messages.authenticate, { bouncer: name, keycard });
  expect(await ask(bouncer)).toEqual({ admitted: true });
  await expect(ask('/default/none')).rejects.toMatchObject({ code: 'job-unknown' });
});

test('what a job tells a bouncer goes there, by the manager where it is elsewhere, in the name of that job alone', async () => {
  await loggedIn();
  await start(fixtureSpec({}, '/atmosphere/bouncer'));
  await waitUntil('the bouncer', () => manager.states.some(({ id }) => id === '/atmosphere/bouncer'));
  const passed = (name: string): unknown =>
    manager.states.findLast(({ id }) => id === `/default/${name}`)?.stats['passed'] ?? '';
  await start(fixtureSpec({ tells: 'bouncer' }, '/default/here'));
  await start(fixtureSpec({ tells: 'elsewhere' }, '/default/there'));
  await waitUntil('answers', () => passed('here') !== '' && passed('there') !== '');
  expect(passed('here')).toBe('told by /default/here');
  expect(passed('there')).toBe('elsewhere was told by /default/there through the manager');
});

test('a refused first login ends it with the reason', async () => {
  manager.refuse = 'login-refused';
  const worker = await rig.worker();
  await expect(worker.run()).rejects.toMatchObject({
    code: 'login-refused',
    message: 'the manager test refused the login of user user: wrong password',
  });
  expect(manager.logins).toHaveLength(1);
});

test('a refused later login is tried again', async () => {
  await loggedIn();
  manager.refuse = 'login-refused';
  await manager.stop();
  await manager.start();
  await manager.login(3, 10_000);
  manager.refuse = undefined;
  await manager.login(4, 10_000);
  expect(rig.lines).toContainEqual(expect.stringMatching(/wrong password; the worker keeps trying$/));
});

test('a name that is taken is tried again for a while, as a predecessor may just have died', async () => {
  manager.refuse = 'worker-name-taken';
  const worker = await rig.worker();
  void worker.run();
  await manager.login(2);
  manager.refuse = undefined;
  await manager.login(3);
});

test('it ends all jobs and leaves nothing in its folder but its certificate', async () => {
  const worker = await rig.worker();
  const ended = worker.run();
  await manager.login();
  await waitUntil('the login', () => rig.lines.some((line) => line.startsWith('logged in')));
  await start();
  await start(fixtureSpec({}, '/default/second'));
  await waitUntil('both', () => new Set(manager.states.map(({ id }) => id)).size === 2);
  await worker.stop('the test asks for it');
  await ended;
  expect(manager.states.map(({ pid }) => pid).filter(alive)).toEqual([]);
  expect(readdirSync(rig.runDir)).toEqual(['certificate.pem']);
});
