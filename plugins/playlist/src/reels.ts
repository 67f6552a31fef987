import { stat } from 'node:fs/promises';
import type { MediaInfo } from '@flumotion/core/plugin';
import type { Entry } from './entry';
import type { Known } from './slot';
import { reelOf, type Grid } from './reel';

/** Usual milliseconds between looks at whether files have changed. */
const LOOK = 5000;
/** Files that are looked at each time. */
const WATCHED = 50;
/** Milliseconds after which a file that could not be played is looked into again. */
const RETRY = 60_000;

const ABSENT = 'absent';

interface File {
  /** What told the file apart when it was probed. */
  stamp: string;
  /** The same at the last look: a file that changes is probed once it no longer does. */
  seen: string;
  known: Known;
  /** When it was looked into, in milliseconds. */
  at: number;
}

/** What is known of the media files, one looked into at a time. */
export class Reels {
  private readonly files = new Map<string, File>();
  private wanted: readonly string[] = [];
  private upcoming: readonly string[] = [];
  /** Files to look into again; until then what is known of them holds. */
  private readonly stale = new Set<string>();
  private probing = false;
  private closed = false;
  private lookNext = 0;

  /**
   * @param probe - looks into a file; rejects in words for people.
   * @param changed - called when something else is known.
   * @param interval - milliseconds between looks at whether files have changed.
   */
  constructor(
    private readonly grid: Grid,
    private readonly probe: (location: string) => Promise<MediaInfo>,
    private readonly changed: () => void,
    private readonly interval = LOOK,
  ) {}

  known(entry: Entry): Known {
    return this.files.get(entry.location)?.known;
  }

  /** A file turned out to be broken; it counts as such until it changes. */
  fail(location: string, problem: string): void {
    const file = this.files.get(location);
    if (file) Object.assign(file, { known: { problem }, at: performance.now() });
  }

  /** Says which files are to be looked into, in order, and which are to be watched for changes. */
  want(wanted: readonly string[], upcoming: readonly string[]): void {
    this.wanted = wanted;
    this.upcoming = upcoming;
    void this.work();
  }

  /** Forgets all files but these. */
  keep(locations: ReadonlySet<string>): void {
    for (const location of this.files.keys()) if (!locations.has(location)) this.files.delete(location);
  }

  /** Looks at whether files have changed, when it is time. */
  async look(): Promise<void> {
    if (performance.now() < this.lookNext) return;
    this.lookNext = performance.now() + this.interval;
    for (const location of [...new Set(this.upcoming)].slice(0, WATCHED)) {
      const file = this.files.get(location);
      if (!file) continue;
      const stamp = await stampOf(location);
      if (this.closed) return;
      const settled = stamp === file.seen;
      file.seen = stamp;
      const again = stamp !== file.stamp ? settled : this.isOld(file);
      if (again) this.stale.add(location);
    }
    void this.work();
  }

  close(): void {
    this.closed = true;
  }

  private isOld({ known, stamp, at }: File): boolean {
    return known !== undefined && 'problem' in known && stamp !== ABSENT && performance.now() - at > RETRY;
  }

  private async work(): Promise<void> {
    if (this.probing) return;
    this.probing = true;
    while (!this.closed) {
      const location = this.wanted.find((name) => !this.files.has(name)) ?? [...this.stale][0];
      if (location === undefined) break;
      this.stale.delete(location);
      const stamp = await stampOf(location);
      const known = await this.reel(location);
      this.files.set(location, { stamp, seen: stamp, known, at: performance.now() });
      this.changed();
    }
    this.probing = false;
  }

  private async reel(location: string): Promise<Known> {
    try {
      return reelOf(await this.probe(location), this.grid);
    } catch (error) {
      return { problem: (error as Error).message };
    }
  }
}

async function stampOf(location: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(location);
    return [mtimeMs, size, ino].join(' ');
  } catch {
    return ABSENT;
  }
}
