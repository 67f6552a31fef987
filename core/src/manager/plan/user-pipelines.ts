import type { WorkerJob } from '../worker-session';
import type { PlanetComponent } from '../planet';
import type { Plan, WorkerFacts } from './types';

/** Id of what is said of a component whose worker does not run pipeline text that people wrote. */
const FORBIDDEN = 'pipelines-forbidden';

/** Why a worker does not run a component's pipeline text; undefined where it does, or is too old to say. */
export function pipelineForbidden(
  { id, config, spec }: PlanetComponent,
  { name, allowPipelines, file, hostname }: WorkerFacts,
): Extract<Plan, { kind: 'refuse' }>['message'] | undefined {
  if (spec.userPipeline === undefined || allowPipelines !== false) return undefined;
  const where = config.place ? `${config.place.file}:${String(config.place.line)}: ` : '';
  const target = file === undefined ? 'its file' : `its file ${file} on ${hostname}`;
  return {
    id: FORBIDDEN,
    text: `${where}worker ${name} does not run the pipeline of ${id}: its text is part of the planet, and whoever may edit that could run anything on that machine`,
    advice: `If this is wanted, write <allow-pipelines/> into ${target}, or start it with --allow-pipelines, and restart the worker; the component then starts by itself.`,
  };
}

/** Whether a component is not to run since its worker forbids it. */
export function isForbidden(plan: Plan | undefined): boolean {
  return plan?.kind === 'refuse' && plan.message.id === FORBIDDEN;
}

/** Whether a job failed only since its worker did not run pipeline text, which it does now. */
export function isAllowedNow({ state }: WorkerJob, { allowPipelines }: WorkerFacts): boolean {
  return (
    allowPipelines === true &&
    state?.mood === 'sad' &&
    state.messages.some(({ id, level }) => id === FORBIDDEN && level === 'error')
  );
}
