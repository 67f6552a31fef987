import type { JobState } from '../../rpc/job-state';

/** How a feed flows to one client. */
export interface FeedFlow {
  readonly bytesPerSecond: number;
  /** Absent while it is not known. */
  readonly buffersPerSecond?: number;
  /** Milliseconds of stream that wait to be sent to the client; absent while it is not known. */
  readonly lag?: number;
}

interface Sample {
  readonly time: number;
  readonly bytes: number;
  readonly buffers: number | undefined;
  readonly flow: FeedFlow | undefined;
}

/** Milliseconds that two readings are apart at least: a rate over less is noise. */
const SPAN = 900;

/** Works out rates of feeds from the totals that jobs tell. */
export class FeedMeter {
  /** By component, then by feeder and client. */
  private readonly samples = new Map<string, Map<string, Sample>>();

  /** Takes what a job said. */
  take(state: JobState, now = Date.now()): void {
    const before = this.samples.get(state.id);
    const next = new Map<string, Sample>();
    const time = state.time ?? now;
    for (const { feeder, buffers, clients } of state.feeders) {
      for (const client of clients) {
        if (!client.connected) continue;
        const key = keyOf(feeder, client.client);
        const last = before?.get(key);
        // A total that shrank is that of another process.
        const comparable = last !== undefined && client.bytes >= last.bytes && time > last.time;
        if (comparable && time - last.time < SPAN) next.set(key, last);
        else {
          const flow = comparable
            ? flowOf(last, { time, bytes: client.bytes, buffers }, client.behind)
            : undefined;
          next.set(key, { time, bytes: client.bytes, buffers, flow });
        }
      }
    }
    if (next.size > 0) this.samples.set(state.id, next);
    else this.samples.delete(state.id);
  }

  /** Forgets a component. */
  forget(id: string): void {
    this.samples.delete(id);
  }

  /** How a feeder of a component feeds a client; undefined before it was read twice. */
  flow(id: string, feeder: string, client: string): FeedFlow | undefined {
    return this.samples.get(id)?.get(keyOf(feeder, client))?.flow;
  }
}

function keyOf(feeder: string, client: string): string {
  return `${feeder} ${client}`;
}

function flowOf(
  before: Omit<Sample, 'flow'>,
  now: Omit<Sample, 'flow'>,
  behind: number | undefined,
): FeedFlow {
  const seconds = (now.time - before.time) / 1000;
  const bytesPerSecond = Math.round((now.bytes - before.bytes) / seconds);
  const buffers =
    now.buffers === undefined || before.buffers === undefined ? undefined : now.buffers - before.buffers;
  return {
    bytesPerSecond,
    ...(buffers === undefined || buffers < 0 ? {} : { buffersPerSecond: round(buffers / seconds) }),
    ...(behind === undefined || (behind > 0 && bytesPerSecond === 0)
      ? {}
      : { lag: behind === 0 ? 0 : Math.round((behind / bytesPerSecond) * 1000) }),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
