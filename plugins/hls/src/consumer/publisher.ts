import type { Context } from '@flumotion/core/plugin';
import { keyframesRare } from '../messages';
import { withEntry, type Playlist } from '../playlist';
import type { Segment } from '../segment';
import type { Properties } from './declaration';
import type { Folder } from './folder';

/** Most bytes of segments that wait for the disk; what comes beyond is lost, and said so. */
export const MAX_WAITING = 128 * 1024 * 1024;

/** Writes segments and the playlist that names them, one after the other, without ever blocking the stream. */
export class Publisher {
  private playlist: Playlist;
  private next = 0;
  private header: { readonly file: string; readonly bytes: Buffer } | undefined;
  /** A segment is missing before the next one. */
  private gap = false;
  private waiting = 0;
  private work: Promise<void> = Promise.resolve();
  private known = false;

  constructor(
    private readonly context: Context<Properties>,
    private readonly folder: Folder,
  ) {
    this.playlist = { targetDuration: this.target, sequence: 0, discontinuities: 0, entries: [] };
  }

  private get target(): number {
    return Math.ceil(this.context.properties['segment-duration']);
  }

  /** Writes a segment when those before it are written. */
  take(segment: Segment): void {
    const { length } = segment.data;
    if (this.waiting + length > MAX_WAITING) {
      this.lose(
        'hls-slow',
        'the disk does not keep up; segments are lost',
        'write to a faster disk, or lower the bit rate',
      );
      return;
    }
    this.waiting += length;
    this.work = this.work.then(async () => {
      try {
        await this.publish(segment);
      } catch (error) {
        this.failed(error as NodeJS.ErrnoException);
      } finally {
        this.waiting -= length;
      }
    });
  }

  /** Waits until all that was taken is written or lost. */
  async settled(): Promise<void> {
    await this.work;
  }

  private async publish(segment: Segment): Promise<void> {
    if (!this.known) await this.resume();
    const number = this.next;
    const file = this.folder.segment(number, segment.extension);
    const map = segment.header && (await this.mapFor(segment.header, number));
    await this.folder.write(file, segment.data);
    this.next = number + 1;
    const { properties } = this.context;
    const entry = {
      file,
      duration: segment.duration,
      discontinuity:
        (segment.discontinuity || this.gap) && this.playlist.sequence + this.playlist.entries.length > 0,
      map,
      date: properties['program-date-time'] ? segment.date : undefined,
    };
    const playlist = withEntry(this.playlist, entry, { segments: properties.window });
    await this.folder.publish(playlist);
    this.playlist = playlist;
    this.gap = false;
    this.tell(segment);
    const oldest = this.folder.numberOf(playlist.entries[0]?.file ?? '') ?? 0;
    const keep = properties['keep-segments'] ?? playlist.entries.length + 1;
    await this.folder.prune(oldest - keep, playlist);
  }

  /** Goes on after what an earlier run left in the folder. */
  private async resume(): Promise<void> {
    const { playlist, next } = await this.folder.left();
    this.known = true;
    this.next = next;
    if (!playlist) return;
    const longest = Math.max(0, ...playlist.entries.map(({ duration }) => Math.round(duration)));
    this.playlist = { ...playlist, targetDuration: Math.max(this.target, longest) };
    const file = playlist.entries.at(-1)?.map;
    const bytes = file === undefined ? undefined : await this.folder.read(file);
    if (file !== undefined && bytes) this.header = { file, bytes };
    this.context.log.info(`goes on after segment ${String(next - 1)}`);
  }

  private async mapFor(bytes: Buffer, number: number): Promise<string> {
    if (this.header?.bytes.equals(bytes)) return this.header.file;
    const file = this.folder.header(number);
    await this.folder.write(file, bytes);
    this.header = { file, bytes };
    return file;
  }

  private tell({ data, duration, forced }: Segment): void {
    const { context } = this;
    context.clear('hls-failed');
    context.clear('hls-slow');
    context.waitFor(undefined);
    context.stat('playlist', this.folder.playlist);
    context.stat('segment-seconds', Math.round(duration * 1000) / 1000);
    context.count('segments');
    context.count('written-bytes', data.length);
    if (!forced) {
      context.clear('keyframes-rare');
      return;
    }
    context.count('forced-cuts');
    context.message(keyframesRare(context.properties['segment-duration']));
  }

  private failed(error: NodeJS.ErrnoException): void {
    const { directory } = this.context.properties;
    this.lose(
      'hls-failed',
      `a segment could not be written: ${error.message}`,
      adviceFor(error.code, directory),
    );
  }

  private lose(id: string, text: string, advice: string): void {
    this.gap = true;
    this.context.count('lost-segments');
    this.context.waitFor(undefined);
    this.context.message({ level: id === 'hls-failed' ? 'error' : 'warning', id, text, advice });
  }
}

function adviceFor(code: string | undefined, directory: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `make room in ${directory}; the stream goes on by itself`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `let the user of the worker write to ${directory}; the stream goes on by itself`;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `give a folder as directory, not a file: ${directory}; the stream goes on by itself`;
  return 'look at the disk; each segment is tried anew';
}
