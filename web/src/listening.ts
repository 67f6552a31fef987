import type { Server } from 'node:net';
import type { Message } from '@flumotion/core/plugin';

/** Connections the kernel holds until they are accepted. */
const BACKLOG = 4096;
/** Milliseconds until a port that could not be had is tried again. */
const RETRY = 5000;

function complaint(error: NodeJS.ErrnoException, port: number, host: string | undefined): Message {
  const level = 'error';
  const debug = error.message;
  const again = `It is tried again every ${RETRY / 1000} s.`;
  switch (error.code) {
    case 'EADDRINUSE':
      return {
        level,
        id: 'port-in-use',
        text: `port ${port} is in use by another program${host === undefined ? '' : ` on ${host}`}`,
        advice: `Stop that program (ss -ltnp 'sport = :${port}' names it) or give this component another port. ${again}`,
        debug,
      };
    case 'EACCES':
      return {
        level,
        id: 'port-not-allowed',
        text: `the user that runs this worker may not listen on port ${port}`,
        advice: `Use a port from 1024 on, or allow low ports (sysctl net.ipv4.ip_unprivileged_port_start). ${again}`,
        debug,
      };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        level,
        id: 'interface-missing',
        text: `this machine has no address ${host ?? ''} to listen on`,
        advice: `Set interface to an address of this machine, or leave it out to listen on all. ${again}`,
        debug,
      };
    default:
      return {
        level,
        id: 'listen-failed',
        text: `cannot listen on port ${port}: ${error.message}`,
        advice: again,
        debug,
      };
  }
}

/** Keeps a server listening: a port that cannot be had is a message, not an end, and is tried again. */
export class Listening {
  private retry: NodeJS.Timeout | undefined;
  private said: string | undefined;
  private closed = false;

  constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly host: string | undefined,
    private readonly say: { message(message: Message): void; clear(id: string): void },
    private readonly onListening: (port: number) => void,
  ) {
    server.on('error', (error) => this.failed(error));
    server.on('listening', () => this.succeeded());
  }

  /** Makes the first attempt; resolves when it has succeeded or failed. */
  open(): Promise<void> {
    return new Promise((resolve) => {
      this.server.once('listening', resolve);
      this.server.once('error', () => resolve());
      this.attempt();
    });
  }

  /** Takes no more connections and makes no more attempts. */
  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    if (this.server.listening) this.server.close();
  }

  private attempt(): void {
    if (this.closed) return;
    const { port, host } = this;
    this.server.listen({ port, backlog: BACKLOG, ...(host === undefined ? {} : { host }) });
  }

  private failed(error: Error): void {
    if (this.server.listening) return;
    const message = complaint(error, this.port, this.host);
    if (this.said !== undefined && this.said !== message.id) this.say.clear(this.said);
    this.said = message.id;
    this.say.message(message);
    this.retry = setTimeout(() => this.attempt(), RETRY);
  }

  private succeeded(): void {
    if (this.said !== undefined) this.say.clear(this.said);
    this.said = undefined;
    const address = this.server.address();
    this.onListening(typeof address === 'object' && address ? address.port : this.port);
  }
}
