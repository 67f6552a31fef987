import type { Socket } from 'node:net';
import { parseHead, Pending, type Admissions, type Arrival, type Connections } from '@flumotion/web';
import { authorizationOf, type Requests } from './requests';

/** Longest line with a password. */
const MAX_LINE = 512;
/** Milliseconds a client has to send it. */
const DEADLINE = 10_000;

/** What the protocol needs of the rest. */
export interface ShoutcastDesk {
  readonly connections: Connections;
  readonly admissions: Admissions<true>;
  readonly requests: Requests;
  readonly mount: string;
  /** A client was not admitted. */
  refused(address: string): void;
}

/** Takes clients of SHOUTcast 1: a line with the password, and when that is right, fields without a request. */
export class Shoutcast {
  private readonly pending = new Pending({ deadline: DEADLINE, most: 64, mostOfOne: 16, hardLimit: 256 });

  constructor(private readonly desk: ShoutcastDesk) {}

  /** Takes a new connection. */
  take({ socket, address }: Arrival): void {
    this.readLine(socket, address, (line) => {
      this.judge(socket, address, line).catch(() => socket.destroy());
    });
  }

  /** Ends what has taken too long; call it about once a second. */
  check(): void {
    this.pending.check();
  }

  /** Closes everything. */
  close(): void {
    this.pending.clear();
  }

  private readLine(socket: Socket, address: string, onLine: (line: string) => void): void {
    let text = '';
    const end = (): void => {
      this.pending.remove(socket);
      socket.off('data', onData);
      socket.off('close', end);
    };
    const onData = (data: Buffer): void => {
      const before = text.length;
      text += data.toString('latin1');
      const length = text.indexOf('\n');
      if (length < 0 && text.length <= MAX_LINE) return;
      end();
      socket.pause();
      if (length < 0 || length > MAX_LINE) {
        socket.destroy();
        return;
      }
      const rest = data.subarray(length + 1 - before);
      if (rest.length > 0) socket.unshift(rest);
      onLine(text.slice(0, length).trimEnd());
    };
    socket.on('error', () => undefined);
    socket.on('data', onData);
    socket.once('close', end);
    this.pending.add(socket, address, () => {
      end();
      socket.destroy();
    });
  }

  private async judge(socket: Socket, address: string, line: string): Promise<void> {
    const authorization = authorizationOf(Buffer.from(line, 'latin1').toString());
    const head = this.headOf(`Authorization: ${authorization}\r\n\r\n`);
    const result = head && (await this.desk.admissions.judge(head, address, false, 'source'));
    if (!result || 'status' in result) {
      this.desk.refused(address);
      this.desk.connections.answer(socket, 'invalid password\r\n');
      return;
    }
    this.desk.connections.read(socket, address, (event) => {
      socket.pause();
      const fields = 'text' in event ? this.headOf(event.text) : undefined;
      if (fields && 'rest' in event)
        this.desk.requests.accept(socket, address, fields, result, event.rest, '');
      else socket.destroy();
    });
    socket.write('OK2\r\nicy-caps:11\r\n\r\n', 'latin1');
    socket.resume();
  }

  /** Fields as the head of a request for the mount point. */
  private headOf(fields: string): ReturnType<typeof asHead> {
    return asHead(`SOURCE ${encodeURI(this.desk.mount)} HTTP/1.0\r\n${fields}`);
  }
}

function asHead(text: string): Exclude<ReturnType<typeof parseHead>, { status: number }> | undefined {
  const head = parseHead(text);
  return 'method' in head ? head : undefined;
}
