/** @long Deaths have their pauses, and silence is waited for. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Listener } from '../support/listener';
import { id, OnAir } from '../support/on-air';
import { component } from '../support/planets';
import { run } from '../support/process';
import { waitUntil } from '../support/wait-until';

const SNOW = '/noise/snow';
const NOISE = `  <flow name="noise">\n${component('snow', 'videotest-producer')}\n  </flow>`;

let air: OnAir;

beforeAll(async () => {
  air = await OnAir.start(NOISE);
});

afterAll(() => air.dispose());

afterEach(() => {
  expect(air.listener.ended).toBeUndefined();
});

test('time never runs backwards for a listener, whichever job was killed', async () => {
  const recorder = new Listener(air.url, true);
  for (const name of ['video', 'theora']) await air.kill(name);
  await waitUntil('enough of the stream', () => recorder.bytes > 200_000);
  recorder.close();
  const file = join(air.installation.folder, 'killed.ogg');
  writeFileSync(file, recorder.data);
  const shown = ['-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'];
  const times = (await run('ffprobe', ['-v', 'error', ...shown, file]))
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter((time) => !Number.isNaN(time));
  expect(times.length).toBeGreaterThan(60);
  expect(times.filter((time, index) => index > 0 && time < (times[index - 1] as number))).toEqual([]);
});

test('a component that keeps dying is given up, sad with the reason, until a person starts it', async () => {
  const { installation } = air;
  const dead = new Set<number>();
  for (let death = 0; death < 5; death++) {
    let pid = 0;
    await installation.until(
      'another process',
      async () => {
        ({ pid = 0 } = await installation.component(SNOW));
        return pid > 0 && !dead.has(pid);
      },
      20_000,
    );
    process.kill(pid, 'SIGKILL');
    dead.add(pid);
  }
  await installation.mood('sad', [SNOW]);
  const told = await installation.component(SNOW);
  expect(told.reason).toMatch(
    /^died 5 times within 60 s and is not started again: the job died: signal SIGKILL/,
  );
  // Longer than anything waits that could start it again.
  const end = Date.now() + 7000;
  await waitUntil('a while', () => Date.now() > end, 10_000);
  expect(await installation.component(SNOW)).toMatchObject({ mood: 'sad', reason: told.reason });
  expect((await installation.call('POST', '/api/components/noise/snow/start')).status).toBe(200);
  await installation.mood('happy');
  await air.flowing();
});

test('the producer stands still for 20 s: its eater goes hungry, and recovers', async () => {
  const { installation } = air;
  const pid = await installation.pid(id('video'));
  process.kill(pid, 'SIGSTOP');
  try {
    await installation.mood('hungry', [id('theora')]);
    const { reason } = await installation.component(id('theora'));
    expect(reason).toContain('/default/video:default');
    const since = Date.now();
    await waitUntil('20 s', () => Date.now() - since > 14_000, 30_000);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await installation.mood('happy');
  await air.flowing();
});
