import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import type { JobSpec } from '../rpc/job-spec';
import * as messages from '../rpc/messages';
import { demandDevices } from './device-check';
import { neededElements, type ElementCheck, type MissingElement } from './element-check';
import type { Difference, LiveChange } from './plan/difference';
import type { PlanetComponent } from './planet';
import type { WorkerSession } from './worker-session';

/** Has workers start, change and stop the jobs of components. */
export class JobActions {
  constructor(
    private readonly elements: ElementCheck,
    private readonly log: Logger,
  ) {}

  /** Asks early for the elements that components of a worker need, so that their start does not wait for it. */
  prepare(session: WorkerSession, components: readonly PlanetComponent[]): void {
    void this.elements.missing(session, [...new Set(components.flatMap((one) => neededElements(one)))]);
  }

  /** @throws FlumotionError `elements-missing`, `device-missing`, or what the worker answers. */
  async start(session: WorkerSession, component: PlanetComponent, spec: JobSpec): Promise<void> {
    const missing = await this.elements.missingFor(session, component);
    if (missing.length > 0) {
      this.elements.forget(session);
      throw FlumotionError.of('elements-missing', {
        worker: session.facts.name,
        component: component.id,
        elements: missing.map(({ element }) => element).join(', '),
        advice: installAdvice(missing),
      });
    }
    await demandDevices(session, component, this.log);
    // Known at once: what the job says may arrive before the answer.
    session.jobs.set(component.id, { spec, state: undefined });
    try {
      await session.link.request(messages.startJob, { spec });
    } catch (error) {
      session.jobs.delete(component.id);
      throw error;
    }
  }

  async stop(session: WorkerSession, id: string): Promise<void> {
    await session.link.request(messages.stopJob, { id });
    session.jobs.delete(id);
  }

  /** Changes a running job to what is wanted, without a restart. */
  async adjust(
    session: WorkerSession,
    id: string,
    { live, eaters, open }: Extract<Difference, { kind: 'adjust' }>,
  ): Promise<void> {
    for (const change of live) await this.setProperty(session, id, change);
    for (const { feeder, port = 0, encrypted = false } of open) {
      const answer = await session.link.request(messages.openFeeder, { id, feeder, port, encrypted });
      const link = session.jobs.get(id)?.spec.feeders.find((one) => one.feeder === feeder);
      if (link) Object.assign(link, { port: answer.port, encrypted });
    }
    if (eaters) {
      await session.link.request(messages.linkEaters, { id, eaters: [...eaters] });
      const job = session.jobs.get(id);
      if (job) job.spec = { ...job.spec, eaters: [...eaters] };
    }
  }

  /** Changes one live property of a running job, or of a plug in it. */
  async setProperty(session: WorkerSession, id: string, change: LiveChange): Promise<void> {
    const { name, value, plug } = change;
    await session.link.request(messages.setProperty, { id, ...change });
    const job = session.jobs.get(id);
    if (!job) return;
    const changed = (properties: JobSpec['properties']): JobSpec['properties'] => {
      const { [name]: _, ...others } = properties;
      return value === null ? others : { ...others, [name]: value };
    };
    if (plug === undefined) job.spec = { ...job.spec, properties: changed(job.spec.properties) };
    else {
      const plugs = job.spec.plugs.map((one, index) =>
        index === plug ? { ...one, properties: changed(one.properties) } : one,
      );
      job.spec = { ...job.spec, plugs };
    }
  }
}

/** What to install, as far as the packages are known. */
export function installAdvice(missing: readonly MissingElement[]): string {
  const packages = [
    ...new Set(missing.map((one) => one.package).filter((name) => name !== undefined)),
  ].sort();
  return packages.length === 0
    ? 'install the GStreamer plugins that have them'
    : `run there: apt install ${packages.join(' ')}`;
}

/** An error as a message of the component it befell. */
export function failureMessage(error: unknown): {
  level: 'error';
  id: string;
  text: string;
  time: number;
} {
  const { code } = Object(error) as { code?: unknown };
  return {
    level: 'error',
    id: typeof code === 'string' ? code : 'start-failed',
    text: errorText(error),
    time: Date.now(),
  };
}
