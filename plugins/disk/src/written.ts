import type { Recording } from './recording';

/** Most files of which something is remembered. */
const MOST = 500;

/** What is known of a file beside what the disk tells. */
export interface WrittenFile {
  /** Milliseconds since 1970. */
  readonly begun: number;
  /** Milliseconds since 1970; undefined while it is written. */
  readonly ended?: number;
  /** Length of the stream in it, seconds. */
  readonly seconds: number;
}

/** The files that the component has begun since it started, by their paths. */
export class Written {
  private readonly files = new Map<string, Recording | WrittenFile>();

  /** A file exists now. */
  begin(path: string, recording: Recording): void {
    this.files.set(path, recording);
    for (const [old, file] of this.files) {
      if (this.files.size <= MOST) break;
      if ('ended' in file) this.files.delete(old);
    }
  }

  /** Nothing more is written to a file, by whatever cause. */
  end(recording: Recording): void {
    const { path } = recording;
    if (path === undefined || this.files.get(path) !== recording) return;
    this.files.set(path, {
      begun: recording.began.wall,
      ended: Date.now(),
      seconds: recording.seconds,
    });
  }

  /** What is known of a file; undefined when the component has not begun it. */
  find(path: string): WrittenFile | undefined {
    const file = this.files.get(path);
    if (file === undefined || 'ended' in file) return file;
    const { began, seconds } = file as Recording;
    return { begun: began.wall, seconds };
  }
}
