import type { StreamChecker, StreamProblem } from '../checker';
import { checkerFor } from '../choose-checker';

/** First bytes by which the formats of segments are told apart, as their media types are often wrong. */
const BEGINNINGS: readonly (readonly [(bytes: Buffer) => boolean, string])[] = [
  [(bytes) => bytes[0] === 0x47, 'video/mp2t'],
  [(bytes) => /^(?:ftyp|styp|moof|moov|sidx|emsg|prft)$/.test(bytes.toString('latin1', 4, 8)), 'video/mp4'],
  // Packed audio begins with a tag that tells its time.
  [
    (bytes) =>
      bytes.toString('latin1', 0, 3) === 'ID3' || (bytes[0] === 0xff && (bytes[1] ?? 0) & 0xf6) === 0xf0,
    'audio/aac',
  ],
];

/** Bytes that tell a format. */
const TELLING = 8;

/** Checks segments one after the other as the one stream that they make. */
export class SegmentChecker {
  private checker: StreamChecker | undefined;
  private kind = '';
  /** First bytes of a segment, while there are too few to tell what it is. */
  private beginning: Buffer | undefined;

  /** What the stream is. */
  get description(): string {
    return `HLS, ${this.checker?.description ?? 'without a segment'}`;
  }

  /** What has to arrive yet before the stream can be played; undefined when it can. */
  get awaits(): string | undefined {
    return this.checker ? this.checker.awaits : 'the first segment';
  }

  /** What comes next does not continue what came before. */
  cut(): void {
    this.checker = undefined;
  }

  /** A segment begins, or what begins those that follow. */
  begin(): void {
    this.beginning = Buffer.alloc(0);
  }

  /** Checks bytes of a segment. @returns what is wrong. */
  push(bytes: Buffer): StreamProblem | undefined {
    if (!this.beginning) return this.check(bytes);
    this.beginning = Buffer.concat([this.beginning, bytes]);
    if (this.beginning.length < TELLING) return undefined;
    const first = this.beginning;
    this.beginning = undefined;
    const kind = BEGINNINGS.find(([fits]) => fits(first))?.[1] ?? 'segments of another format';
    if (this.checker && kind !== this.kind)
      return {
        reason: 'the format of the segments changes',
        offset: 0,
        detail: `${kind} after ${this.kind}`,
      };
    this.kind = kind;
    this.checker ??= checkerFor(kind);
    return this.check(first);
  }

  private check(bytes: Buffer): StreamProblem | undefined {
    this.checker?.push(bytes);
    return this.checker?.problems[0];
  }
}
