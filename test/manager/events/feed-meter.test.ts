import { FeedMeter } from '../../../core/src/manager/events/feed-meter';
import type { FeederState, JobState } from '../../../core/src/rpc/job-state';

const CLIENT = '/main/b:default';

function state(time: number, client: Partial<FeederState['clients'][number]>, buffers?: number): JobState {
  const whole = { client: CLIENT, connected: true, since: 0, bytes: 0, dropped: 0, reconnects: 0, ...client };
  return {
    id: '/main/a',
    type: 'test',
    pid: 1,
    mood: 'happy',
    messages: [],
    started: 0,
    time,
    cpu: 0,
    memory: 0,
    eaters: [],
    feeders: [
      { feeder: 'default', clients: [whole], refused: 0, ...(buffers === undefined ? {} : { buffers }) },
    ],
    stats: {},
    restarts: 0,
  };
}

const flow = (meter: FeedMeter): unknown => meter.flow('/main/a', 'default', CLIENT);

it('makes rates of totals, and of what waits the time it lasts', () => {
  const meter = new FeedMeter();
  meter.take(state(1000, { bytes: 1000 }, 10));
  expect(flow(meter)).toBeUndefined();
  meter.take(state(3000, { bytes: 41_000, behind: 10_000 }, 60));
  expect(flow(meter)).toEqual({ bytesPerSecond: 20_000, buffersPerSecond: 25, lag: 500 });
  meter.take(state(4000, { bytes: 61_000, behind: 0 }, 85));
  expect(flow(meter)).toEqual({ bytesPerSecond: 20_000, buffersPerSecond: 25, lag: 0 });
});

it('says nothing about lag and buffers where it knows nothing', () => {
  const meter = new FeedMeter();
  meter.take(state(1000, { bytes: 5 }));
  meter.take(state(2000, { bytes: 5, behind: 7 }));
  expect(flow(meter)).toEqual({ bytesPerSecond: 0 });
});

it('waits for readings that are far enough apart', () => {
  const meter = new FeedMeter();
  meter.take(state(1000, { bytes: 0 }));
  meter.take(state(1100, { bytes: 1_000_000 }));
  expect(flow(meter)).toBeUndefined();
  meter.take(state(2000, { bytes: 2_000_000 }));
  expect(flow(meter)).toEqual({ bytesPerSecond: 2_000_000 });
});

it('begins anew with another process, and forgets who is gone', () => {
  const meter = new FeedMeter();
  meter.take(state(1000, { bytes: 1000 }));
  meter.take(state(2000, { bytes: 2000 }));
  meter.take(state(3000, { bytes: 500 }));
  expect(flow(meter)).toBeUndefined();
  meter.take(state(4000, { bytes: 1500 }));
  expect(flow(meter)).toEqual({ bytesPerSecond: 1000 });
  meter.take(state(5000, { bytes: 1500, connected: false }));
  expect(flow(meter)).toBeUndefined();
});
