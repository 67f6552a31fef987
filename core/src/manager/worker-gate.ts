import type { z } from 'zod/v3';
import { inject, injectable } from 'tsyringe';
import { workerNameProblem } from '../config/names';
import { FlumotionError } from '../errors';
import type { Level } from '../log/levels';
import type { Logger, LogLine } from '../log/logger';
import { fullId } from '../model/planet';
import { KEYCARD_MESSAGES, type Addressed } from '../rpc/keycard-messages';
import { workerLine } from '../rpc/look-messages';
import { loadChanged } from '../rpc/machine-load';
import type { RequestType } from '../rpc/messages';
import * as messages from '../rpc/messages';
import { ENTRY, LOGGER, LOGS, MANAGER_SETTINGS, SUPERVISOR } from '../tokens';
import { VERSION } from '../version';
import { mayBeWorker } from './access/roles';
import type { Caller } from './control-transport';
import type { Entry } from './entry';
import type { LogBook } from './events/log-book';
import type { ManagerSettings } from './settings';
import type { Supervisor } from './supervisor';
import { WorkerSession } from './worker-session';

type Login = z.infer<typeof messages.login.params>;
type Question = z.infer<typeof messages.keycardMessage>;
type Answer = z.infer<typeof messages.verdictMessage>;

/** Milliseconds a caller has to log in, and a refused one to read why. */
const LOGIN_DEADLINE = 20_000;
const READ_REFUSAL = 1000;

/** Logs workers in and serves what they ask and tell. */
@injectable()
export class WorkerGate {
  constructor(
    @inject(MANAGER_SETTINGS) private readonly settings: Pick<ManagerSettings, 'name'>,
    @inject(ENTRY) private readonly entry: Entry,
    @inject(SUPERVISOR) private readonly supervisor: Supervisor,
    @inject(LOGS) private readonly logs: LogBook,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Serves a caller: registers the handlers of its connection. */
  serve(caller: Caller): void {
    const { connection } = caller;
    let session: WorkerSession | undefined;
    let asked = false;
    const late = setTimeout(() => {
      if (!session) connection.close('it did not log in');
    }, LOGIN_DEADLINE);
    late.unref();
    connection.onRequest(messages.login, async (params) => {
      if (asked) throw this.refusal(params, 'one login a connection; connect again');
      asked = true;
      try {
        session = await this.admit(caller, params);
      } catch (error) {
        setTimeout(() => {
          connection.close('its login was refused');
        }, READ_REFUSAL).unref();
        throw error;
      }
      clearTimeout(late);
      return { manager: this.settings.name, version: VERSION };
    });
    connection.onRequest(messages.authenticate, (question) => {
      if (!session) throw FlumotionError.of('not-logged-in', { what: 'authenticate' });
      return this.authenticate(question);
    });
    for (const type of KEYCARD_MESSAGES) {
      connection.onRequest(type, (question) => {
        if (!session) throw FlumotionError.of('not-logged-in', { what: type.method });
        return this.pass(type, question);
      });
    }
    connection.onNotification(messages.jobChanged, ({ state }) => {
      if (session) return this.supervisor.jobChanged(session, state);
      return undefined;
    });
    connection.onNotification(messages.jobGone, ({ id }) => {
      if (session) this.supervisor.jobGone(session, id);
    });
    connection.onNotification(messages.packagesChanged, ({ packages }) => {
      if (session) this.supervisor.packagesChanged(session, packages);
    });
    connection.onNotification(loadChanged, ({ load }) => {
      // No change of the planet: who looks has it with the figures.
      if (session) session.load = load;
    });
    connection.onNotification(messages.logLine, (line) => {
      if (!session) return;
      this.log.relay(checked(line));
      this.logs.add(checked(line), session.facts.name);
    });
    connection.onNotification(workerLine, (line) => {
      if (session) this.logs.add(checked(line), session.facts.name);
    });
    void connection.closed.then((reason) => {
      clearTimeout(late);
      if (!session) return;
      this.log.info(`worker ${session.facts.name} is gone: ${reason}`);
      this.supervisor.detach(session, reason);
    });
  }

  private async admit({ connection, address, via }: Caller, params: Login): Promise<WorkerSession> {
    const { name, user, password, version, jobs, packages } = params;
    // What no planet file may name could run nothing, and would be offered where workers are chosen.
    const bad = workerNameProblem(name);
    if (bad) throw this.refusal(params, bad);
    const verdict = await this.entry.login({
      user,
      password,
      address,
      what: `worker ${JSON.stringify(name)}`,
    });
    if (!verdict.admitted) throw this.refusal(params, verdict.reason);
    if (!mayBeWorker(verdict.role)) {
      const reason = `its role is ${verdict.role}; workers log in with an account of the role worker or admin`;
      throw this.refusal(params, reason);
    }
    if (!connection.open) throw this.refusal(params, 'it went away');
    const { machine, hostname, runDir, feederPorts, fingerprint } = params;
    const { allowPipelines, file } = params;
    const place = { name, machine, hostname, address, via, file };
    const facts = { ...place, runDir, feederPorts, fingerprint, packages, allowPipelines };
    const session = new WorkerSession(facts, version, connection);
    for (const { spec, state } of jobs) session.jobs.set(spec.id, { spec, state });
    await this.supervisor.attach(session);
    const adopted = jobs.length === 0 ? '' : `; it runs ${jobs.map(({ spec }) => spec.id).join(', ')}`;
    this.log.info(`worker ${name} has logged in from ${address}${adopted}`);
    return session;
  }

  private refusal(params: Login, reason: string): FlumotionError {
    return FlumotionError.of('login-refused', {
      manager: this.settings.name,
      user: JSON.stringify(params.user),
      reason,
    });
  }

  /** Passes what a component has to say to another one. */
  private async pass<R>(type: RequestType<Addressed, R>, question: Addressed): Promise<R> {
    const to = fullId(question.to);
    const found = this.supervisor.workers.jobOf(to);
    if (!found) throw FlumotionError.of('job-not-reached', { id: to, reason: 'no worker runs it now' });
    return found.session.link.request(type, { ...question, to });
  }

  /** Passes a keycard to the bouncer it names, in the atmosphere unless it says otherwise. */
  private async authenticate(question: Question): Promise<Answer> {
    const { bouncer } = question;
    const id = fullId(bouncer);
    const found = this.supervisor.workers.jobOf(id);
    if (!found) throw FlumotionError.of('bouncer-away', { name: id });
    return found.session.link.request(messages.authenticate, { ...question, bouncer: id });
  }
}

/** A line as it came, with a level that there is. */
function checked(line: z.infer<typeof messages.logLine.params>): LogLine {
  return { ...line, level: Math.min(5, Math.max(1, line.level)) as Level };
}
