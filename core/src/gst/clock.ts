import { FlumotionError } from '../errors';
import { gstNamespace, gstNetNamespace, type GstNamespace, type GstPipeline } from './node-gtk';

/** Milliseconds until a network clock must have found its provider. */
const SYNC_DEADLINE = 8000;
/** Milliseconds between looks at a network clock. */
const SYNC_POLL = 20;

/**
 * Lets a pipeline run on the machine's monotonic clock, or on the one a network time provider tells, with a fixed base
 * time. GStreamer then chooses neither by itself, so timestamps agree in all processes.
 * @param baseTime - nanoseconds on that clock.
 * @throws FlumotionError `deadline-passed` when the provider does not answer.
 */
export async function followClock(
  gst: GstNamespace,
  pipeline: GstPipeline,
  baseTime: bigint,
  provider?: { host: string; port: number },
): Promise<void> {
  let clock = gst.SystemClock.obtain();
  if (provider) {
    const { host, port } = provider;
    clock = gstNetNamespace().NetClientClock.new(null, host, port, 0n);
    const end = Date.now() + SYNC_DEADLINE;
    while (!clock.isSynced()) {
      if (Date.now() > end) {
        const what = `the clock at ${host}:${String(port)} (UDP)`;
        throw FlumotionError.of('deadline-passed', { what, seconds: SYNC_DEADLINE / 1000 });
      }
      await new Promise((resolve) => setTimeout(resolve, SYNC_POLL));
    }
  }
  pipeline.useClock(clock);
  pipeline.setStartTime(gst.CLOCK_TIME_NONE);
  pipeline.setBaseTime(baseTime);
}

/** The machine's monotonic clock now, in nanoseconds: the clock that flows run on. */
export function monotonicNow(): bigint {
  return process.hrtime.bigint();
}

/** A network time provider that is running. */
export interface TimeProvider {
  readonly port: number;
  /** Keeps the provider alive; drop it to end the provider. */
  readonly native: object;
}

/**
 * Tells the machine's monotonic clock to others over UDP.
 * @param port - 0 lets the system choose.
 * @throws FlumotionError `port-in-use`.
 */
export function provideTime(address: string, port: number): TimeProvider {
  const native = gstNetNamespace().NetTimeProvider.new(gstNamespace().SystemClock.obtain(), address, port);
  if (!native) throw FlumotionError.of('port-in-use', { port, option: 'another clock port' });
  return { port: (native as { port: number }).port, native };
}
