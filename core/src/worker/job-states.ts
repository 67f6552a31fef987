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

/** The state of a job that died too often, sad with a message that says so; `reason` is its text. */
export function givenUpState(
  last: JobState,
  deaths: number,
  seconds: number,
  cause: string,
): { state: JobState; reason: string } {
  const reason = `died ${deaths} times within ${seconds} s and is not started again: ${cause}`;
  const message: MessageState = {
    level: 'error',
    id: 'crash-loop',
    text: reason,
    advice: 'Remove the cause, then start the component again.',
    time: Date.now(),
  };
  const others = last.messages.filter(({ id }) => id !== message.id);
  return { state: { ...deadState(last, 'sad', reason), messages: [...others, message] }, reason };
}
