import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { FlumotionError } from '../../core/src/errors';
import { Connection } from '../../core/src/rpc/connection';
import type { JobState } from '../../core/src/rpc/job-state';
import { renewKeycards } from '../../core/src/rpc/keycard-messages';
import { loadChanged, type MachineLoad } from '../../core/src/rpc/machine-load';
import * as messages from '../../core/src/rpc/messages';
import { SOCKET_OPTIONS, socketTransport, WORKER_PATH } from '../../core/src/rpc/websocket';
import type { LoginParams } from '../../core/src/worker/manager-link';
import type { PackageReport } from '../../core/src/worker/packages';
import { keepingLogger } from './feed-ends';
import { waitUntil } from './wait-until';

/** The manager's end of the worker protocol over plain HTTP, doing nothing by itself. */
export class FakeManager {
  readonly logins: LoginParams[] = [];
  readonly states: JobState[] = [];
  readonly gone: { id: string }[] = [];
  /** What the worker told of its packages after its login. */
  readonly packages: PackageReport[][] = [];
  /** Code with which logins are refused. */
  refuse: 'login-refused' | 'worker-name-taken' | undefined;
  /** What the worker told of its machine. */
  readonly loads: MachineLoad[] = [];
  private connection: Connection | undefined;
  private http: Server | undefined;
  private sockets: WebSocketServer | undefined;

  constructor(readonly port: number) {}

  async start(): Promise<void> {
    this.http = createServer();
    this.sockets = new WebSocketServer({ server: this.http, path: WORKER_PATH, ...SOCKET_OPTIONS });
    this.sockets.on('connection', (socket) => {
      this.serve(new Connection(...socketTransport(socket), 'worker', keepingLogger().log));
    });
    await new Promise<void>((resolve) => this.http?.listen(this.port, '127.0.0.1', resolve));
  }

  /** Goes away without a word, as a killed manager does. */
  async stop(): Promise<void> {
    const { http, sockets } = this;
    if (!http || !sockets) return;
    for (const client of sockets.clients) client.terminate();
    sockets.close();
    await new Promise((resolve) => http.close(resolve));
    this.http = this.sockets = undefined;
  }

  /** The connection of the worker that logged in last. */
  get worker(): Connection {
    if (!this.connection) throw new Error('no worker has logged in');
    return this.connection;
  }

  /** Waits until as many logins were seen. */
  async login(count = 1, deadline = 15_000): Promise<LoginParams> {
    await waitUntil(`login ${String(count)}`, () => this.logins.length >= count, deadline);
    return this.logins[count - 1] as LoginParams;
  }

  private serve(connection: Connection): void {
    connection.onRequest(messages.login, (params) => {
      this.logins.push(params);
      if (this.refuse === 'login-refused') {
        const values = { manager: 'test', user: params.user, reason: 'wrong password' };
        throw FlumotionError.of('login-refused', values);
      }
      if (this.refuse)
        throw FlumotionError.of('worker-name-taken', { name: params.name, address: '127.0.0.1' });
      this.connection = connection;
      return { manager: 'test', version: '1.0.0' };
    });
    connection.onRequest(messages.authenticate, () => ({ admitted: true }));
    connection.onRequest(renewKeycards, ({ from, to }) => ({
      ejected: [{ id: '', reason: 'ejected', text: `${to} was told by ${from} through the manager` }],
    }));
    connection.onNotification(messages.jobChanged, ({ state }) => void this.states.push(state));
    connection.onNotification(messages.jobGone, (gone) => void this.gone.push(gone));
    connection.onNotification(messages.packagesChanged, ({ packages }) => void this.packages.push(packages));
    connection.onNotification(loadChanged, ({ load }) => void this.loads.push(load));
    connection.listen();
  }
}
