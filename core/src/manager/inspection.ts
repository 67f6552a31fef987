import { inject, injectable } from 'tsyringe';
import { errorText, FlumotionError } from '../errors';
import { parseLevels } from '../log/levels';
import type { Logger } from '../log/logger';
import { componentId } from '../model/planet';
import {
  lookAtFeed,
  readGraph,
  setLogLevels,
  type PreviewKind,
  type PreviewLook,
} from '../rpc/look-messages';
import { LOGGER, SUPERVISOR } from '../tokens';
import type { PlanetComponent } from './planet';
import type { Supervisor } from './supervisor';
import type { WorkerJob, WorkerSession } from './worker-session';

/** Media that surely have nothing to hear. */
const SILENT = /^(image\/|video\/x-(raw|theora|vp8|vp9|av1|h264|h265|h263|dirac)\b)/;
/** Media that surely have no picture, and none to hear. */
const UNFIT: Readonly<Record<PreviewKind, RegExp>> = { picture: /^audio\//, level: SILENT, sound: SILENT };
const WHAT: Readonly<Record<PreviewKind, string>> = { picture: 'picture', level: 'sound', sound: 'sound' };

/** Which look at a feed is meant. */
export interface LookWanted {
  readonly kind: PreviewKind;
  /** Time of the look that is known already: the answer waits for what comes after it. */
  readonly after?: number | undefined;
}

/** Looks into running components: what nobody needs while nobody looks. */
@injectable()
export class Inspection {
  constructor(
    @inject(SUPERVISOR) private readonly supervisor: Pick<Supervisor, 'current' | 'workers'>,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * The pipeline of a component as a graph in the language DOT.
   * @throws FlumotionError `component-unknown`, `job-not-reached`, `graph-missing`.
   */
  async graph(flow: string, name: string): Promise<string> {
    const { id } = this.find(flow, name);
    const { session } = this.running(id);
    return (await session.link.request(readGraph, { id })).dot;
  }

  /**
   * What is seen or heard of a feed now, or after what is known already.
   * @throws FlumotionError `component-unknown`, `feeder-unknown`, `job-not-reached`, `preview-unfit`, `preview-failed`,
   * `previews-exhausted`.
   */
  async look(flow: string, name: string, feeder: string, { kind, after }: LookWanted): Promise<PreviewLook> {
    const { id, spec } = this.find(flow, name);
    const declared = spec.feeders ?? {};
    if (!Object.hasOwn(declared, feeder)) {
      const feeders = Object.keys(declared).join(', ') || 'none';
      throw FlumotionError.of('feeder-unknown', { component: id, feeder: JSON.stringify(feeder), feeders });
    }
    const { session, job } = this.running(id);
    const link = job.spec.feeders.find((one) => one.feeder === feeder);
    if (!link) throw FlumotionError.of('job-not-reached', { id, reason: 'it runs without that feeder' });
    const { feed, secret, path } = link;
    const caps =
      job.state?.feeders.find((one) => one.feeder === feeder)?.caps ?? declared[feeder]?.caps ?? 'ANY';
    if (UNFIT[kind].test(caps)) {
      const media = caps.split(',')[0] ?? caps;
      throw FlumotionError.of('preview-unfit', { feed, what: WHAT[kind], caps: media });
    }
    // By the shortest way, on the feeder's own machine: no port is opened for it.
    const source = { feed, secret, path, caps };
    return session.link.request(lookAtFeed, { kind, source, ...(after === undefined ? {} : { after }) });
  }

  /**
   * Changes which lines the job of a component logs, until it is stopped.
   * @param levels - as `*:4`.
   * @throws FlumotionError `component-unknown`, `log-levels-invalid`, `job-not-reached`.
   */
  async setLogLevels(flow: string, name: string, levels: string): Promise<void> {
    const { id } = this.find(flow, name);
    this.judged(levels);
    const { session, job } = this.running(id);
    await session.link.request(setLogLevels, { id, levels });
    job.spec = { ...job.spec, debug: levels };
    this.log.info(`${id} logs ${levels === '' ? 'warnings and errors' : levels} from now on`);
  }

  /** Changes which lines the manager itself logs. @throws FlumotionError `log-levels-invalid`. */
  setOwnLogLevels(levels: string): void {
    this.log.setLevels(this.judged(levels));
    this.log.info(`logs ${levels === '' ? 'warnings and errors' : levels} from now on`);
  }

  private judged(levels: string): ReturnType<typeof parseLevels> {
    try {
      return parseLevels(levels);
    } catch (error) {
      throw FlumotionError.of('log-levels-invalid', { reason: errorText(error) });
    }
  }

  private find(flow: string, name: string): PlanetComponent {
    return this.supervisor.current.get(componentId(flow, name));
  }

  private running(id: string): { readonly session: WorkerSession; readonly job: WorkerJob } {
    const found = this.supervisor.workers.jobOf(id);
    if (!found) throw FlumotionError.of('job-not-reached', { id, reason: 'it is not running' });
    return found;
  }
}
