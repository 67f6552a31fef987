import { FlumotionError } from '../../errors';
import type { Logger } from '../../log/logger';
import { fullId } from '../../model/planet';
import type { JobSpec } from '../../rpc/job-spec';
import type { JobState } from '../../rpc/job-state';
import { authenticate } from '../../rpc/messages';
import type { Jobs } from '../../worker/jobs';
import { componentName, Shower } from './show';

/**
 * Runs jobs until `ended` settles or one of them needs a person; then ends them all.
 * @param ended settles when the user ends it.
 * @param details shows the details of messages, too.
 * @throws FlumotionError `launch-failed` with the reason of the first job that cannot go on.
 */
export async function runJobs(
  jobs: Jobs,
  specs: readonly JobSpec[],
  ended: Promise<void>,
  write: (text: string) => void,
  log: Logger,
  details = false,
): Promise<void> {
  const shower = new Shower(write, details);
  try {
    const failed = new Promise<never>((_, reject) => {
      const fail = (id: string, reason: string): void => {
        reject(FlumotionError.of('launch-failed', { component: componentName(id), reason }));
      };
      jobs.tell({
        changed: (state) => {
          shower.show(state);
          if (state.mood === 'sad') fail(state.id, whySad(state));
        },
        gone: () => undefined,
        logged: (line) => {
          log.relay(line);
        },
        pass: (type, question) => jobs.get(fullId(question.to)).ask(type, question),
        judge: (question) => jobs.get(question.bouncer).ask(authenticate, question),
      });
    });
    const started = Promise.all(specs.map((spec) => jobs.start(spec)));
    await Promise.race([ended, failed, started.then(() => ended)]);
  } finally {
    await jobs.stopAll();
  }
}

function whySad(state: JobState): string {
  const error = state.messages.find(({ level }) => level === 'error');
  const advice = error?.advice === undefined ? '' : `; ${error.advice}`;
  return `${error?.text ?? state.reason ?? 'it gave no reason'}${advice}`;
}
