import { learnFeeds } from '../../core/src/manager/learn';
import type { FeedRecord } from '../../core/src/manager/plan/types';
import type { Planet } from '../../core/src/manager/planet';
import { Records } from '../../core/src/manager/records';
import { Workers } from '../../core/src/manager/workers';
import { WorkerSession } from '../../core/src/manager/worker-session';
import type { StateStore } from '../../core/src/manager/state-store';
import type { JobSpec } from '../../core/src/rpc/job-spec';
import type { JobState } from '../../core/src/rpc/job-state';

const ID = '/main/video';
const FEED = `${ID}:default`;
const SECRET = 'a'.repeat(32);

const planet = { find: (id: string) => (id === ID ? { config: { worker: 'one' } } : undefined) };

function session(name: string, port?: number): WorkerSession {
  const link = { open: true } as WorkerSession['link'];
  const made = new WorkerSession({ name } as WorkerSession['facts'], '1.0.0', link);
  const spec = { id: ID, feeders: [{ feeder: 'default', feed: FEED, secret: SECRET, port: 0 }] };
  const state = { feeders: port === undefined ? [] : [{ feeder: 'default', port }] };
  made.jobs.set(ID, { spec: spec as unknown as JobSpec, state: state as unknown as JobState });
  return made;
}

const learnt = (records: ReadonlyMap<string, FeedRecord>, port: number): ReadonlyMap<string, FeedRecord> =>
  learnFeeds(planet as unknown as Planet, session('one', port), records, ID);

describe('what a job tells of its feeds', () => {
  const known = learnt(new Map(), 8600);

  it('is learnt', () => {
    expect(known).toEqual(new Map([[FEED, { secret: SECRET, port: 8600, worker: 'one' }]]));
    expect(learnt(known, 8601).get(FEED)?.port).toBe(8601);
  });

  it('costs nothing where it is known, since jobs speak each second', () => {
    expect(learnt(known, 8600)).toBe(known);
  });

  it('is stored only when it is another than before', async () => {
    const written: string[] = [];
    const store = {
      read: async () => undefined,
      write: async (name: string) => void written.push(name),
    } as unknown as StateStore;
    const records = await Records.load(store);
    await records.setFeeds(known);
    await records.setFeeds(new Map(known));
    expect(written).toEqual(['feeds']);
    await records.setFeeds(learnt(known, 8601));
    await records.setFeeds(new Map());
    expect(written).toEqual(['feeds', 'feeds', 'feeds']);
  });
});

test('the job of a component is found wherever it is now', () => {
  const workers = new Workers();
  const [one, two] = [session('one'), session('two')];
  two.jobs.clear();
  workers.add(one);
  workers.add(two);
  expect(workers.jobOf(ID)?.session).toBe(one);
  one.jobs.delete(ID);
  expect(workers.jobOf(ID)).toBeUndefined();
  two.jobs.set(ID, { spec: {} as JobSpec, state: undefined });
  expect(workers.jobOf(ID)?.session).toBe(two);
  workers.remove(two);
  expect(workers.jobOf(ID)).toBeUndefined();
  const again = session('two');
  workers.add(again);
  expect(workers.jobOf(ID)?.session).toBe(again);
});
