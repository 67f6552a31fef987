import type { Reason } from '@flumotion/web';
import type { Listener } from '../listener';

/** What goes from the job to a process that serves listeners: an object, and bytes with it. */
export interface Frame {
  readonly what: FrameObject;
  readonly bytes: Buffer;
}

/** Times are milliseconds of the machine's monotonic clock, which all processes share. */
export type FrameObject =
  | { readonly kind: 'settings'; readonly settings: HallSettings }
  /** A stream; the bytes are its headers and then its bridge. */
  | {
      readonly kind: 'stream';
      readonly stream: number;
      readonly mediaType: string;
      readonly contentType: string;
      readonly headers: number;
    }
  /** What plays; the bytes are its block. */
  | { readonly kind: 'title'; readonly title: number; readonly text: string; readonly url: string }
  /** A chunk of a stream; the bytes are its data. Keyframes are at offsets in it, −1 for none. */
  | {
      readonly kind: 'chunk';
      readonly stream: number;
      readonly title: number;
      readonly at: number;
      readonly offset: number;
      readonly firstKey: number;
      readonly lastKey: number;
    }
  /** A listener, whose connection comes by the other way; the bytes are the head of its response. */
  | {
      readonly kind: 'begin';
      readonly listener: number;
      readonly stream: number;
      /** When its time is up, undefined for no limit; and why it ends then. */
      readonly until: number | undefined;
      readonly ends: 'limit' | 'expired';
      readonly chunked: boolean;
      /** Bytes between two blocks of metadata; undefined when it gets none. */
      readonly interval: number | undefined;
      readonly burst: boolean;
    }
  /** The time of a listener is up then. */
  | { readonly kind: 'grant'; readonly listener: number; readonly until: number }
  /** One listener has to leave. */
  | {
      readonly kind: 'dismiss';
      readonly listener: number;
      readonly why: Reason;
      readonly detail: string | undefined;
    }
  /** Everybody's response ends. */
  | { readonly kind: 'close' };

/** The settings that serving listeners needs. */
export interface HallSettings {
  readonly burst: { readonly time: number; readonly size: number; readonly exact: boolean } | undefined;
  readonly maxLag: number;
  readonly timeout: number;
}

/** Where a listener is: number, bytes, seconds behind, state. */
export type ListenerFigures = readonly [number, number, number, Listener['state']];

/** What such a process says. */
export type HallEvent =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'left';
      readonly listener: number;
      readonly why: Reason;
      readonly detail?: string | undefined;
      readonly bytes: number;
    }
  | {
      readonly kind: 'figures';
      readonly sent: number;
      readonly resyncs: number;
      readonly lag: number;
      /** Empty most times: they are many. */
      readonly listeners: readonly ListenerFigures[];
    };

/** Bytes before the object: its length and that of the bytes. */
const PREFIX = 8;
const NOTHING = Buffer.alloc(0);

/** A frame as bytes. */
export function encodeFrame(what: FrameObject, bytes: Buffer = NOTHING): readonly Buffer[] {
  const text = Buffer.from(JSON.stringify(what));
  const prefix = Buffer.allocUnsafe(PREFIX);
  prefix.writeUInt32BE(text.length, 0);
  prefix.writeUInt32BE(bytes.length, 4);
  return [prefix, text, bytes];
}

/** Cuts what arrives into frames. It comes from the job itself, so it is believed. */
export class FrameReader {
  private parts: Buffer[] = [];
  private held = 0;
  private wanted = PREFIX;

  constructor(private readonly onFrame: (frame: Frame) => void) {}

  /** Takes what has arrived. */
  push(data: Buffer): void {
    this.parts.push(data);
    this.held += data.length;
    while (this.held >= this.wanted) {
      const all = this.parts.length === 1 ? (this.parts[0] ?? NOTHING) : Buffer.concat(this.parts);
      this.parts = [all];
      const text = all.readUInt32BE(0);
      const length = PREFIX + text + all.readUInt32BE(4);
      this.wanted = length;
      if (all.length < length) return;
      const what = JSON.parse(all.toString('utf8', PREFIX, PREFIX + text)) as FrameObject;
      const bytes = all.subarray(PREFIX + text, length);
      this.parts = [all.subarray(length)];
      this.held = all.length - length;
      this.wanted = PREFIX;
      this.onFrame({ what, bytes });
    }
  }
}

/** What to add to `performance.now()` for the machine's monotonic clock, in milliseconds. */
export function clockOffset(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000 - performance.now();
}
