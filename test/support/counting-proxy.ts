import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before a server and counts what comes from it, whoever asked: pages, their workers, sockets. */
export class CountingProxy {
  /** Bytes that came from the server, packed as they came, with all headers. */
  received = 0;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  /**
   * @param port - of the server on this machine.
   * @param gzipOnly - Asks for what browsers ask unencrypted from another machine: they take Brotli by TLS, and from their own.
   */
  constructor(
    private readonly port: number,
    private readonly gzipOnly = false,
  ) {}

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
    asking.on('data', (data) => void answering.write(this.gzipOnly ? withoutBrotli(data) : data));
    asking.on('end', () => answering.end());
    answering.pipe(asking);
    for (const [one, other] of [
      [asking, answering],
      [answering, asking],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}

/** What a browser sends, with less that it takes; all else to the byte. */
function withoutBrotli(data: Buffer): Buffer {
  const text = data.toString('latin1').replace(/^(accept-encoding: gzip, deflate)[^\r\n]*/gim, '$1');
  return Buffer.from(text, 'latin1');
}
