import type { PipelineError } from '../plugin';
import type { SocketFeeder } from './feeder-sink';
import type { FeedClientStats, FeederSink } from './gst';
import { picturesOf, type MemoryFeeder, type Pictures } from './memory-feeder';
import type { GstNamespace } from './node-gtk';

/** Fans a feed out to descriptors of sockets, and to other jobs of the worker in shared memory. */
export class Feeder implements FeederSink {
  constructor(
    private readonly gst: GstNamespace,
    private readonly sockets: SocketFeeder,
    /** None behind a tap. */
    private readonly memory: MemoryFeeder | undefined,
  ) {}

  add(fd: number): void {
    this.sockets.add(fd);
  }

  share(fd: number, path: string): string | undefined {
    const pictures = this.memory ? this.pictures() : undefined;
    return pictures && this.memory?.share(fd, path, pictures);
  }

  shares(): boolean {
    return this.memory !== undefined && this.pictures() !== undefined;
  }

  remove(fd: number): void {
    this.sockets.remove(fd);
    this.memory?.remove(fd);
  }

  stats(fd: number): FeedClientStats | undefined {
    return this.sockets.stats(fd) ?? this.memory?.stats(fd);
  }

  released(): readonly number[] {
    return [...this.sockets.released(), ...(this.memory?.released(() => this.sockets.currentCaps()) ?? [])];
  }

  caps(): string | undefined {
    return this.sockets.caps();
  }

  buffers(): number {
    return this.sockets.buffers();
  }

  /** Whether an error is about one of its clients, and not to be told. */
  claims(error: PipelineError): boolean {
    return this.memory?.claims(error) ?? false;
  }

  /** Lets go of every client. */
  close(): void {
    this.sockets.close();
    this.memory?.close();
  }

  private pictures(): Pictures | undefined {
    return picturesOf(this.gst, this.sockets.currentCaps(), this.caps());
  }
}
