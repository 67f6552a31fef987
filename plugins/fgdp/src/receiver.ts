import type { Socket } from 'node:net';
import type { Context, Inlet } from '@flumotion/core/plugin';
import { GdpReader, type Packet } from './gdp';

/** What is shown of a stream that is received. */
export const RECEIVED = {
  bytes: { kind: 'counter', unit: 'bytes', description: 'Bytes received.' },
  connections: { kind: 'counter', description: 'Times the other end has connected.' },
} as const;

/** Puts the GDP of one connection after the other into the pipeline, its times laid on the flow's. */
export class Receiver {
  private readonly inlet: Inlet;
  private last = -1n;

  constructor(private readonly context: Pick<Context<never>, 'inlet' | 'now' | 'count' | 'log'>) {
    this.inlet = context.inlet('stream');
  }

  /** Reads a connection to its end. */
  take(socket: Socket): void {
    const reader = new GdpReader();
    let offset: bigint | undefined;
    let known = false;
    this.context.count('connections');
    const put = (packet: Packet): void => {
      if (packet.kind === 'caps') {
        this.inlet.caps(packet.text);
        known = true;
        return;
      }
      if (!known) return;
      // All that comes by one connection is moved by the same time, so it stays as even as it was.
      if (packet.pts !== undefined) offset ??= this.begin() - packet.pts;
      const pts = packet.pts === undefined ? undefined : packet.pts + (offset ?? 0n);
      if (pts !== undefined && pts > this.last) this.last = pts;
      const { data, delta, header, discont, duration, offsetEnd } = packet;
      this.inlet.buffer({
        ...{ data, delta, header, discont },
        ...(pts === undefined || pts < 0n ? {} : { pts }),
        ...(duration === undefined ? {} : { duration }),
        ...(offsetEnd === undefined ? {} : { offsetEnd }),
      });
    };
    socket.resume().on('data', (chunk: Buffer) => {
      this.context.count('bytes', chunk.length);
      try {
        for (const packet of reader.read(chunk)) put(packet);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
  }

  /** The time of the first buffer of a connection: now, and not before what has come already. */
  private begin(): bigint {
    const now = this.context.now();
    return now > this.last ? now : this.last + 1n;
  }
}
