import { connect, createServer, type Server, type Socket } from 'node:net';
import { Connection, type Timing } from '../../core/src/rpc/connection';
import { LineReader, LineWriter } from '../../core/src/rpc/framing';
import { keepingLogger } from './feed-ends';

/** Both ends of one connection over loopback; `raw` is the socket under `there`, for writing what no library would. */
export interface ConnectionPair {
  readonly here: Connection;
  readonly there: Connection;
  readonly raw: Socket;
  /** Log lines of both ends. */
  readonly lines: string[];
  dispose(): void;
}

/** Options of a pair. */
export interface PairOptions {
  readonly timing?: Timing;
  /** Largest message taken in `here`, bytes. */
  readonly limit?: number;
  /** Most bytes that wait on the way from `here`. */
  readonly queue?: number;
}

/** Makes a connected pair; neither end listens yet. */
export async function connectionPair(options: PairOptions = {}): Promise<ConnectionPair> {
  const { log, lines } = keepingLogger();
  const [near, far, server] = await socketPair();
  const reader = new LineReader(near, options.limit);
  const here = new Connection(reader, new LineWriter(near, options.queue), 'far', log, options.timing);
  const there = new Connection(new LineReader(far), new LineWriter(far), 'near', log, options.timing);
  return {
    here,
    there,
    raw: far,
    lines,
    dispose: () => {
      here.close('the test ends');
      there.close('the test ends');
      near.destroy();
      far.destroy();
      server.close();
    },
  };
}

function socketPair(): Promise<[Socket, Socket, Server]> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const near = connect((server.address() as { port: number }).port, '127.0.0.1');
      server.once('connection', (far) => {
        resolve([near, far, server]);
      });
    });
  });
}
