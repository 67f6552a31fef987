/** Bytes of a packet. */
export const PACKET = 188;
/** First byte of a packet. */
export const SYNC = 0x47;
/** Ticks after which times begin again at 0. */
export const WRAP = 1n << 33n;
/** Most programme tables that are kept. */
const MAX_PROGRAMMES = 16;
const PAT = 0;
/** Kinds of stream that are pictures: MPEG-1, -2, -4, H.264, JPEG 2000, H.265, H.266, Dirac. */
const PICTURES: ReadonlySet<number> = new Set([0x01, 0x02, 0x10, 0x1b, 0x21, 0x24, 0x33, 0xd1]);

/** Stream that a packet belongs to. */
export function pidOf(packet: Buffer): number {
  return packet.readUInt16BE(1) & 0x1fff;
}

/** Whether a frame or a table begins in a packet. */
export function begins(packet: Buffer): boolean {
  return (packet.readUInt8(1) & 0x40) !== 0;
}

/** Whether a packet is marked as a place to begin to decode. */
export function isEntry(packet: Buffer): boolean {
  return (packet.readUInt8(3) & 0x20) !== 0 && packet.readUInt8(4) > 0 && (packet.readUInt8(5) & 0x40) !== 0;
}

function payloadOf(packet: Buffer): Buffer {
  return packet.subarray((packet.readUInt8(3) & 0x20) === 0 ? 4 : 5 + packet.readUInt8(4));
}

/** Time of the frame that begins in a packet, in ticks of 90 kHz; undefined when it has none. */
export function timeIn(packet: Buffer): bigint | undefined {
  const frame = payloadOf(packet);
  if (frame.length < 14 || frame.readUIntBE(0, 3) !== 1 || (frame.readUInt8(7) & 0x80) === 0)
    return undefined;
  const [high, middle, low] = [frame.readUInt8(9), frame.readUInt16BE(10), frame.readUInt16BE(12)];
  return (BigInt((high >> 1) & 7) << 30n) | BigInt(((middle >> 1) << 15) | (low >> 1));
}

/** What follows the numbers in a table, without its checksum; empty when it is not whole in this packet. */
function tableBody(packet: Buffer): Buffer {
  const payload = payloadOf(packet);
  const section = 1 + (payload[0] ?? 0);
  if (!begins(packet) || section + 8 > payload.length) return Buffer.alloc(0);
  const end = section + 3 + (payload.readUInt16BE(section + 1) & 0xfff) - 4;
  return payload.subarray(section + 8, Math.max(section + 8, Math.min(payload.length, end)));
}

/**
 * The tables that a player needs first. They are numbered anew, so that copies may be put in between without a gap that
 * players and checkers would take for loss.
 */
export class Tables {
  /** Streams of pictures. */
  pictures: ReadonlySet<number> = new Set();
  private readonly last = new Map<number, Buffer>();
  private readonly counters = new Map<number, number>();
  private programmes: readonly number[] = [];

  /** Whether the first tables have come. */
  get complete(): boolean {
    return this.programmes.length > 0 && this.programmes.every((pid) => this.last.has(pid));
  }

  /** The packet as it is to be sent, when it is one of a table; undefined otherwise. */
  take(packet: Buffer): Buffer | undefined {
    const pid = pidOf(packet);
    if (pid !== PAT && !this.programmes.includes(pid)) return undefined;
    const body = tableBody(packet);
    if (body.length > 0) {
      if (pid === PAT) this.programmes = programmesIn(body);
      this.last.set(pid, Buffer.from(packet));
      for (const known of this.last.keys())
        if (known !== PAT && !this.programmes.includes(known)) this.last.delete(known);
      this.pictures = new Set(
        [...this.last].flatMap(([each, table]) => (each === PAT ? [] : picturesIn(table))),
      );
    }
    return this.numbered(pid, packet);
  }

  /** Copies of all tables, in the order a player needs them. */
  copies(): Buffer[] {
    return [PAT, ...this.programmes].flatMap((pid) => {
      const packet = this.last.get(pid);
      return packet ? [this.numbered(pid, packet)] : [];
    });
  }

  private numbered(pid: number, packet: Buffer): Buffer {
    const counter = this.counters.get(pid) ?? 0;
    this.counters.set(pid, (counter + 1) & 0x0f);
    const copy = Buffer.from(packet);
    copy[3] = (packet.readUInt8(3) & 0xf0) | counter;
    return copy;
  }
}

/** Streams of the programme tables. */
function programmesIn(body: Buffer): number[] {
  const pids: number[] = [];
  for (let at = 0; at + 4 <= body.length && pids.length < MAX_PROGRAMMES; at += 4)
    if (body.readUInt16BE(at) !== 0) pids.push(body.readUInt16BE(at + 2) & 0x1fff);
  return pids;
}

/** Streams of pictures in a programme table. */
function picturesIn(packet: Buffer): number[] {
  const body = tableBody(packet);
  const pids: number[] = [];
  if (body.length < 4) return pids;
  for (let at = 4 + (body.readUInt16BE(2) & 0xfff); at + 5 <= body.length;) {
    if (PICTURES.has(body.readUInt8(at))) pids.push(body.readUInt16BE(at + 1) & 0x1fff);
    at += 5 + (body.readUInt16BE(at + 3) & 0xfff);
  }
  return pids;
}
