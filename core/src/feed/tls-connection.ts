import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { FlumotionError } from '../errors';
import { KEEPALIVE_DELAY } from './exact-socket';
import type { FeedConnection } from './feed-socket';
import { LINE_DEADLINE } from './handshake';
import { endedEarly, late, readLine } from './lines';
import { makeSocketPair } from './socket-pair';

/** Where an encrypted feed is, and the SHA-256 fingerprint (hex, colons allowed) its certificate must have. */
export interface TlsTarget {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
}

/**
 * A feed carried over TLS. Node decrypts; the stream comes out of one end of a local pair of sockets, whose descriptor
 * C can read. At most the buffers of the pair wait in between: when they are full, TLS is not read.
 */
export class TlsConnection implements FeedConnection {
  readonly socket: TLSSocket;
  private readonly secured: Promise<void>;
  private near: Socket | undefined;
  private far: Socket | undefined;
  private ended: string | undefined;
  private endListener: ((reason: string) => void) | undefined;

  constructor(target: TlsTarget) {
    // The certificate is self-signed and pinned: its fingerprint is checked instead of a chain and a name.
    this.socket = connect({
      host: target.host,
      port: target.port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    });
    this.socket.setNoDelay(true);
    this.socket.setKeepAlive(true, KEEPALIVE_DELAY);
    this.socket
      .on('error', (error: Error) => this.end(error.message))
      .on('end', () => this.end('the feeder closed the connection'))
      .on('close', () => this.end('the connection closed'));
    this.secured = this.secure(target.fingerprint);
    this.secured.catch(() => this.socket.destroy());
  }

  async line(): Promise<string> {
    await this.secured;
    return readLine(this.socket);
  }

  write(text: string): void {
    this.socket.write(text);
  }

  async stream(): Promise<Socket> {
    const { near, far } = await makeSocketPair();
    [this.near, this.far] = [near, far];
    near.on('error', () => this.end('the reader closed its end')).on('close', () => this.socket.destroy());
    far.on('error', () => near.destroy());
    if (this.ended !== undefined || this.socket.destroyed) {
      this.destroy();
      throw endedEarly();
    }
    this.socket.pipe(near);
    return far;
  }

  read(onBytes: (chunk: Buffer) => void): void {
    this.far?.on('data', onBytes);
    this.far?.resume();
  }

  onEnd(listener: (reason: string) => void): void {
    this.endListener = listener;
    if (this.ended !== undefined) listener(this.ended);
  }

  destroy(): void {
    this.endListener = undefined;
    this.socket.destroy();
    this.near?.destroy();
    this.far?.destroy();
  }

  private secure(fingerprint: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(late(LINE_DEADLINE)), LINE_DEADLINE);
      this.socket.once('close', () => {
        clearTimeout(timer);
        reject(FlumotionError.of('feed-greeting-invalid', { reason: this.ended ?? 'the connection closed' }));
      });
      this.socket.once('secureConnect', () => {
        clearTimeout(timer);
        const seen = plain(this.socket.getPeerX509Certificate()?.fingerprint256 ?? '');
        if (seen === plain(fingerprint)) resolve();
        else {
          const reason = `the feeder shows certificate ${seen}, expected ${plain(fingerprint)}`;
          reject(FlumotionError.of('feed-greeting-invalid', { reason }));
        }
      });
    });
  }

  private end(reason: string): void {
    if (this.ended !== undefined) return;
    this.ended = reason;
    this.endListener?.(reason);
  }
}

function plain(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
