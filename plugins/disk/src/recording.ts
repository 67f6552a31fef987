import type { FeedBuffer } from '@flumotion/core/plugin';
import { FileWriter } from './file-writer';
import { INDEX_HEADER, IndexLines } from './index-lines';

/** What a recording tells. */
export interface RecordingEvents {
  /** The file exists under this path. */
  opened(path: string): void;
  written(bytes: number): void;
  failed(error: Error): void;
}

/** One file being written: headers, then buffers from a keyframe on. */
export class Recording {
  /** Bytes given to the file so far. */
  bytes = 0;
  private readonly writer: FileWriter;
  private index: FileWriter | undefined;
  private readonly lines = new IndexLines();
  private lastTime: bigint;
  /** Index text that waits for its file to be opened. */
  private pending: string;

  /**
   * @param began - stream time of its first buffer, nanoseconds.
   * @param began.wall - wall clock at that moment, milliseconds since 1970.
   */
  constructor(
    path: string,
    headers: readonly Buffer[],
    readonly began: { readonly time: bigint; readonly wall: number },
    indexed: boolean,
    events: RecordingEvents,
  ) {
    this.lastTime = began.time;
    this.writer = new FileWriter(path, {
      ...events,
      opened: (made) => {
        if (indexed) this.openIndex(`${made}.index`, events);
        events.opened(made);
      },
    });
    this.pending = indexed ? INDEX_HEADER : '';
    for (const header of headers) this.put(header);
  }

  /** Path of the file, once it is open. */
  get path(): string | undefined {
    return this.writer.path;
  }

  /** Length of the stream in it so far, seconds. */
  get seconds(): number {
    return Number(this.lastTime - this.began.time) / 1e9;
  }

  /** Writes a buffer that belongs to the recording. @returns bytes that were lost. */
  write(buffer: FeedBuffer, time: bigint): number {
    if (!buffer.delta) this.note(this.lines.keyframe(this.bytes, time, this.wall(time)));
    this.lastTime = time + (buffer.duration ?? 0n);
    return this.put(buffer.data) ? 0 : buffer.data.length;
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    this.note(this.lines.end(this.bytes, this.lastTime, this.wall(this.lastTime)));
    await this.writer.close();
    await this.index?.close();
  }

  private wall(time: bigint): number {
    return Math.round(this.began.wall / 1000 + Number(time - this.began.time) / 1e9);
  }

  private put(data: Buffer): boolean {
    const taken = this.writer.write(data);
    if (taken) this.bytes += data.length;
    return taken;
  }

  private openIndex(path: string, events: RecordingEvents): void {
    this.index = new FileWriter(path, {
      opened: () => undefined,
      written: () => undefined,
      failed: (error) => {
        events.failed(error);
      },
    });
    this.note('');
  }

  private note(text: string): void {
    // Bounded by one line a keyframe while the file is being opened.
    this.pending += text;
    if (!this.index || this.pending === '') return;
    this.index.write(Buffer.from(this.pending));
    this.pending = '';
  }
}
