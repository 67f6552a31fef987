import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before a server and counts what comes from it, whoever asked: pages, their workers, sockets. */
export class CountingProxy {
  /** Bytes that came from the server, packed as they came, with all headers. */
  received = 0;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  /** @param port - of the server on this machine. */
  constructor(private readonly port: number) {}

  /** Begins to pass on. @returns the address to ask in place of the server's. */
  async start(): Promise<string> {
    const server = createServer((socket) => {
      this.pass(socket);
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private pass(asking: Socket): void {
    const answering = connect(this.port, '127.0.0.1');
    answering.on('data', (data) => (this.received += data.length));
    for (const [one, other] of [
      [asking, answering],
      [answering, asking],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
