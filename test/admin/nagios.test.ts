import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flumotionProcesses } from '../../admin/src/nagios/processes';
import { checkMultiple, checkOrphaned, checkSize } from '../../admin/src/nagios/process-checks';
import { checkLog } from '../../admin/src/nagios/log-check';
import { FlipCounter } from '../../admin/src/nagios/mood';
import { nagiosCommand } from '../../admin/src/nagios/nagios';
import { processVerbs } from '../../admin/src/nagios/process-verbs';
import { verdictLine } from '../../admin/src/nagios/verdict';
import { createCommand } from '../../core/src/cli';
import { Logger } from '../../core/src/log/logger';
import { listenUnix } from '../../core/src/rpc/unix';
import { commandedPlanet } from '../support/commanded-planet';
import { runIn } from '../support/commands-run';
import { waitUntil } from '../support/wait-until';

const FLOW = `<flow name="main"><component name="video" type="test-video" worker="one"/></flow>`;
const planet = commandedPlanet(FLOW);

/** Runs a check. @returns its line and its exit status. */
async function nagios(...words: string[]): Promise<readonly [line: string, status: number]> {
  let status = -1;
  const { stdout } = await runIn(
    ({ stdout: out }) => nagiosCommand({ stdout: out, end: (ended) => (status = ended) }),
    words,
  );
  return [stdout, status];
}
const asked = (...words: string[]): ReturnType<typeof nagios> =>
  nagios('manager', '-T', 'tcp', '-m', `user:test@127.0.0.1:${planet.manager.port}`, ...words);

describe('the mood of a component', () => {
  it('is OK while it is happy, with figures', async () => {
    expect(await asked('mood', '/main/video')).toEqual([
      expect.stringMatching(
        /^OK - \/main\/video is happy \| cpu=25%;;;0 memory=50000000B;;;0 restarts=0c\n$/,
      ),
      0,
    ]);
  });

  it('is what the lists of moods say', async () => {
    expect(await asked('mood', '-w', 'happy', 'video')).toEqual([expect.stringMatching(/^WARNING - /), 1]);
    expect(await asked('mood', '-c', 'sad,happy', 'video')).toEqual([
      expect.stringMatching(/^CRITICAL - /),
      2,
    ]);
    await planet.manager.control.stop('main', 'video');
    await planet.manager.mood('video', 'sleeping');
    expect(await asked('mood', '/main/video')).toEqual([
      expect.stringMatching(/^CRITICAL - .* is sleeping/),
      2,
    ]);
    await planet.manager.control.start('main', 'video');
    await planet.manager.mood('video', 'happy');
  });

  it('of an unknown component is unknown', async () => {
    expect(await asked('mood', '/main/nobody')).toEqual([
      expect.stringMatching(/^UNKNOWN - there is no component/),
      3,
    ]);
  });

  it('is unknown where no manager is, critical where the login is refused', async () => {
    const at = (place: string): ReturnType<typeof nagios> =>
      nagios('manager', '-T', 'tcp', '-m', place, 'mood', '/main/video');
    expect(await at('user:test@127.0.0.1:1')).toEqual([
      expect.stringMatching(/^UNKNOWN - .*nothing listens there/),
      3,
    ]);
    expect(await at(`user:wrong@127.0.0.1:${planet.manager.port}`)).toEqual([
      expect.stringMatching(/^CRITICAL - access is refused/),
      2,
    ]);
  });
});

describe('going to and fro', () => {
  it('is counted from the second mood on, whatever is between', () => {
    const counter = new FlipCounter('happy', 'hungry');
    for (const mood of ['waking', 'happy', 'happy', 'hungry', 'waking', 'hungry', 'happy'] as const)
      counter.see(mood);
    expect(counter.flips).toBe(2);
  });

  it('is not there', async () => {
    expect(await asked('flipflop', '-i', '/main/video', '-t', '0.5')).toEqual([
      'OK - /main/video changed 0 times between happy and hungry in 0.5 s | flips=0;;2;0\n',
      0,
    ]);
  });

  it('is critical at once', async () => {
    let over = false;
    const watched = asked('flipflop', '-i', '/main/video', '-t', '60', '-f', '1', '-b', 'sleeping').finally(
      () => (over = true),
    );
    await waitUntil('the watch has seen both moods', async () => {
      await planet.manager.control.stop('main', 'video');
      await planet.manager.mood('video', 'sleeping');
      await planet.manager.control.start('main', 'video');
      await planet.manager.mood('video', 'happy');
      return over;
    });
    expect(await watched).toEqual([expect.stringMatching(/^CRITICAL - .* changed 1 times/), 2]);
  });
});

