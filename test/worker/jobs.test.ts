import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authenticate } from '../../core/src/rpc/messages';
import type { Jobs } from '../../core/src/worker/jobs';
import type { RunDir } from '../../core/src/worker/run-dir';
import { alive, fixtureSpec, JobRig } from '../support/job-rig';
import { waitUntil } from '../support/wait-until';

const ID = '/default/fixture';
let rig: JobRig;
let runDir: RunDir;
let jobs: Jobs;

async function setUp(readyDeadline?: number): Promise<void> {
  rig = new JobRig(readyDeadline);
  runDir = await rig.runDir();
  jobs = rig.jobs(runDir);
}

/** What a killed worker leaves: its jobs run, its lock is free. */
async function nextWorker(): Promise<Jobs> {
  jobs.releaseAll();
  await runDir.close();
  runDir = await rig.runDir();
  jobs = rig.jobs(runDir);
  await jobs.adopt(false);
  return jobs;
}

afterEach(async () => {
  await rig.dispose();
  await runDir.close();
});

test('a job runs in a session of its own by a spec that only this user may read', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ marker: 'one' }));
  const state = await rig.mood('happy');
  expect(state).toMatchObject({ id: ID, restarts: 0, stats: { marker: 'one' } });
  const [, session] = /^.*\) \S \d+ \d+ (\d+)/.exec(readFileSync(`/proc/${state.pid}/stat`, 'utf8')) ?? [];
  expect(Number(session)).toBe(state.pid);
  const files = runDir.files(ID);
  for (const file of [files.spec, files.log]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the same spec again changes nothing, another one replaces the process', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ marker: 'one' }));
  const { pid } = await rig.mood('happy');
  await jobs.start(fixtureSpec({ marker: 'one' }));
  expect(jobs.get(ID).pid).toBe(pid);
  await jobs.start(fixtureSpec({ marker: 'two' }));
  expect(await rig.mood('happy', pid)).toMatchObject({ stats: { marker: 'two' } });
  expect(alive(pid)).toBe(false);
  expect(rig.gone).toEqual([]);
});

test('a stopped job is gone with its files', async () => {
  await setUp();
  await jobs.start(fixtureSpec());
  const { pid } = await rig.mood('happy');
  await jobs.stop(ID);
  expect(alive(pid)).toBe(false);
  expect(rig.gone).toEqual([ID]);
  expect(Object.values(runDir.files(ID)).filter(existsSync)).toEqual([]);
  await expect(async () => jobs.get(ID)).rejects.toMatchObject({ code: 'job-unknown' });
  await jobs.stop(ID);
});

test('a deaf job is killed within 5 s', async () => {
  await setUp();
  const measured: number[] = [];
  let last = 0;
  // The best of three counts: other work on the machine can slow any one of them.
  while (measured.length < 3 && !measured.some((taken) => taken < 5_000)) {
    await jobs.start(fixtureSpec({ stop: 'deaf' }));
    const { pid } = await rig.mood('happy', last);
    last = pid;
    const started = Date.now();
    await jobs.stopAll();
    measured.push(Date.now() - started);
    expect(alive(pid)).toBe(false);
  }
  expect(Math.min(...measured)).toBeLessThan(5_000);
});

test('a job that dies is started again at once by the same spec, and says so', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ marker: 'same' }));
  const { pid } = await rig.mood('happy');
  process.kill(pid, 'SIGKILL');
  const again = await rig.mood('happy', pid);
  expect(again).toMatchObject({ restarts: 1, stats: { marker: 'same' } });
  const between = rig.states.find(({ mood }) => mood === 'waking');
  expect(between).toMatchObject({ pid: 0, reason: expect.stringContaining('the job died: signal SIGKILL') });
  expect(rig.lines).toContainEqual(
    expect.stringMatching(/the job died: signal SIGKILL.*; it starts again in 0 s/),
  );
});

