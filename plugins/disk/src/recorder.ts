import type { Context, FeedBuffer, FeedCaps, PropertiesOf, TapHandler } from '@flumotion/core/plugin';
import type { declaration } from './declaration';
import { recordedType, recordingPath } from './file-name';
import { Recording } from './recording';
import { pointLink } from './symlink';
import type { Written } from './written';

/** Property values of the disk-consumer. */
export type Properties = PropertiesOf<typeof declaration>;

/** What a recorder needs of its component's context. */
export type RecorderContext = Pick<
  Context<Properties>,
  'properties' | 'name' | 'log' | 'stat' | 'count' | 'message' | 'clear' | 'waitFor'
>;

/** What a recording is of, when a calendar says it. */
export interface Programme {
  /** Template of the file's name; empty for the usual one. */
  readonly title: string;
  /** When it begins, milliseconds since 1970. */
  readonly start: number;
  /** Minutes that the time in the name is ahead of UTC. */
  readonly offset: number;
}

/** Milliseconds after a failed write before another file is tried: the disk may have room again. */
const RETRY_AFTER = 10_000;

/** Cuts the stream into files. */
export class Recorder implements TapHandler {
  private stream: FeedCaps | undefined;
  private current: Recording | undefined;
  private overlapping: { recording: Recording; until: bigint }[] = [];
  private readonly closing = new Set<Promise<void>>();
  private notBefore = 0;
  private leaving = false;
  /** Another file is wanted at the next keyframe, under this template of a name. */
  private cut: { readonly filename?: string | undefined } | undefined;
  private finished = false;
  /** Stream time from which on the recording goes on only for the overlap. */
  private leftAt: bigint | undefined;

  /** @param programme - what is recorded, from now on; none for a recording without a calendar. */
  constructor(
    private readonly context: RecorderContext,
    private readonly written: Written,
    private readonly programme?: Programme,
  ) {}

  /** Whether the programme is over and its file has ended. */
  get over(): boolean {
    return this.leaving && this.current === undefined && this.overlapping.length === 0;
  }

  /** The programme is over: its file ends at the next keyframe, where another may begin, or later by the overlap. */
  leave(): void {
    this.leaving = true;
  }

  caps(caps: FeedCaps): void {
    const same = this.stream && sameHeaders(this.stream, caps);
    this.stream = caps;
    if (!same) this.end();
  }

  buffer(buffer: FeedBuffer): void {
    if (this.finished || !this.stream || (buffer.header && this.stream.streamHeader.length > 0)) return;
    const time = buffer.pts ?? BigInt(Math.round(performance.now() * 1e6));
    if (this.leaving) this.leftAt ??= time;
    if (!buffer.delta) this.keyframe(time);
    this.put(this.current, buffer, time);
    for (const { recording } of this.overlapping) this.put(recording, buffer, time);
    this.endOverlaps(time);
  }

  /** Ends the current file; the next begins at the next keyframe, if recording is wanted. */
  end(): void {
    if (this.current) this.close(this.current, false);
    for (const { recording } of this.overlapping) this.close(recording, true);
    this.overlapping = [];
    this.current = undefined;
    this.context.waitFor(undefined);
    this.context.stat('recording', 0);
  }

  /**
   * Ends the file at the next keyframe and begins another there.
   * @param filename - template of its name; the usual one when left out.
   * @returns whether a file is being written that will end.
   */
  next(filename?: string): boolean {
    if (!this.current || this.leaving) return false;
    this.cut = { filename };
    return true;
  }

  /** Ends the recording, or lets one begin at the next keyframe, as the property `start-recording` says now. */
  switch(recorded: boolean): void {
    if (recorded) return;
    this.cut = undefined;
    this.end();
  }

  /** Ends all files for good and waits until they are on the disk; what still comes meanwhile begins none. */
  async finish(): Promise<void> {
    this.finished = true;
    this.end();
    await Promise.all(this.closing);
  }

  private keyframe(time: bigint): void {
    if (this.leaving) {
      const overlap = BigInt(this.context.properties['time-overlap']) * 1_000_000_000n;
      if (time - (this.leftAt ?? time) >= overlap) this.end();
      return;
    }
    if (!this.context.properties['start-recording']) {
      if (this.current) this.end();
      return;
    }
    if (this.current && !this.isFull(this.current, time)) return;
    if (!this.current && Date.now() < this.notBefore) return;
    this.begin(time);
  }

  private isFull(recording: Recording, time: bigint): boolean {
    if (this.cut) return true;
    const { 'rotate-type': type, size = 0, time: seconds = 0 } = this.context.properties;
    if (type === 'size') return recording.bytes >= size;
    return type === 'time' && time - recording.began.time >= BigInt(seconds) * 1_000_000_000n;
  }

