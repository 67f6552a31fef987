import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import type { WorkerState } from '../../core/src/manager/describe';
import { FakeWorker, type FakeWorkerOptions } from '../support/fake-worker';
import { managerCatalogue } from '../support/manager-catalogue';
import { TestManager } from '../support/test-manager';
import { waitUntil } from '../support/wait-until';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one"><property name="text">hello</property></component>
  <component name="encoder" type="test-encoder" worker="one"><eater name="default"><feed>video</feed></eater></component>
  <component name="http" type="test-streamer" worker="two"><eater name="default"><feed>encoder</feed></eater></component>
</flow>`;

let manager: TestManager;
const workers: FakeWorker[] = [];

async function login(name: string, options?: FakeWorkerOptions): Promise<FakeWorker> {
  const worker = new FakeWorker(name, options);
  workers.push(worker);
  return worker.login(manager.port);
}

beforeEach(() => {
  manager = new TestManager();
});
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.disconnect();
  await manager.dispose();
});

function shownPackage(): WorkerState['packages'][number] | undefined {
  return manager.control.planet().workers[0]?.packages[0];
}

describe('login', () => {
  it('starts what the worker is to run', async () => {
    await manager.write(FLOW).start();
    expect(manager.show('video')).toMatchObject({ mood: 'waking', reason: 'worker one has not logged in' });
    const one = await login('one');
    await manager.mood('encoder', 'happy');
    await manager.mood('video', 'happy');
    expect(one.asked.sort()).toEqual(['start-job /main/encoder', 'start-job /main/video']);
    expect(one.spec('/main/video')?.clock).toEqual({ baseTime: '123456789' });
    expect(manager.show('http')).toMatchObject({ mood: 'waking', reason: 'worker two has not logged in' });
    expect(manager.log.join('\n')).toContain('worker one has logged in from 127.0.0.1');
  });

  it('is refused for a wrong password, with the reason here and an escaped line there', async () => {
    await manager.write(FLOW).start();
    const user = 'eve\nERROR forged line';
    await expect(login('one', { user, password: 'guess' })).rejects.toMatchObject({
      code: 'login-refused',
      message: expect.stringContaining('wrong user or password'),
    });
    const line = manager.log.find((one) => one.includes('refused worker'));
    expect(line).toContain('user "eve\\nERROR forged line", from 127.0.0.1: wrong user or password');
    expect(line).not.toContain('\n');
    await workers[0]?.closed;
  });

  it('is refused for a name that is logged in, and the first one stays', async () => {
    await manager.write(FLOW).start();
    const first = await login('one');
    await manager.mood('video', 'happy');
    await expect(login('one')).rejects.toMatchObject({ code: 'worker-name-taken' });
    expect(manager.show('video').mood).toBe('happy');
    first.disconnect();
    await manager.mood('video', 'lost');
    await login('one', { jobs: [...first.jobs.values()].map(({ spec }) => spec) });
    await manager.mood('video', 'happy');
  });

  it.each(['', 'a/b', 'edge<b>', 'x\u0007', 'y'.repeat(101)])('is refused for the name %j', async (name) => {
    await manager.write(FLOW).start();
    const message = expect.stringContaining('is not a usable worker name; use up to 100 letters');
    await expect(login(name)).rejects.toMatchObject({ code: 'login-refused', message });
  });

  it('is refused to everybody without a bouncer', async () => {
    await manager.write(FLOW, '<manager/>').start();
    expect(manager.log.join('\n')).toContain('nobody can log in');
    await expect(login('one')).rejects.toMatchObject({
      message: expect.stringContaining('declares no bouncer'),
    });
  });

  it('works over TLS with the certificate that was made', async () => {
    await manager.dispose();
    manager = new TestManager('ssl');
    await manager.write(FLOW).start();
    const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port: manager.port, path: '/healthz', rejectUnauthorized: false }, resolve).on('error', reject);
    });
    // It would hold for all ports of the host: browsers would refuse unencrypted streams there.
    expect(headers).not.toHaveProperty('strict-transport-security');
    const one = await login('one', { transport: 'ssl' });
    expect(one.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    await manager.stop();
    await manager.start();
    const again = await login('two', { transport: 'ssl' });
    expect(again.fingerprint).toBe(one.fingerprint);
  });
});

describe('jobs that run when their worker logs in', () => {
  async function running(): Promise<FakeWorker> {
    await manager.write(FLOW).start();
    const one = await login('one');
    await manager.mood('encoder', 'happy');
    await manager.mood('video', 'happy');
    await manager.stop();
    one.disconnect();
    one.asked.length = 0;
    return one;
  }

  it('are left alone by a manager that comes back', async () => {
    const one = await running();
    await manager.start();
    await one.login(manager.port);
    await manager.mood('video', 'happy');
    await manager.mood('encoder', 'happy');
    await login('two');
    await manager.mood('http', 'happy');
    expect(one.asked).toEqual(['open-feeder /main/encoder']);
  });

  it('are left alone by a manager that lost its state', async () => {
    const one = await running();
    const secret = one.spec('/main/video')?.feeders[0]?.secret;
    await manager.dispose();
    manager = new TestManager();
    await manager.write(FLOW).start();
    await one.login(manager.port);
    await manager.mood('encoder', 'happy');
    const two = await login('two');
    await manager.mood('http', 'happy');
    expect(one.asked).toEqual(['open-feeder /main/encoder']);
    expect(one.spec('/main/video')?.feeders[0]?.secret).toBe(secret);
    expect(two.sources('/main/http')[0]?.secret).toBe(one.spec('/main/encoder')?.feeders[0]?.secret);
  });

  it('are started anew when the planet says otherwise, and stopped when it has them no more', async () => {
    const one = await running();
    const other = FLOW.replace(
      '<property name="text">hello</property>',
      '<property name="pattern">5</property>',
    );
    const withoutEncoder = `${other.slice(0, other.indexOf('<component name="encoder"'))}</flow>`;
    await manager.write(withoutEncoder).start();
    await one.login(manager.port);
    await waitUntil('the new pattern', () => one.spec('/main/video')?.properties['pattern'] === 5);
    await waitUntil('the end of the encoder', () => !one.jobs.has('/main/encoder'));
    expect(one.asked.sort()).toEqual([
      'start-job /main/video',
      'stop-job /main/encoder',
      'stop-job /main/video',
    ]);
  });
});

describe('desired state', () => {
  it('outlives the manager', async () => {
    await manager.write(FLOW).start();
    const one = await login('one');
    await manager.mood('video', 'happy');
    await manager.control.stop('main', 'video');
    expect((await manager.mood('video', 'sleeping')).reason).toBe('it is stopped');
    await manager.stop();
    one.disconnect();
    one.asked.length = 0;
    await manager.start();
    await one.login(manager.port);
    await manager.mood('encoder', 'happy');
    expect(manager.show('video')).toMatchObject({ mood: 'sleeping', wanted: 'stopped' });
    expect(one.asked).toEqual([]);
    await manager.control.start('main', 'video');
    await manager.mood('video', 'happy');
  });

  it('lets a person have a component started afresh, a sad one also by start', async () => {
    await manager.write(FLOW).start();
    const one = await login('one');
    await manager.mood('video', 'happy');
    one.asked.length = 0;
    await manager.control.restart('main', 'video');
    await waitUntil('a fresh start', () => one.asked.includes('start-job /main/video'));
    expect(one.asked).toEqual(['stop-job /main/video', 'start-job /main/video']);
    one.say('/main/video', { mood: 'sad', reason: 'it broke' });
    expect((await manager.mood('video', 'sad')).reason).toBe('it broke');
    await manager.control.start('main', 'video');
    await manager.mood('video', 'happy');
  });
});

describe('moods', () => {
  it('say that the worker is lost and why, and that it is back', async () => {
    await manager.write(FLOW).start();
    const one = await login('one');
    await manager.mood('video', 'happy');
    one.disconnect();
    const { reason } = await manager.mood('video', 'lost');
    expect(reason).toContain('the connection to worker one is lost');
    await one.login(manager.port);
    await manager.mood('video', 'happy');
    expect(one.asked.filter((what) => what === 'start-job /main/video')).toHaveLength(1);
  });

  it('say why a start failed, which is tried again', async () => {
    await manager.write(FLOW).start();
    const one = new FakeWorker('one');
    workers.push(one);
    one.refuse.set('/main/video', 'no memory');
    await one.login(manager.port);
    const { messages, reason } = await manager.mood('video', 'sad');
    expect(reason).toContain('no memory');
    expect(messages).toHaveLength(1);
    await manager.mood('video', 'happy');
    // The job may report before the manager has the answer to its request.
    await waitUntil('the message goes', () => manager.show('video').messages.length === 0);
  });

  it('name the package of a missing element and of a missing type', async () => {
    await manager.write(FLOW).start();
    await login('one', { missing: ['videotestsrc'], types: ['test-video'] });
    expect((await manager.mood('video', 'sad')).reason).toBe(
      'worker one lacks the GStreamer elements videotestsrc that /main/video needs; run there: apt install gstreamer1.0-plugins-base',
    );
    expect((await manager.mood('encoder', 'sad')).messages[0]).toMatchObject({
      id: 'package-missing',
      text: 'worker one has no package with the component test-encoder',
      advice: expect.stringContaining('npm install @test/components'),
    });
  });

  it('know of a package as soon as its worker has it, and of its version', async () => {
    await manager.write(FLOW).start();
    const one = await login('one', { types: ['test-video'] });
    await manager.mood('encoder', 'sad');
    one.install(managerCatalogue().types(), '1.1.0');
    await manager.mood('encoder', 'happy');
    expect(shownPackage()).toMatchObject({ version: '1.1.0', known: '1.0.0', fit: 'newer' });
    expect(one.asked.filter((what) => what === 'start-job /main/video')).toHaveLength(1);
    one.install(managerCatalogue().types(), '2.0.0');
    await waitUntil('the version is judged', () => shownPackage()?.fit === 'apart');
    await waitUntil('people are told', () => manager.show('encoder').messages.length === 1);
    expect(manager.show('encoder')).toMatchObject({
      mood: 'happy',
      messages: [{ id: 'package-version', level: 'warning' }],
    });
    await manager.control.stop('main', 'encoder');
    await manager.mood('encoder', 'sleeping');
    await manager.control.start('main', 'encoder');
    expect((await manager.mood('encoder', 'sad')).reason).toContain('these versions do not go together');
  });

  it('stay sad when their worker has given them up, until a person starts them', async () => {
    await manager.write(FLOW).start();
    const one = await login('one');
    await manager.mood('video', 'happy');
    one.say('/main/video', { mood: 'sad', reason: 'died 5 times', pid: 0 });
    await manager.mood('video', 'sad');
    await manager.control.load();
    expect(manager.show('video')).toMatchObject({ mood: 'sad', reason: 'died 5 times' });
    expect(one.asked.filter((what) => what === 'start-job /main/video')).toHaveLength(1);
    await manager.control.start('main', 'video');
    await manager.mood('video', 'happy');
  });
});

describe('feeds between workers', () => {
  it('are opened when the eater comes, and eaters learn a port that the system chose', async () => {
    await manager.write(FLOW).start();
    const two = await login('two');
    await manager.mood('http', 'happy');
    expect(two.sources('/main/http')).toEqual([undefined]);
    await login('one', { feederPorts: [] });
    await waitUntil('the port', () => two.sources('/main/http')[0]?.port === 40_000);
    expect(two.sources('/main/http')[0]).toMatchObject({ feed: '/main/encoder:default', host: '127.0.0.1' });
    expect(two.asked).toEqual(['start-job /main/http', 'link-eaters /main/http']);
  });

  it('are encrypted on ssl planets between machines, and the clock is provided', async () => {
    await manager.dispose();
    manager = new TestManager('ssl');
    const audio = '<component name="audio" type="test-audio" worker="two"/>';
    await manager.write(FLOW.replace('</flow>', `${audio}</flow>`)).start();
    const one = await login('one', { transport: 'ssl' });
    const two = await login('two', { transport: 'ssl', machine: 'machine-b' });
    await waitUntil('the source', () => two.sources('/main/http')[0]?.fingerprint === 'fingerprint-of-one');
    await manager.mood('video', 'happy');
    expect(two.spec('/main/audio')?.clock).toEqual({ baseTime: '123456789' });
    expect(one.spec('/main/video')?.clock?.provider).toEqual({ host: '127.0.0.1', port: 7600 });
  });
});

describe('a feed that several components offer', () => {
  const VIRTUAL = `<flow name="main">
    <component name="a" type="test-video" worker="one"><virtual-feed name="cam:default" real="default"/></component>
    <component name="b" type="test-video" worker="one"><virtual-feed name="cam:default" real="default"/></component>
    <component name="encoder" type="test-encoder" worker="one"><eater name="default"><feed>cam</feed></eater></component>
  </flow>`;

  it('fails over to the next component, and back', async () => {
    await manager.write(VIRTUAL).start();
    const one = await login('one');
    for (const name of ['a', 'b', 'encoder']) await manager.mood(name, 'happy');
    const serves = (name: string): Promise<void> =>
      waitUntil(`${name} to serve`, () => one.sources('/main/encoder')[0]?.feed === `/main/${name}:default`);
    await serves('a');
    one.say('/main/a', { mood: 'sad', reason: 'no camera' });
    await serves('b');
    one.say('/main/a', { mood: 'happy' });
    await serves('a');
    await manager.control.stop('main', 'a');
    await serves('b');
    expect(one.asked.filter((what) => what.startsWith('start-job'))).toHaveLength(3);
  });
});

describe('loading again', () => {
  it('touches only what changed', async () => {
    await manager.write(FLOW).start();
    const one = await login('one');
    const two = await login('two');
    for (const name of ['video', 'encoder', 'http']) await manager.mood(name, 'happy');
    one.asked.length = 0;
    two.asked.length = 0;
    const changed = FLOW.replace('hello', 'bye').replace(
      '</flow>',
      '<component name="more" type="test-video" worker="two"/></flow>',
    );
    manager.write(changed);
    await manager.control.load();
    await manager.mood('more', 'happy');
    await waitUntil('the text', () => one.spec('/main/video')?.properties['text'] === 'bye');
    expect(one.asked).toEqual(['set-property /main/video']);
    expect(two.asked).toEqual(['start-job /main/more']);
  });

  it('tells what counts only when the manager is started again', async () => {
    await manager.write(FLOW).start();
    expect((await manager.control.load()).warnings).toEqual([]);
    manager.write(
      FLOW,
      '<manager name="other"><port>99</port><component name="door" type="test-bouncer"/></manager>',
    );
    const { warnings } = await manager.control.load();
    expect(warnings).toEqual([
      `${manager.file}: <manager> has another name, host, port; that counts when the manager is started again`,
    ]);
    expect(manager.log.join('\n')).toContain(warnings[0]);
  });

  it.each([
    ['a file that is no XML', '<flow', 'planet-invalid'],
    ['an unknown feed', FLOW.replace('<feed>video', '<feed>radio'), 'planet-refused'],
  ])('changes nothing for %s', async (_, inside, code) => {
    await manager.write(FLOW).start();
    const one = await login('one');
    await manager.mood('encoder', 'happy');
    one.asked.length = 0;
    manager.write(inside);
    await expect(manager.control.load()).rejects.toMatchObject({ code });
    expect(manager.show('encoder').mood).toBe('happy');
    expect(one.asked).toEqual([]);
  });
});

describe('keycards', () => {
  const DOOR = '<atmosphere><component name="door" type="test-bouncer" worker="two"/></atmosphere>';

  it('are passed to the worker of the bouncer', async () => {
    await manager.write(`${DOOR}${FLOW}`).start();
    const one = await login('one');
    await expect(one.authenticate('door', 'listener')).rejects.toMatchObject({ code: 'bouncer-away' });
    const two = await login('two');
    await waitUntil('the bouncer', () => two.jobs.has('/atmosphere/door'));
    await expect(one.authenticate('door', 'listener')).resolves.toEqual({ admitted: true });
    await expect(one.authenticate('/atmosphere/door', 'eve')).resolves.toEqual({ admitted: false });
    expect(two.asked.slice(-1)).toEqual(['authenticate /atmosphere/door']);
  });
});
