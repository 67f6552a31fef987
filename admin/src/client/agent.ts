import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { dialManager, type ManagerTarget } from '@flumotion/core/cli';

/** Connections to one manager: each is judged by its certificate before a request goes over it. */
export class ManagerAgent extends Agent {
  constructor(private readonly target: ManagerTarget) {
    super({ keepAlive: true, maxSockets: 4 });
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    dialManager(this.target).then(
      (socket) => {
        callback(null, socket);
      },
      // Node takes no socket beside an error.
      (error: unknown) => {
        (callback as (error: unknown) => void)(error);
      },
    );
    return undefined;
  }
}