it('a manager that answers, a worker that is there and one that is not', async () => {
  expect(await asked('alive')).toEqual([
    expect.stringMatching(/^OK - manager test answered in .* time=[\d.]+s;;;0 components=1/),
    0,
  ]);
  expect(await asked('alive', '-c', '0.1', '-w', '0.1')).toEqual([expect.any(String), expect.any(Number)]);
  expect(await asked('worker', 'one')).toEqual(['OK - worker one is logged in from 127.0.0.1\n', 0]);
  expect(await asked('worker', 'two')).toEqual([expect.stringMatching(/^UNKNOWN - /), 3]);
});

it('a line of Nagios holds no text that ends it', () => {
  const figures = [{ name: "it's=1", value: 1 / 3, unit: 's', warn: 1, crit: 2 }];
  expect(verdictLine({ state: 'WARNING', text: 'a|b\nc\u001b[2J', figures })).toBe(
    "WARNING - a/b; c\\x1b[2J | 'it_s_1'=0.333333333s;1;2\n",
  );
});

describe('logs', () => {
  const file = join(planet.folder, 'worker.log');
  const line = (time: string, text: string): string => `INFO  [42] worker "one" ${time} ${text}\n`;

  it('how old the last line is, of this year and of the last', async () => {
    writeFileSync(
      file,
      line('Jan 02 10:00:00', 'logged in') + line('Jan 02 11:00:00', 'other') + 'not ours\n',
    );
    const limits = { search: 'logged in', warning: 3600, critical: 7200 };
    const at = (text: string) => checkLog(file, limits, new Date(text));
    expect(await at('2026-01-02T10:30:00')).toMatchObject({ state: 'OK', figures: [{ value: 1800 }] });
    expect(await at('2026-01-02T11:00:00')).toMatchObject({ state: 'WARNING' });
    expect(await at('2026-01-02T12:00:00')).toMatchObject({ state: 'CRITICAL' });
    writeFileSync(file, line('Dec 31 23:59:50', 'logged in'));
    expect(await at('2026-01-01T00:00:10')).toMatchObject({ state: 'OK', figures: [{ value: 20 }] });
  });

  it('no such line, no line at all, no file', async () => {
    writeFileSync(file, line('Jan 02 10:00:00', 'x'));
    expect(await nagios('log', 'recent', '-s', 'nothing', file)).toEqual([
      expect.stringMatching(/^UNKNOWN - .* has no line with/),
      3,
    ]);
    writeFileSync(file, 'x\n');
    expect(await nagios('log', 'recent', file)).toEqual([
      expect.stringMatching(/^UNKNOWN - .* has no line of a log/),
      3,
    ]);
    expect(await nagios('log', 'recent', join(planet.folder, 'no.log'))).toEqual([
      expect.stringMatching(/^UNKNOWN - ENOENT/),
      3,
    ]);
  });
});

