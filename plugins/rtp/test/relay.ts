import { createSocket, type Socket } from 'node:dgram';
import { freeUdpPort } from '../../../test/support/free-port';

const HOST = '127.0.0.1';

/** What becomes of the datagram with a number: how often it goes on, and whether it lets the next one go first. */
export type Fate = (index: number) => { readonly copies: number; readonly late?: boolean };

/** Passes datagrams on to a port, some of them not, twice or too late, as networks do. */
export class Relay {
  fate: Fate = () => ({ copies: 1 });
  /** Sees each datagram that comes. */
  seen: (datagram: Buffer) => unknown = () => undefined;
  /** Datagrams that came. */
  count = 0;
  private held: Buffer | undefined;

  private constructor(
    private readonly socket: Socket,
    readonly port: number,
    readonly to: number,
  ) {
    socket.on('message', (datagram) => {
      this.pass(datagram);
    });
  }

  /** Listens on a port of its own, or on the one given. */
  static async open(to: number, port?: number): Promise<Relay> {
    const own = port ?? (await freeUdpPort());
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(own, HOST, resolve);
    });
    return new Relay(socket, own, to);
  }

  close(): void {
    this.socket.close();
  }

  private pass(datagram: Buffer): void {
    this.seen(datagram);
    const { copies, late = false } = this.fate(this.count++);
    const before = this.held;
    this.held = late ? datagram : undefined;
    if (!late) for (let copy = 0; copy < copies; copy++) this.socket.send(datagram, this.to, HOST);
    if (before) this.socket.send(before, this.to, HOST);
  }
}