  private begin(time: bigint): void {
    const { properties } = this.context;
    const stream = this.stream as FeedCaps;
    const old = this.current;
    const now = new Date();
    const path = this.pathFor(recordedType(stream), now, this.cut?.filename);
    this.cut = undefined;
    const recording = new Recording(
      path,
      stream.streamHeader,
      { time, wall: now.getTime() },
      properties['write-index'],
      {
        opened: (made) => {
          this.written.begin(made, recording);
          this.opened(made, recording === this.current);
        },
        written: (bytes) => {
          this.context.count('recorded-bytes', bytes);
        },
        failed: (error) => {
          this.failed(recording, error);
        },
      },
    );
    this.current = recording;
    if (!old) this.context.waitFor(`the disk makes ${path}`);
    const overlap = BigInt(properties['time-overlap']) * 1_000_000_000n;
    if (old && overlap > 0n) this.overlapping.push({ recording: old, until: time + overlap });
    else if (old) this.close(old, true);
  }

  private pathFor(mediaType: string, now: Date, wanted?: string): string {
    const { directory, filename } = this.context.properties;
    if (wanted !== undefined) return recordingPath(directory, wanted, mediaType, now);
    const usual = filename ?? `${this.context.name.replaceAll('%', '%%')}.%Y%m%d-%H%M%S`;
    if (!this.programme) return recordingPath(directory, usual, mediaType, now);
    const { title, start, offset } = this.programme;
    const at = new Date(start);
    try {
      return recordingPath(directory, title === '' ? usual : title, mediaType, at, offset);
    } catch (error) {
      this.context.message({
        level: 'warning',
        id: 'programme-name',
        text: `the title of an event cannot name a file: ${(error as Error).message}`,
        advice: 'give the event another title in the calendar; it is recorded under the usual name',
      });
      return recordingPath(directory, usual, mediaType, at, offset);
    }
  }

  private put(recording: Recording | undefined, buffer: FeedBuffer, time: bigint): void {
    const lost = recording?.write(buffer, time) ?? 0;
    if (lost === 0) return;
    this.context.count('lost-bytes', lost);
    this.context.message({
      level: 'warning',
      id: 'disk-slow',
      text: 'the disk does not keep up; parts of the recording are lost',
      advice: 'record to a faster disk, or lower the bit rate',
    });
  }

  private endOverlaps(time: bigint): void {
    for (const { recording, until } of this.overlapping) if (time >= until) this.close(recording, true);
    this.overlapping = this.overlapping.filter(({ until }) => time < until);
  }

  private opened(path: string, current: boolean): void {
    this.context.log.info(`records to ${path}`);
    this.context.clear('disk-failed');
    this.context.waitFor(undefined);
    this.context.count('files');
    if (!current) return;
    this.context.stat('filename', path);
    this.context.stat('recording', 1);
    this.link('symlink-to-current-recording', path);
  }

  private failed(recording: Recording, error: Error): void {
    if (this.current === recording) this.current = undefined;
    this.overlapping = this.overlapping.filter((overlap) => overlap.recording !== recording);
    this.context.waitFor(undefined);
    this.context.stat('recording', 0);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      this.context.message({
        level: 'warning',
        id: 'recording-deleted',
        text: `the recording stopped: ${error.message}`,
        advice: 'another file begins at the next keyframe; move a recording away instead of deleting it',
      });
    } else {
      this.notBefore = Date.now() + RETRY_AFTER;
      this.context.message({
        level: 'error',
        id: 'disk-failed',
        text: `the recording stopped: ${error.message}`,
        advice: adviceFor(code, this.context.properties.directory),
      });
    }
    this.track(this.ended(recording));
  }

  private close(recording: Recording, last: boolean): void {
    this.track(
      this.ended(recording).then(() => {
        if (recording.path === undefined) return;
        this.context.log.info(`finished ${recording.path}, ${String(recording.bytes)} bytes`);
        if (last || this.current === undefined) this.link('symlink-to-last-recording', recording.path);
      }),
    );
  }

  private async ended(recording: Recording): Promise<void> {
    try {
      await recording.close();
    } finally {
      this.written.end(recording);
    }
  }

  private link(property: 'symlink-to-current-recording' | 'symlink-to-last-recording', path: string): void {
    const { directory, [property]: link } = this.context.properties;
    if (link === undefined) return;
    const made = pointLink(directory, link, path).then(
      () => {
        this.context.clear(property);
      },
      (error: unknown) => {
        this.context.message({ level: 'warning', id: property, text: (error as Error).message });
      },
    );
    this.track(made);
  }

  private track(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => {
        this.context.log.error(`a recording could not be closed: ${(error as Error).message}`);
      })
      .finally(() => this.closing.delete(watched));
    this.closing.add(watched);
  }
}

function sameHeaders(a: FeedCaps, b: FeedCaps): boolean {
  return (
    a.mediaType === b.mediaType &&
    a.streamHeader.length === b.streamHeader.length &&
    a.streamHeader.every((header, index) => header.equals(b.streamHeader[index] as Buffer))
  );
}

function adviceFor(code: string | undefined, directory: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `make room in ${directory}; recording goes on by itself`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `let the user of the worker write to ${directory}; recording goes on by itself`;
  return 'look at the disk; recording is tried again every 10 s';
}