test('five deaths within a minute make it sad with the reason, until it is started again', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ start: 'fail' }));
  const sad = await rig.mood('sad', undefined, 15_000);
  expect(sad.reason).toBe(
    'died 5 times within 60 s and is not started again: the job failed to start: exit status 3; ' +
      'it said last: the camera\\x1b[31m is on fire',
  );
  expect(sad.messages).toMatchObject([{ level: 'error', id: 'crash-loop', advice: expect.any(String) }]);
  expect(sad.restarts).toBe(4);
  // It stays the worker's, so that nobody starts it but a person.
  expect(rig.gone).toEqual([]);
  expect(jobs.report()).toMatchObject([{ state: { id: ID, mood: 'sad' } }]);
  await jobs.start(fixtureSpec({ start: 'ready' }));
  expect(await rig.mood('happy')).toMatchObject({ messages: [] });
});

test('a job that never gets ready is killed and counts as failed to start', async () => {
  await setUp(300);
  await jobs.start(fixtureSpec({ start: 'late' }));
  await waitUntil('the reason', () => rig.last?.reason?.includes('not ready after 0.3 s') ?? false);
  expect(rig.last?.reason).toMatch(/^the job failed to start: it was not ready after 0.3 s and was killed/);
});

test('a job that stands still is lost until it goes on', async () => {
  await setUp();
  await jobs.start(fixtureSpec());
  const { pid } = await rig.mood('happy');
  process.kill(pid, 'SIGSTOP');
  try {
    const lost = await rig.mood('lost', undefined, 25_000);
    expect(lost).toMatchObject({ pid, reason: expect.stringContaining('the job does not answer: ') });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const { length } = rig.states;
  await waitUntil('happy again', () => rig.states.slice(length).some(({ mood }) => mood === 'happy'), 15_000);
  expect(rig.last).toMatchObject({ mood: 'happy', pid, restarts: 0 });
});

test('when there can be no process the asker is told, and may ask again', async () => {
  await setUp();
  rig.refuse = true;
  await expect(jobs.start(fixtureSpec())).rejects.toMatchObject({ code: 'job-not-started' });
  expect(jobs.report()).toEqual([]);
  rig.refuse = false;
  await jobs.start(fixtureSpec());
  await rig.mood('happy');
});

test('a job may be stopped between two attempts', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ start: 'fail' }));
  await waitUntil('two deaths', () => rig.states.filter(({ mood }) => mood === 'waking').length >= 2);
  await jobs.stop(ID);
  const { length } = rig.states;
  expect(jobs.has(ID)).toBe(false);
  const next = Date.now() + 700;
  await waitUntil('the time of the next attempt', () => Date.now() > next);
  expect(rig.states.length).toBe(length);
});

test('what a new worker finds running it adopts: same process, restarted when it dies', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ marker: 'kept' }));
  const { pid } = await rig.mood('happy');
  await nextWorker();
  expect(jobs.report()).toMatchObject([{ spec: { id: ID, properties: { marker: 'kept' } }, state: { pid } }]);
  expect(jobs.get(ID).pid).toBe(pid);
  process.kill(pid, 'SIGKILL');
  const again = await rig.mood('happy', pid);
  expect(again).toMatchObject({ restarts: 1, stats: { marker: 'kept' } });
  await nextWorker();
  await jobs.stop(ID);
  expect(alive(again.pid)).toBe(false);
});

test('a job that died while no worker was there is started again', async () => {
  await setUp();
  await jobs.start(fixtureSpec());
  const { pid } = await rig.mood('happy');
  jobs.releaseAll();
  process.kill(pid, 'SIGKILL');
  await waitUntil('its end', () => !alive(pid));
  await nextWorker();
  expect((await rig.mood('happy', pid)).pid).not.toBe(pid);
});

test('it then runs pipelines of people only if the new worker allows them', async () => {
  await setUp();
  await jobs.start({ ...fixtureSpec(), allowPipelines: true });
  await rig.mood('happy');
  await nextWorker();
  expect(jobs.report()).toMatchObject([{ spec: { allowPipelines: false } }]);
});

