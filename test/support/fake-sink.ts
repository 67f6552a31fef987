import { writeSync } from 'node:fs';
import type { FeedClientStats, FeederSink } from '../../core/src/gst/gst';

/** A feeder's sink that writes to its descriptors from the test, small pieces only, and lets go when told. */
export class FakeSink implements FeederSink {
  readonly held = new Map<number, FeedClientStats>();
  capsText: string | undefined = 'application/ogg';
  /** Written to each descriptor as soon as it is added, as a late eater gets the stream's headers at once. */
  greeting: Buffer | undefined;
  /** Keeps removed descriptors until `letGo`. */
  clings = false;
  private sent = 0;
  private gone: number[] = [];
  private readonly leaving: number[] = [];

  add(fd: number): void {
    if (this.held.has(fd)) throw new Error(`descriptor ${fd} is added twice`);
    this.held.set(fd, { bytes: 0, dropped: 0, behind: 0 });
    if (this.greeting) this.send(this.greeting, fd);
  }
  share(_fd: number, _path: string): string | undefined {
    return undefined;
  }
  shares(): boolean {
    return false;
  }
  remove(fd: number): void {
    if (this.clings) this.leaving.push(fd);
    else this.release(fd);
  }
  stats(fd: number): FeedClientStats | undefined {
    return this.held.get(fd);
  }
  released(): readonly number[] {
    return this.gone.splice(0);
  }
  caps(): string | undefined {
    return this.capsText;
  }
  buffers(): number {
    return this.sent;
  }

  /** Writes to every client, or to one. */
  send(bytes: Buffer, only?: number): void {
    this.sent += 1;
    for (const [fd, { bytes: before, ...others }] of this.held) {
      if (only !== undefined && fd !== only) continue;
      writeSync(fd, bytes);
      this.held.set(fd, { bytes: before + bytes.length, ...others });
    }
  }
  /** The sink's own decision: a slow or dead client. */
  release(fd: number): void {
    if (this.held.delete(fd)) this.gone.push(fd);
  }
  letGo(): void {
    for (const fd of this.leaving.splice(0)) this.release(fd);
  }
}
