import type { Mood } from '../model/mood';
import type { JobState, MessageState } from '../rpc/job-state';
import type { JobSpec } from '../rpc/job-spec';
import type { Plan } from './plan/types';

/** What the manager itself remembers of a component, beside its job. */
export interface ComponentStatus {
  /** An action of the manager on its job is under way. */
  busy: 'starting' | 'stopping' | 'changing' | undefined;
  /** Why the last action failed. */
  failure: MessageState | undefined;
  /** Failures in a row. */
  failures: number;
  /** Not tried again before; milliseconds since 1970. */
  retryAt: number;
  /** The connection to its worker ended while it ran. */
  lost: { readonly reason: string; readonly since: number; readonly state: JobState | undefined } | undefined;
  /** What its last job ran by. */
  lastSpec: JobSpec | undefined;
  /** A person asked for a fresh start. */
  restart: boolean;
  /** Mood and reason as they were logged last. */
  logged: string | undefined;
}

/** The status of a component of which nothing is known. */
export function freshStatus(): ComponentStatus {
  return {
    busy: undefined,
    failure: undefined,
    failures: 0,
    retryAt: 0,
    lost: undefined,
    lastSpec: undefined,
    restart: false,
    logged: undefined,
  };
}

/** How a component is, with the reason in words when it is not happy. */
export interface ComponentMood {
  readonly mood: Mood;
  readonly reason: string | undefined;
  readonly messages: readonly MessageState[];
}

/** Everything that decides a component's mood. */
export interface MoodGrounds {
  readonly worker: string;
  /** Since when the worker is logged in, milliseconds since 1970; undefined while it is not. */
  readonly onlineSince: number | undefined;
  readonly wanted: boolean;
  readonly plan: Plan | undefined;
  readonly status: ComponentStatus;
  /** Whether its worker has a job for it. */
  readonly hasJob: boolean;
  /** The last that job said. */
  readonly state: JobState | undefined;
}

/** Puts together what the job says, what the manager tried and what it waits for. */
export function moodOf(grounds: MoodGrounds): ComponentMood {
  const { onlineSince, wanted, status, hasJob, state } = grounds;
  if (onlineSince === undefined && status.lost) {
    const reason = `the connection to worker ${grounds.worker} is lost: ${status.lost.reason}`;
    return { mood: 'lost', reason, messages: status.lost.state?.messages ?? [] };
  }
  if (hasJob) {
    const failed = status.failure ? [status.failure] : [];
    if (!state) return { mood: 'waking', reason: 'its job starts', messages: failed };
    const warned = warnings(grounds);
    return { mood: state.mood, reason: state.reason, messages: [...state.messages, ...failed, ...warned] };
  }
  if (!wanted) return { mood: 'sleeping', reason: 'it is stopped', messages: [] };
  return notRunning(grounds);
}

/** What the plan has to say of a component that runs. */
function warnings({ plan, onlineSince = 0 }: MoodGrounds): readonly MessageState[] {
  const message = plan?.kind === 'run' ? plan.warning : plan?.kind === 'refuse' ? plan.message : undefined;
  return message ? [{ ...message, level: 'warning', time: onlineSince }] : [];
}

function notRunning({ plan, status, onlineSince = 0 }: MoodGrounds): ComponentMood {
  if (plan?.kind === 'refuse') {
    const { text } = plan.message;
    return { mood: 'sad', reason: text, messages: [{ ...plan.message, level: 'error', time: onlineSince }] };
  }
  if (status.failure) return { mood: 'sad', reason: status.failure.text, messages: [status.failure] };
  if (plan?.kind === 'wait') return { mood: 'waking', reason: plan.reason, messages: [] };
  return { mood: 'waking', reason: 'it is about to start', messages: [] };
}
