import { createDecipheriv, type Decipher } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Failure } from '../http/failure';
import { FetchFailure, type HlsClient } from './client';
import {
  readPlaylist,
  type Beginning,
  type ByteRange,
  type Key,
  type MediaPlaylist,
  type Segment,
} from './playlist';
import { faultOfPlaylist, faultOfSuccession } from './rules';
import { SegmentChecker } from './segment-checker';

/** Durations of the target that a player of a live stream stays behind its end (RFC 8216, 6.3.3). */
const BEHIND = 3;
/** Seconds of a recording that a player fetches ahead. */
const AHEAD = 30;
/** Target durations after which a playlist that does not change stands still. */
const STILL = 3;

/** Told how a player fares. */
export interface PlayerHandler {
  /** Bytes of media came. */
  data(length: number): void;
  /**
   * A segment came whole.
   * @param stood milliseconds for which the picture has stood still for want of it.
   * @param lag milliseconds since its end was made, where the playlist tells the time.
   */
  segment(stood: number, lag: number | undefined): void;
  /** A recording was played to its end. */
  ended(): void;
  failed(failure: Failure): void;
}

/** Plays HLS as players do, without a picture: follows the playlist, fetches and checks segments, and keeps time. */
export class HlsPlayer {
  readonly checker = new SegmentChecker();
  private readonly stop = new AbortController();
  private before: MediaPlaylist | undefined;
  /** Number of the next segment. */
  private next: number | undefined;
  private map: Beginning | undefined;
  private readonly keys = new Map<string, Promise<Buffer>>();
  /** Until when there is something to play, in monotonic milliseconds. */
  private until: number | undefined;
  private changed = performance.now();

  /** @param url where the text was. */
  constructor(
    private readonly client: HlsClient,
    private url: URL,
    text: string,
    private readonly handler: PlayerHandler,
  ) {
    this.play(text).catch((error: unknown) => {
      if (this.stop.signal.aborted) return;
      this.close();
      if (error instanceof FetchFailure) handler.failed(error.failure);
      else throw error;
    });
  }

  /** Milliseconds between segments: three target durations are nothing to wonder at. */
  get usualGap(): number {
    return (this.before?.target ?? 0) * STILL * 1000;
  }

  /** Ends it; nothing more is told. */
  close(): void {
    this.stop.abort();
    this.client.close();
  }

  private async play(first: string): Promise<void> {
    let text = first;
    let playlist = readPlaylist(text);
    if ('variants' in playlist) {
      text = await this.load(new URL(playlist.variants[0] ?? '', this.url));
      playlist = readPlaylist(text);
      if ('variants' in playlist) throw new FetchFailure({ reason: 'a variant is a list of variants again' });
    }
    let loaded = performance.now();
    while (!this.stop.signal.aborted) {
      const fresh = this.judge(text, playlist);
      for (const [number, segment] of fresh) await this.fetch(segment, number);
      if (playlist.ended) {
        this.handler.ended();
        return;
      }
      const wait = playlist.target * (fresh.length > 0 ? 1000 : 500) - (performance.now() - loaded);
      await pause(Math.max(100, wait), undefined, { signal: this.stop.signal });
      loaded = performance.now();
      text = await this.load(this.url);
      const after = readPlaylist(text);
      if ('variants' in after)
        throw new FetchFailure({ reason: 'a playlist of segments became one of variants' });
      playlist = after;
    }
  }

  private async load(url: URL): Promise<string> {
    const { bytes, url: found } = await this.client.get(url);
    this.url = found;
    return bytes.toString();
  }

  /** What is new in a playlist, by number. */
  private judge(text: string, playlist: MediaPlaylist): readonly (readonly [number, Segment])[] {
    const { before } = this;
    const fault = faultOfPlaylist(text, playlist) ?? (before && faultOfSuccession(before, playlist));
    if (fault) throw new FetchFailure(fault);
    this.before = playlist;
    const { segments, sequence } = playlist;
    this.next ??= sequence + (playlist.ended ? 0 : beginning(playlist));
    if (this.next < sequence) {
      const detail = `segment ${this.next} is gone, the first is ${sequence}`;
      throw new FetchFailure({ reason: 'the player fell out of the window', detail });
    }
    const fresh = segments
      .slice(this.next - sequence)
      .map((segment, at) => [(this.next ?? 0) + at, segment] as const);
    if (fresh.length > 0) this.changed = performance.now();
    else if (!playlist.ended && performance.now() - this.changed > STILL * playlist.target * 1000)
      throw new FetchFailure({
        reason: 'the playlist stands still',
        detail: `no segment after ${this.next - 1}`,
      });
    this.next += fresh.length;
    return fresh;
  }

  private async fetch(segment: Segment, number: number): Promise<void> {
    const { uri, duration, discontinuity, map, key, date, range, gap } = segment;
    const ahead = (this.until ?? 0) - performance.now() - AHEAD * 1000;
    if (ahead > 0) await pause(ahead, undefined, { signal: this.stop.signal });
    if (discontinuity) this.checker.cut();
    if (gap) return;
    if (map && (discontinuity || map.uri !== this.map?.uri || map.range?.offset !== this.map.range?.offset))
      await this.take(map.uri, map.range);
    this.map = map;
    await this.take(uri, range, key && (await this.decipher(key, number)));
    const now = performance.now();
    const stood = this.until === undefined ? 0 : Math.max(0, now - this.until);
    this.until = (this.until ?? now) + stood + duration * 1000;
    this.handler.segment(stood, date === undefined ? undefined : Date.now() - date - duration * 1000);
  }

  /** Fetches and checks what belongs to the stream. */
  private async take(uri: string, range: ByteRange | undefined, decipher?: Decipher): Promise<void> {
    this.checker.begin();
    const check = (bytes: Buffer): void => {
      const problem = this.checker.push(bytes);
      if (!problem) return;
      const { reason, offset, detail = '' } = problem;
      throw new FetchFailure({ reason, detail: `${detail} at byte ${offset}, ${uri}`.trim() });
    };
    await this.client.get(new URL(uri, this.url), range, (piece) => {
      this.handler.data(piece.length);
      check(decipher ? decipher.update(piece) : piece);
    });
    if (decipher) check(last(decipher, uri));
  }

  private async decipher({ method, uri, iv }: Key, number: number): Promise<Decipher> {
    if (method !== 'AES-128' || uri === undefined)
      throw new FetchFailure({ reason: `encryption by ${method} cannot be read here` });
    const { href } = new URL(uri, this.url);
    let key = this.keys.get(href);
    if (!key) {
      key = this.client.get(new URL(href)).then(({ bytes }) => bytes);
      this.keys.clear();
      this.keys.set(href, key);
    }
    const bytes = await key;
    if (bytes.length !== 16) throw new FetchFailure({ reason: 'a key has not sixteen bytes', detail: href });
    const own = Buffer.alloc(16);
    own.writeUInt32BE(number, 12);
    return createDecipheriv('aes-128-cbc', bytes, iv ?? own);
  }
}

/** Position of the segment with which a player of a live stream begins. */
function beginning({ segments, target }: MediaPlaylist): number {
  let [at, seconds] = [segments.length, 0];
  while (at > 0 && seconds < BEHIND * target) seconds += segments[--at]?.duration ?? 0;
  return at;
}

function last(decipher: Decipher, uri: string): Buffer {
  try {
    return decipher.final();
  } catch {
    throw new FetchFailure({ reason: 'a segment cannot be decrypted', detail: uri });
  }
}
