import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** First port of the first Jest worker. The system gives connections ports from 32768 on, so none of those is taken here. */
const FIRST = 20_000;
/** Ports of each Jest worker, so that two of them never choose the same. */
const PORTS = 1000;
const WORKERS = 10;
/** Who takes a port for RTP takes the next one, too. */
const STEP = 2;
/** Ports that are tried before giving up. */
const ATTEMPTS = 100;

let next = STEP * randomInt(PORTS / STEP);

/** A TCP port of the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return firstFree((port) => {
    const server = createServer();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
    });
  });
}

/** A UDP port of the loopback interface that was free a moment ago. */
export function freeUdpPort(): Promise<number> {
  return firstFree((port) => {
    const socket = createSocket('udp4');
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        reject(error);
      });
      socket.bind(port, '127.0.0.1', () => socket.close(() => resolve()));
    });
  });
}

async function firstFree(take: (port: number) => Promise<void>): Promise<number> {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 0) % WORKERS;
  for (let attempt = 0; ; attempt++) {
    const port = FIRST + worker * PORTS + (next % PORTS);
    next += STEP;
    try {
      await take(port);
      return port;
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
    }
  }
}
