import { FlumotionError } from '../errors';
import { gdpCrc } from './gdp-crc';

/** Bytes of the header before each payload. */
export const GDP_HEADER = 62;

/**
 * Most payload bytes of a buffer. The largest raw frame in use, 8K I420, is 50 MB; a larger length means that the
 * two ends no longer agree where packets begin, and must not make the eater allocate without bound.
 */
export const MAX_BUFFER = 64 * 1024 * 1024;

/** Most payload bytes of caps or an event. They are text; stream headers in caps are hex, two characters a byte. */
export const MAX_TEXT = 4 * 1024 * 1024;

/** Bits of `flags` of a buffer packet, as GStreamer 1.x numbers them. */
export const GDP_FLAGS = { discont: 0x40, header: 0x400, delta: 0x2000 } as const;

/** A media buffer on the wire. Times are nanoseconds of stream time, before the segment is applied. */
export interface GdpBuffer {
  readonly kind: 'buffer';
  /** Shares memory with the chunk it came in where the whole payload lay in one chunk. */
  readonly data: Buffer;
  readonly pts: bigint | undefined;
  readonly duration: bigint | undefined;
  readonly offset: bigint | undefined;
  readonly offsetEnd: bigint | undefined;
  /** Bits of `GDP_FLAGS`, others included. */
  readonly flags: number;
}

/** Caps on the wire, as text. */
export interface GdpCaps {
  readonly kind: 'caps';
  readonly text: string;
}

/** An event on the wire: its GStreamer type number and its structure as text. */
export interface GdpEvent {
  readonly kind: 'event';
  readonly type: number;
  readonly text: string;
}

/** One packet of a feed. */
export type GdpPacket = GdpBuffer | GdpCaps | GdpEvent;

const NONE = 0xffffffffffffffffn;
const CRC_HEADER = 1;
const TYPE_BUFFER = 1;
const TYPE_CAPS = 2;
const TYPE_EVENT = 64;

/**
 * Cuts the bytes of a feed into GDP 1.0 packets. A payload that lies whole in one chunk is passed on without a copy;
 * one that spans chunks is copied once, into memory of its own. Holds at most one unfinished packet (`MAX_BUFFER`).
 * The payload CRC is not checked (a stream socket does not alter bytes); the header CRC is, when present.
 */
export class GdpParser {
  /** Header bytes gathered so far, when a header spans chunks. */
  private readonly partial = Buffer.alloc(GDP_HEADER);
  /** Bytes valid in `partial`; `GDP_HEADER` while a payload is being gathered. */
  private filled = 0;
  private payload: Buffer | undefined;
  private payloadFilled = 0;

  /** @param onPacket is called for each packet, in order, before `push` returns. */
  constructor(private readonly onPacket: (packet: GdpPacket) => void) {}

  /**
   * Takes the next bytes. Once it has thrown, the parser must not be used again: the stream is out of step.
   * @throws FlumotionError `feed-invalid` when the bytes are not GDP 1.0 or a length is over its maximum.
   */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.payload !== undefined) at = this.gather(chunk, at, this.payload);
      else if (this.filled > 0 || chunk.length - at < GDP_HEADER) at = this.gatherHeader(chunk, at);
      else {
        const length = checkHeader(chunk, at);
        const start = at + GDP_HEADER;
        if (chunk.length - start >= length) {
          this.onPacket(packet(chunk, at, chunk.subarray(start, start + length)));
          at = start + length;
        } else {
          chunk.copy(this.partial, 0, at, start);
          this.filled = GDP_HEADER;
          this.await(length);
          at = start;
        }
      }
    }
  }

  private gatherHeader(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.partial, this.filled, at, at + GDP_HEADER - this.filled);
    this.filled += taken;
    if (this.filled < GDP_HEADER) return at + taken;
    const length = checkHeader(this.partial, 0);
    const start = at + taken;
    if (chunk.length - start < length) {
      this.await(length);
      return start;
    }
    this.filled = 0;
    this.onPacket(packet(this.partial, 0, chunk.subarray(start, start + length)));
    return start + length;
  }

  private await(length: number): void {
    this.payload = Buffer.allocUnsafeSlow(length);
    this.payloadFilled = 0;
  }

  private gather(chunk: Buffer, at: number, payload: Buffer): number {
    const taken = chunk.copy(payload, this.payloadFilled, at);
    this.payloadFilled += taken;
    if (this.payloadFilled === payload.length) {
      this.payload = undefined;
      this.filled = 0;
      this.onPacket(packet(this.partial, 0, payload));
    }
    return at + taken;
  }
}

