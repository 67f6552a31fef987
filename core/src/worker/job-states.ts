import type { JobSpec } from '../rpc/job-spec';
import type { JobState, MessageState } from '../rpc/job-state';

/** The state of a job that has not spoken yet, or cannot. */
export function silentState(spec: JobSpec, mood: JobState['mood'], reason: string): JobState {
  return {
    id: spec.id,
    type: spec.type,
    pid: 0,
    mood,
    reason,
    messages: [],
    started: Date.now(),
    cpu: 0,
    memory: 0,
    eaters: [],
    feeders: [],
    stats: {},
    restarts: 0,
  };
}

/** The last known state of a job whose process is gone: nothing is connected and nothing is used. */
export function deadState(last: JobState, mood: JobState['mood'], reason: string): JobState {
  return {
    ...last,
    pid: 0,
    mood,
    reason,
    cpu: 0,
    memory: 0,
    eaters: last.eaters.map((eater) => ({ ...eater, connected: false, reason })),
    feeders: last.feeders.map((feeder) => ({ ...feeder, clients: [] })),
  };
}

/** The message of a job that was given up. */
export function crashLoopMessage(deaths: number, seconds: number, reason: string): MessageState {
  return {
    level: 'error',
    id: 'crash-loop',
    text: `died ${deaths} times within ${seconds} s and is not started again: ${reason}`,
    advice: 'Remove the cause, then start the component again.',
    time: Date.now(),
  };
}
