import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { playlistText, readPlaylist, type Playlist } from '../playlist';

/** Names of the files of one stream. */
export interface Names {
  readonly directory: string;
  readonly playlist: string;
  readonly prefix: string;
}

/** The files of one stream. What is written is whole or not there at all. */
export class Folder {
  private readonly pattern: RegExp;

  constructor(private readonly names: Names) {
    const prefix = names.prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    this.pattern = new RegExp(`^${prefix}-(?:header-)?(\\d{1,15})\\.(ts|m4s|mp4)$`);
  }

  /** File name of a segment. */
  segment(number: number, extension: string): string {
    return `${this.names.prefix}-${String(number)}.${extension}`;
  }

  /** File name of a header that is used from a segment on. */
  header(number: number): string {
    return `${this.names.prefix}-header-${String(number)}.mp4`;
  }

  /** Path of the playlist. */
  get playlist(): string {
    return join(this.names.directory, this.names.playlist);
  }

  /**
   * What an earlier run left, as far as its files are still there: segments without a gap up to the newest.
   * @returns the playlist, and one more than the highest number of a segment.
   */
  async left(): Promise<{ playlist: Playlist | undefined; next: number }> {
    await mkdir(this.names.directory, { recursive: true });
    const files = new Set(await readdir(this.names.directory));
    await this.clean(files);
    const text = await readFile(this.playlist, 'utf8').catch(() => '');
    const read = readPlaylist(text);
    const numbers = [...files].map((file) => Number(this.pattern.exec(file)?.[1] ?? -1));
    const highest = numbers.reduce((most, number) => Math.max(most, number), -1);
    if (!read) return { playlist: undefined, next: highest + 1 };
    const { entries } = read;
    const there = ({ file, map }: Playlist['entries'][number]): boolean =>
      files.has(file) && this.pattern.test(file) && (map === undefined || files.has(map));
    let first = entries.length;
    for (let entry = entries[first - 1]; entry && there(entry); entry = entries[first - 1]) first--;
    const gone = entries.slice(0, first);
    const playlist = {
      ...read,
      sequence: read.sequence + gone.length,
      discontinuities: read.discontinuities + gone.filter(({ discontinuity }) => discontinuity).length,
      entries: entries.slice(first),
    };
    return { playlist, next: Math.max(highest + 1, read.sequence + entries.length) };
  }

  /** The bytes of a file; undefined when it cannot be read. */
  read(file: string): Promise<Buffer | undefined> {
    return readFile(join(this.names.directory, file)).catch(() => undefined);
  }

  /** Number in the name of a file of this stream; undefined for other files. */
  numberOf(file: string): number | undefined {
    const number = this.pattern.exec(file)?.[1];
    return number === undefined ? undefined : Number(number);
  }

  /** Writes a file, in place of one of that name. */
  async write(file: string, data: Buffer | string): Promise<void> {
    const path = join(this.names.directory, file);
    const fresh = join(this.names.directory, `.${file}.${String(process.pid)}.new`);
    try {
      await mkdir(this.names.directory, { recursive: true });
      await writeFile(fresh, data);
      await rename(fresh, path);
    } catch (error) {
      await rm(fresh, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Writes the playlist, in one step: whoever reads it sees the old or the new one. */
  async publish(playlist: Playlist): Promise<void> {
    await this.write(this.names.playlist, playlistText(playlist));
  }

  /** Takes away segments numbered lower than `first`, and headers that only they needed. */
  async prune(first: number, playlist: Playlist): Promise<void> {
    const named = new Set(playlist.entries.flatMap(({ file, map }) => [file, map]));
    const files = await readdir(this.names.directory);
    const headers = files.filter((file) => this.isHeader(file)).map((file) => this.numberOf(file) ?? 0);
    // A header is needed from its segment on, up to the next header.
    const until = (number: number): number => Math.min(...headers.filter((other) => other > number));
    for (const file of files) {
      const number = this.numberOf(file);
      if (number === undefined || named.has(file)) continue;
      const needless = this.isHeader(file) ? until(number) <= first : number < first;
      if (needless) await rm(join(this.names.directory, file), { force: true });
    }
  }

  private isHeader(file: string): boolean {
    return file.endsWith('.mp4') && this.numberOf(file) !== undefined;
  }

  /** What a run that was killed had not finished. */
  private async clean(files: Iterable<string>): Promise<void> {
    for (const file of files) {
      const inner = /^\.(.+)\.\d+\.new$/.exec(file)?.[1];
      if (inner !== undefined && (inner === this.names.playlist || this.pattern.test(inner)))
        await rm(join(this.names.directory, file), { force: true });
    }
  }
}
