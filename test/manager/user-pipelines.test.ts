import { FakeWorker, type FakeWorkerOptions } from '../support/fake-worker';
import { TestManager } from '../support/test-manager';
import { waitUntil } from '../support/wait-until';

const workers: FakeWorker[] = [];
let manager: TestManager;

beforeEach(() => {
  manager = new TestManager();
});
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.disconnect();
  await manager.dispose();
});

async function login(name: string, options: FakeWorkerOptions): Promise<FakeWorker> {
  const worker = new FakeWorker(name, options);
  workers.push(worker);
  return worker.login(manager.port);
}

describe('a pipeline that people wrote', () => {
  const PIPELINE = `<flow name="main">
    <component name="own" type="test-pipeline" worker="one"><property name="pipeline">videotestsrc</property></component>
  </flow>`;

  it('is refused before its start on a worker that forbids it, and comes up when the worker allows it', async () => {
    await manager.write(PIPELINE).start();
    const one = await login('one', { allowPipelines: false });
    await manager.mood('own', 'sad');
    expect(one.asked).toEqual([]);
    expect(manager.show('own')).toMatchObject({
      reason: expect.stringMatching(
        /\/planet\.xml:\d+: worker one does not run the pipeline of \/main\/own: /,
      ),
      messages: [
        {
          id: 'pipelines-forbidden',
          level: 'error',
          advice: expect.stringContaining(
            'write <allow-pipelines/> into its file /etc/flumotion/workers/default.xml on host-a',
          ),
        },
      ],
    });
    one.disconnect();
    await one.closed;
    await login('one', { allowPipelines: true });
    await manager.mood('own', 'happy');
  });

  it('is tried again when its job failed for that reason and the worker allows it now', async () => {
    await manager.write(PIPELINE).start();
    const before = await login('one', {});
    await manager.mood('own', 'happy');
    const message = { level: 'error' as const, id: 'pipelines-forbidden', text: 'not run', time: 0 };
    before.say('/main/own', { mood: 'sad', reason: 'not run', messages: [message] });
    await manager.mood('own', 'sad');
    before.disconnect();
    await before.closed;
    const jobs = [...before.jobs.values()].map(({ spec }) => spec);
    const after = await login('one', { allowPipelines: true, jobs });
    // The job tells only after the login that it failed: it was started by what an earlier worker left.
    after.say('/main/own', { mood: 'sad', reason: 'not run', messages: [message] });
    await waitUntil('the fresh start', () => after.asked.length >= 2);
    expect(after.asked).toEqual(['stop-job /main/own', 'start-job /main/own']);
    await manager.mood('own', 'happy');
  });

  it('ends when its worker comes back without the permission', async () => {
    await manager.write(PIPELINE).start();
    const before = await login('one', { allowPipelines: true });
    await manager.mood('own', 'happy');
    before.disconnect();
    await before.closed;
    const jobs = [...before.jobs.values()].map(({ spec }) => spec);
    const after = await login('one', { allowPipelines: false, jobs });
    await manager.mood('own', 'sad');
    expect(after.asked).toEqual(['stop-job /main/own']);
  });
});