describe('processes', () => {
  const proc = join(planet.folder, 'proc');
  const runDir = join(planet.folder, 'run');
  const NODE = '/usr/bin/node';
  const JOB = '/opt/flumotion/core/dist/job/main.js';

  function put(pid: number, parent: number, words: readonly string[], virtual = 1e9, pages = 10_000): void {
    mkdirSync(join(proc, String(pid)), { recursive: true });
    writeFileSync(join(proc, String(pid), 'cmdline'), words.map((word) => `${word}\0`).join(''));
    const rest = [...Array.from({ length: 18 }, () => 0), virtual, pages];
    writeFileSync(join(proc, String(pid), 'stat'), `${pid} (a) b (c) S ${parent} ${rest.join(' ')}\n`);
  }

  beforeEach(() => {
    rmSync(proc, { recursive: true, force: true });
    mkdirSync(runDir, { recursive: true });
    mkdirSync(proc);
    writeFileSync(join(runDir, 'a.json'), JSON.stringify({ id: '/main/video' }));
    put(1, 0, ['/sbin/init']);
    put(10, 1, [NODE, '/opt/node_modules/.bin/flumotion-manager', '-n', 'club', 'planet.xml']);
    put(20, 1, [NODE, '--max-old-space-size=100', '/opt/core/bin/flumotion-worker.js', '-n', 'one']);
    put(21, 20, [NODE, JOB, join(runDir, 'a.json'), join(runDir, 'a.ctl')], 2e9, 50_000);
    put(30, 1, ['/bin/sh', '-c', 'flumotion-worker -n one']);
    put(31, 1, ['grep', 'flumotion-worker']);
    mkdirSync(join(proc, 'sys'));
  });

  it('are found by their program, not by who mentions it', () => {
    const seen = flumotionProcesses(proc).map(({ pid, kind, parent }) => [pid, kind, parent]);
    expect(seen).toEqual([
      [10, 'manager', 1],
      [20, 'worker', 1],
      [21, 'job', 20],
    ]);
  });

  it('two that do the work of one', () => {
    expect(checkMultiple('job', flumotionProcesses(proc))).toMatchObject({ state: 'OK' });
    put(22, 1, [NODE, JOB, join(runDir, 'a.json'), join(runDir, 'a.ctl')]);
    put(23, 1, [NODE, '/opt/core/bin/flumotion-worker.js', '--name', 'one', '-v']);
    expect(checkMultiple('job', flumotionProcesses(proc))).toMatchObject({
      state: 'CRITICAL',
      text: `several job processes for /main/video in ${runDir} (pids 21, 22)`,
    });
    expect(checkMultiple('worker', flumotionProcesses(proc))).toMatchObject({
      state: 'CRITICAL',
      text: expect.stringContaining('one (pids 20, 23)'),
    });
    expect(checkMultiple('manager', flumotionProcesses(proc))).toMatchObject({ state: 'OK' });
  });

  it('a job without a worker, unless another has adopted it', async () => {
    expect(await checkOrphaned(flumotionProcesses(proc))).toMatchObject({ state: 'OK' });
    rmSync(join(proc, '20'), { recursive: true });
    put(21, 1, [NODE, JOB, join(runDir, 'a.json'), join(runDir, 'a.ctl')]);
    expect(await checkOrphaned(flumotionProcesses(proc))).toMatchObject({
      state: 'CRITICAL',
      text: `no worker has the jobs /main/video in ${runDir} (pid 21)`,
    });
    const log = new Logger(() => undefined, [], 'test', 'test');
    const lock = await listenUnix(join(runDir, 'worker.lock'), 'a test', log, (connection) => {
      connection.close('only a test');
    });
    expect(await checkOrphaned(flumotionProcesses(proc))).toMatchObject({ state: 'OK' });
    await lock.close();
  });

  it('how large they are', () => {
    const all = flumotionProcesses(proc);
    expect(checkSize('job', 'virtual', { warning: 2e9, critical: 3e9 }, all)).toMatchObject({
      state: 'WARNING',
    });
    expect(checkSize('job', 'resident', { warning: 1e8, critical: 2e8 }, all)).toMatchObject({
      state: 'CRITICAL',
      text: expect.stringContaining('has 205 MB in memory'),
    });
    expect(checkSize('worker', 'resident', { warning: 1e8, critical: 2e8 }, all)).toMatchObject({
      state: 'OK',
    });
  });

  it('without the passwords of their arguments', () => {
    for (const given of [['-p', 'secret'], ['-psecret'], ['--password', 'secret'], ['--password=secret']]) {
      put(20, 1, [NODE, '/opt/core/bin/flumotion-worker.js', '-u', 'user', ...given, '-T', 'tcp']);
      const { text } = checkSize(
        'worker',
        'resident',
        { warning: 1e8, critical: 2e8 },
        flumotionProcesses(proc),
      );
      expect(text).toMatch(/, -u user -.*… -T tcp \(pid 20\)/);
      expect(text).not.toContain('secret');
    }
  });

  it('the address space that a manager reserves is no alarm', async () => {
    put(10, 1, [NODE, '/opt/node_modules/.bin/flumotion-manager', 'planet.xml'], 12.2e9);
    const { stdout } = await runIn(
      ({ stdout: out }) => {
        const command = createCommand({ name: 'a-test', summary: 'A test.', examples: [] });
        processVerbs(command, { stdout: out, end: () => undefined }, proc);
        return command;
      },
      ['process', 'manager', 'vsize'],
    );
    expect(stdout).toMatch(/^OK - /);
  });

  it('those of this machine can be seen', async () => {
    const [line, status] = await nagios('process', 'job', 'memory', '-w', '100G', '-c', '200G');
    expect([line, status]).toEqual([expect.stringMatching(/^OK - /), 0]);
  });
});