/** Answers the payload length. */
function checkHeader(bytes: Buffer, at: number): number {
  if (bytes[at] !== 1 || bytes[at + 1] !== 0) {
    throw FlumotionError.of('feed-invalid', {
      reason: `a packet says version ${bytes[at]}.${bytes[at + 1]}, expected GDP 1.0`,
    });
  }
  const type = bytes.readUInt16BE(at + 4);
  if (type !== TYPE_BUFFER && type !== TYPE_CAPS && type < TYPE_EVENT) {
    throw FlumotionError.of('feed-invalid', {
      reason: `packet type ${type}, expected 1 (buffer), 2 (caps) or 64 and more (event)`,
    });
  }
  if (((bytes[at + 2] as number) & CRC_HEADER) !== 0) {
    const [said, seen] = [bytes.readUInt16BE(at + 58), gdpCrc(bytes, at, 58)];
    if (said !== seen) {
      throw FlumotionError.of('feed-invalid', {
        reason: `a packet header has checksum ${hex4(seen)} but says ${hex4(said)}`,
      });
    }
  }
  const length = bytes.readUInt32BE(at + 6);
  const most = type === TYPE_BUFFER ? MAX_BUFFER : MAX_TEXT;
  if (length > most) {
    throw FlumotionError.of('feed-invalid', {
      reason: `a packet of type ${type} says ${length} bytes, at most ${most} are taken`,
    });
  }
  return length;
}

function packet(header: Buffer, at: number, payload: Buffer): GdpPacket {
  const type = header.readUInt16BE(at + 4);
  if (type === TYPE_BUFFER) {
    return {
      kind: 'buffer',
      data: payload,
      pts: readTime(header, at + 10),
      duration: readTime(header, at + 18),
      offset: readTime(header, at + 26),
      offsetEnd: readTime(header, at + 34),
      flags: header.readUInt16BE(at + 42),
    };
  }
  const text = payload.toString('utf8', 0, payload.at(-1) === 0 ? payload.length - 1 : payload.length);
  return type === TYPE_CAPS ? { kind: 'caps', text } : { kind: 'event', type: type - TYPE_EVENT, text };
}

function readTime(bytes: Buffer, at: number): bigint | undefined {
  const high = bytes.readUInt32BE(at);
  const low = bytes.readUInt32BE(at + 4);
  if (high === 0xffffffff && low === 0xffffffff) return undefined;
  return high < 0x200000 ? BigInt(high * 0x100000000 + low) : (BigInt(high) << 32n) | BigInt(low);
}

/** Writes one packet as `gdppay` does, with the header's checksum. */
export function serialiseGdp(item: GdpPacket): Buffer {
  const payload = item.kind === 'buffer' ? item.data : Buffer.from(`${item.text}\0`);
  const bytes = Buffer.alloc(GDP_HEADER + payload.length);
  bytes[0] = 1;
  bytes[2] = CRC_HEADER;
  bytes.writeUInt32BE(payload.length, 6);
  if (item.kind === 'buffer') {
    bytes.writeUInt16BE(TYPE_BUFFER, 4);
    bytes.writeBigUInt64BE(item.pts ?? NONE, 10);
    bytes.writeBigUInt64BE(item.duration ?? NONE, 18);
    bytes.writeBigUInt64BE(item.offset ?? NONE, 26);
    bytes.writeBigUInt64BE(item.offsetEnd ?? NONE, 34);
    bytes.writeUInt16BE(item.flags, 42);
    bytes.writeBigUInt64BE(NONE, 44);
  } else {
    bytes.writeUInt16BE(item.kind === 'caps' ? TYPE_CAPS : TYPE_EVENT + item.type, 4);
    if (item.kind === 'event') bytes.writeBigUInt64BE(NONE, 10);
  }
  bytes.writeUInt16BE(gdpCrc(bytes, 0, 58), 58);
  payload.copy(bytes, GDP_HEADER);
  return bytes;
}

function hex4(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
