import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Playlist, Source } from './entry';
import { readPlaylist } from './read';

/** Largest playlist that is read, in bytes. */
const LARGEST = 1024 * 1024;
/** Most playlists of the directory, and most entries of all. */
const MOST_FILES = 200;
const MOST_ENTRIES = 20_000;

/** Where playlists are. */
export interface Places {
  readonly playlist: string | undefined;
  readonly directory: string | undefined;
  readonly base: string | undefined;
}

/** A playlist file that is followed. */
interface Followed {
  /** Stamps of the file as it was read, and as it was at the last look. */
  taken: string;
  seen: string;
  source: Source | undefined;
  problem: string | undefined;
}

const ABSENT = 'absent';

/** Follows playlist files through their changes. What has changed is read once it no longer does. */
export class Follower {
  private files = new Map<string, Followed>();
  private closed = false;
  /** Nothing waits to settle. */
  private fresh = true;
  private directoryProblem: string | undefined;
  private told: string | undefined;

  /** @param changed - called when what the playlists say, or what is wrong with them, is another. */
  constructor(
    private places: Places,
    private readonly changed: (sources: readonly Source[], problems: readonly string[]) => void,
  ) {}

  /** Takes playlists from other places; at the next look they are read at once. */
  move(places: Places): void {
    const same = this.places.base === places.base;
    this.places = places;
    if (!same) for (const file of this.files.values()) file.taken = '';
    this.fresh = true;
  }

  /** Looks at all files; at the first look they are taken as they are. */
  async look(): Promise<void> {
    const fresh = this.fresh;
    const places = this.places;
    const names = await this.names();
    const files = new Map<string, Followed>();
    for (const name of names.slice(0, MOST_FILES)) {
      const file = this.files.get(name) ?? { taken: '', seen: '', source: undefined, problem: undefined };
      await this.lookAt(name, file, fresh, places.base);
      // What is gone from the directory is forgotten; the one playlist stays in force.
      const gone = file.seen === ABSENT && file.taken === ABSENT;
      if (!gone || name === places.playlist) files.set(name, file);
    }
    if (this.closed) return;
    if (places !== this.places) {
      // Meanwhile somebody wanted other playlists: the next look begins anew.
      for (const file of files.values()) file.taken = '';
      return;
    }
    this.fresh = false;
    this.files = files;
    this.tell(names.length);
  }

  close(): void {
    this.closed = true;
  }

  /** Paths of all playlists there are, and of those that were there before. */
  private async names(): Promise<readonly string[]> {
    const { playlist, directory } = this.places;
    const first = playlist === undefined ? [] : [playlist];
    this.directoryProblem = undefined;
    if (directory === undefined) return first;
    const inside = (name: string): boolean => name !== playlist && name.startsWith(join(directory, '/'));
    const before = [...this.files.keys()].filter(inside);
    try {
      const found = await readdir(directory, { withFileTypes: true });
      const names = found
        .filter((entry) => !entry.isDirectory() && isPlaylist(entry.name))
        .map(({ name }) => name);
      const paths = names.sort().map((name) => join(directory, name));
      return [...new Set([...first, ...paths, ...before])];
    } catch (error) {
      this.directoryProblem = `the directory ${directory} cannot be read: ${(error as Error).message}`;
      return [...first, ...before];
    }
  }

  private async lookAt(
    name: string,
    file: Followed,
    fresh: boolean,
    base: string | undefined,
  ): Promise<void> {
    const { stamp, changed } = await stampOf(name);
    const settled = fresh || stamp === file.seen;
    file.seen = stamp;
    if (!settled || stamp === file.taken) return;
    file.taken = stamp;
    file.problem = undefined;
    if (stamp === ABSENT) {
      file.problem = `the playlist ${name} is not there`;
      return;
    }
    try {
      const playlist: Playlist = readPlaylist(await bytesOf(name), name, base);
      file.source = { file: name, changed, playlist };
    } catch (error) {
      file.problem = `the playlist ${name} cannot be used: ${(error as Error).message}`;
    }
  }

  private tell(count: number): void {
    const problems = this.directoryProblem === undefined ? [] : [this.directoryProblem];
    const sources: Source[] = [];
    let entries = 0;
    for (const [name, { source, problem }] of this.files) {
      if (problem !== undefined)
        problems.push(source ? `${problem}; what it said before stays in force` : problem);
      if (!source) continue;
      entries += source.playlist.entries.length;
      if (entries > MOST_ENTRIES) {
        problems.push(`the playlist ${name} is left out: there are more than ${MOST_ENTRIES} entries`);
        continue;
      }
      sources.push(source);
      problems.push(...source.playlist.problems.map((text) => `${name}, ${text}`));
    }
    if (count > MOST_FILES) problems.push(`there are ${count} playlists; ${MOST_FILES} are followed`);
    const stamps = [...this.files].map(([name, { taken, problem }]) => [name, taken, problem]);
    const told = JSON.stringify([this.places.base, stamps, problems]);
    if (told === this.told) return;
    this.told = told;
    this.changed(sources, problems);
  }
}

/** Names that editors and copying programs give to files that are not finished are none. */
function isPlaylist(name: string): boolean {
  return !name.startsWith('.') && !/(~|\.(tmp|part|swp|bak))$/i.test(name);
}

async function stampOf(name: string): Promise<{ stamp: string; changed: number }> {
  try {
    const { mtimeMs, size, ino } = await stat(name);
    return { stamp: [mtimeMs, size, ino].join(' '), changed: mtimeMs };
  } catch {
    return { stamp: ABSENT, changed: 0 };
  }
}

async function bytesOf(name: string): Promise<Buffer> {
  const file = await stat(name);
  if (!file.isFile()) throw new Error('it is no file');
  if (file.size > LARGEST) throw new Error(`it has ${file.size} bytes; at most ${LARGEST} are read`);
  return readFile(name);
}
