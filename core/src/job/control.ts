import { errorText, FlumotionError } from '../errors';
import { parseLevels } from '../log/levels';
import type { Logger, LogLine } from '../log/logger';
import type { Keycard, PropertyValue, Verdict } from '../plugin';
import type { Connection } from '../rpc/connection';
import { ejectKeycards, releaseKeycards, renewKeycards, type Addressed } from '../rpc/keycard-messages';
import type { RequestType } from '../rpc/messages';
import * as messages from '../rpc/messages';
import { followFigures, readGraph, setLogLevels } from '../rpc/look-messages';
import { readTable, rotateLogs, takeAction } from '../rpc/offer-messages';
import type { ComponentHost } from './host';
import { pulse } from './pulse';

/** Milliseconds between reports of figures that changed; moods and messages are reported at once. */
const REPORT_INTERVAL = 1000;
/** Milliseconds between reports of what changes all the time: memory, CPU, bytes of feeds. */
const FIGURES_INTERVAL = 5000;
/** The same while somebody looks. */
const FOLLOWED_INTERVAL = 1000;

/** The worker's hold on a job: answers its requests, tells it what changes, and notices when nobody holds it. */
export class JobControl {
  private readonly workers = new Set<Connection>();
  /** Forgets the report that is to come. */
  private pending: (() => void) | undefined;
  private orphan: NodeJS.Timeout | undefined;
  private reporting = false;
  private followed: { readonly rest: () => void; readonly end: NodeJS.Timeout } | undefined;

  constructor(
    private readonly orphanTimeout: number,
    private readonly log: Logger,
    private readonly end: (reason: string) => void,
  ) {
    this.watchOrphan();
  }

  /** Serves a worker that has connected. */
  adopt(connection: Connection, host: ComponentHost): void {
    this.workers.add(connection);
    clearTimeout(this.orphan);
    connection.onRequest(messages.describe, () => ({ spec: host.spec, state: host.state() }));
    connection.onRequest(messages.stop, () => {
      setImmediate(() => {
        this.end('the worker asked for it');
      });
      return {};
    });
    connection.onRequest(messages.linkEaters, ({ eaters }) => {
      host.relink(eaters);
      return {};
    });
    connection.onRequest(messages.openFeeder, async ({ feeder, port, encrypted, tls }) => {
      const link = host.spec.feeders.find((candidate) => candidate.feeder === feeder);
      const identity = tls ?? link?.tls;
      if (encrypted && !identity) throw new Error(`feeder ${feeder} has no certificate to encrypt with`);
      const opened = await host.openFeeder(feeder, port, encrypted ? identity : undefined);
      if (link) link.port = opened;
      this.report(host, true);
      return { port: opened };
    });
    connection.onRequest(messages.setProperty, async ({ name, value, plug }) => {
      await host.setProperty(name, value as PropertyValue | null, plug);
      return {};
    });
    connection.onRequest(messages.authenticate, ({ keycard }) => host.authenticate(keycard as Keycard));
    connection.onRequest(readTable, async ({ table, query }) => {
      const { rows, ...rest } = await host.table(table, query);
      return { rows: [...rows], ...rest };
    });
    connection.onRequest(takeAction, async ({ action, parameters }) => ({
      answer: await host.act(action, parameters),
    }));
    connection.onRequest(renewKeycards, ({ from, life, keycards }) => {
      const { book } = host.keycards;
      if (!book) throw new Error(`${host.spec.id} is no bouncer`);
      const ejected = [...book.renew(from, life, keycards)];
      return { ejected, granted: [...book.granted(from)], life: book.life };
    });
    connection.onRequest(releaseKeycards, ({ from, ids }) => {
      host.keycards.book?.release(from, ids);
      return {};
    });
    connection.onRequest(ejectKeycards, ({ ejected }) => {
      host.keycards.stays.eject(ejected);
      return {};
    });
    connection.onRequest(rotateLogs, async () => {
      await host.rotateLogs();
      return {};
    });
    connection.onRequest(readGraph, () => ({ dot: host.graph() }));
    connection.onRequest(setLogLevels, ({ levels }) => {
      this.setLevels(levels);
      return {};
    });
    connection.onNotification(followFigures, ({ seconds }) => {
      this.follow(host, seconds);
    });
    connection.listen();
    connection.notify(messages.jobChanged, { state: host.state() });
    if (!this.reporting) {
      this.reporting = true;
      pulse.every(FIGURES_INTERVAL, () => {
        if (this.workers.size > 0) this.report(host, false);
      });
    }
    void connection.closed.then((reason) => {
      this.workers.delete(connection);
      this.log.info(`the worker is gone: ${reason}`);
      if (this.workers.size === 0) this.watchOrphan();
    });
  }

  /** Tells the workers the new state: at once when urgent, else with the next report. */
  report(host: ComponentHost, urgent: boolean): void {
    if (urgent) {
      this.pending?.();
      this.pending = undefined;
      setImmediate(() => {
        this.send(host);
      });
    } else {
      this.pending ??= pulse.every(REPORT_INTERVAL, () => {
        this.pending?.();
        this.pending = undefined;
        this.send(host);
      });
    }
  }

  /** Passes a log line on. */
  relay(line: LogLine): void {
    for (const worker of this.workers) worker.notify(messages.logLine, line);
  }

  /** Asks the planet's bouncer through the worker. @throws Error when no worker is there to ask. */
  async authenticate(bouncer: string, keycard: Keycard): Promise<Verdict> {
    const [worker] = this.workers;
    if (!worker) throw new Error(`the bouncer ${bouncer} cannot be asked: the worker is away`);
    const answer = await worker.request(messages.authenticate, { bouncer, keycard });
    const { admitted, duration, reason = 'refused', login } = answer;
    if (!admitted) return { admitted, reason, ...(login === undefined ? {} : { login }) };
    return { admitted, ...(duration === undefined ? {} : { duration }) };
  }

  /** Asks another component through the worker. @throws Error when no worker is there to ask. */
  pass<P extends Addressed, R>(type: RequestType<P, R>, params: P): Promise<R> {
    const [worker] = this.workers;
    if (worker) return worker.request(type, params);
    return Promise.reject(new Error(`${params.to} cannot be reached: the worker is away`));
  }

  /** Tells figures often, for a while: somebody looks. */
  private follow(host: ComponentHost, seconds: number): void {
    if (this.followed) clearTimeout(this.followed.end);
    const rest =
      this.followed?.rest ??
      pulse.every(FOLLOWED_INTERVAL, () => {
        this.report(host, true);
      });
    const end = setTimeout(() => {
      rest();
      this.followed = undefined;
    }, seconds * 1000).unref();
    if (!this.followed) this.report(host, true);
    this.followed = { rest, end };
  }

  /** @throws FlumotionError `log-levels-invalid`. */
  private setLevels(levels: string): void {
    try {
      this.log.setLevels(parseLevels(levels));
    } catch (error) {
      throw FlumotionError.of('log-levels-invalid', { reason: errorText(error) });
    }
  }

  private send(host: ComponentHost): void {
    try {
      const state = host.state();
      for (const worker of this.workers) worker.notify(messages.jobChanged, { state });
    } catch (error) {
      this.log.error(`the state cannot be reported: ${errorText(error)}`);
    }
  }

  private watchOrphan(): void {
    clearTimeout(this.orphan);
    this.orphan = setTimeout(() => {
      this.end(`no worker has come for ${String(this.orphanTimeout)} s`);
    }, this.orphanTimeout * 1000);
  }
}