test('leftovers that make no sense are removed with a line', async () => {
  await setUp();
  const wrong = join(rig.folder, '0123456789abcdef.json');
  const misplaced = join(rig.folder, 'fedcba9876543210.json');
  writeFileSync(wrong, '{"id": 7');
  writeFileSync(misplaced, JSON.stringify(fixtureSpec()));
  await nextWorker();
  expect([existsSync(wrong), existsSync(misplaced)]).toEqual([false, false]);
  expect(rig.lines.filter((line) => line.includes('left over and unusable'))).toHaveLength(2);
  expect(jobs.report()).toEqual([]);
});

test('what changes while it runs is kept for its next start', async () => {
  await setUp();
  const feeder = { feeder: 'default', feed: `${ID}:default`, virtual: [], secret: 'ab', path: '/x' };
  await jobs.start({ ...fixtureSpec(), feeders: [feeder] });
  const { pid } = await rig.mood('happy');
  await waitUntil('control', () => rig.states.length > 0);
  await jobs.get(ID).setProperty('marker', 'live');
  await jobs.get(ID).linkEaters([{ eater: 'default', alias: 'default', wants: '/default/a:b' }]);
  expect(await jobs.openFeeder(ID, 'default', 0, true)).toBe(12345);
  process.kill(pid, 'SIGKILL');
  await rig.mood('happy', pid);
  const spec = JSON.parse(readFileSync(runDir.files(ID).spec, 'utf8')) as object;
  expect(spec).toMatchObject({
    properties: { marker: 'live' },
    eaters: [{ wants: '/default/a:b' }],
    feeders: [{ port: 12345, encrypted: true, tls: { cert: 'CERT', key: 'KEY' } }],
  });
  // The worker's private key leaves the machine in no report.
  expect(JSON.stringify(jobs.report())).not.toContain('KEY');
});

test('the questions of a job reach whoever judges, and a bouncer job judges', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ asks: '/default/bouncer' }));
  await waitUntil('the question', () => rig.asked.length > 0);
  expect(rig.asked).toEqual(['/default/bouncer']);
  const keycard = { id: '1', address: '::1', password: 'open' };
  expect(await jobs.get(ID).ask(authenticate, { bouncer: ID, keycard })).toEqual({ admitted: true });
});

test('what is asked of a job that is just starting, or starting again, waits until it can be asked', async () => {
  await setUp();
  await jobs.start(fixtureSpec());
  // Its process was only just made: nobody listens there yet.
  await jobs.get(ID).setProperty('marker', 'early');
  const { pid } = await rig.mood('happy');
  process.kill(pid, 'SIGKILL');
  await waitUntil('it is missed', () => rig.last?.pid !== pid || !alive(pid));
  await jobs.get(ID).setProperty('marker', 'again');
  const again = await rig.mood('happy', pid);
  expect(jobs.get(ID).spec.properties).toEqual({ marker: 'again' });
  expect(again.pid).not.toBe(pid);
});

test('what is asked while a job is replaced is asked of the new one', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ marker: 'one' }));
  const { pid } = await rig.mood('happy');
  const replaced = jobs.start(fixtureSpec({ marker: 'two' }));
  const job = await jobs.settled(ID);
  await job.setProperty('more', 'x');
  await replaced;
  expect(job.spec.properties).toEqual({ marker: 'two', more: 'x' });
  expect(job).toBe(jobs.get(ID));
  expect(job.pid).not.toBe(pid);
});

test('what waits for a job that is stopped is refused at once', async () => {
  await setUp(60_000);
  await jobs.start(fixtureSpec({ start: 'late' }));
  const began = performance.now();
  const waits = expect(jobs.get(ID).setProperty('a', 1)).rejects.toMatchObject({ code: 'job-not-reached' });
  await jobs.stop(ID);
  await waits;
  // Without that it would have waited for longer.
  expect(performance.now() - began).toBeLessThan(6_500);
});

test('a dead job answers with a clear error', async () => {
  await setUp();
  await jobs.start(fixtureSpec({ start: 'fail' }));
  await expect(jobs.get(ID).setProperty('a', 1)).rejects.toMatchObject({ code: 'job-not-reached' });
});
