/** Bytes of a packet. */
export const PACKET = 188;
/** Stream of the table of programmes. */
export const PAT = 0;
/** Stream of the names of the programmes. */
const SDT = 0x11;

/** Stream that a packet belongs to. */
export function pidOf(packet: Buffer): number {
  return packet.readUInt16BE(1) & 0x1fff;
}

/** Whether a frame or a table begins in a packet. */
export function begins(packet: Buffer): boolean {
  return (packet.readUInt8(1) & 0x40) !== 0;
}

/** Ticks of a frame's time in a second. */
const TICKS = 90_000n;
/** Nanoseconds after which the times of frames begin again at 0. */
export const TIME_WRAP = ((1n << 33n) * 1_000_000_000n) / TICKS;

/** Time of the frame that begins in a packet, in nanoseconds; undefined when none does, or it has none. */
export function frameTime(packet: Buffer): bigint | undefined {
  const payload = (packet.readUInt8(3) & 0x20) === 0 ? 4 : 5 + packet.readUInt8(4);
  if (!begins(packet) || payload + 14 > PACKET || packet.readUIntBE(payload, 3) !== 1) return undefined;
  if ((packet.readUInt8(payload + 7) & 0x80) === 0) return undefined;
  const [high, middle, low] = [9, 10, 12].map((at, index) =>
    BigInt(index === 0 ? packet.readUInt8(payload + at) : packet.readUInt16BE(payload + at)),
  ) as [bigint, bigint, bigint];
  const ticks = (((high >> 1n) & 7n) << 30n) | ((middle >> 1n) << 15n) | (low >> 1n);
  return (ticks * 1_000_000_000n) / TICKS;
}

/** What follows the five bytes of version and numbers in a table, without its checksum; empty when it is not whole. */
function tableBody(packet: Buffer): Buffer {
  const payload = (packet.readUInt8(3) & 0x20) === 0 ? 4 : 5 + packet.readUInt8(4);
  if (!begins(packet) || payload >= PACKET - 12) return Buffer.alloc(0);
  const section = payload + 1 + packet.readUInt8(payload);
  if (section + 8 > PACKET) return Buffer.alloc(0);
  const end = section + 3 + (packet.readUInt16BE(section + 1) & 0xfff) - 4;
  return packet.subarray(section + 8, Math.min(PACKET, end));
}

/** Streams of the programme tables that a table of programmes names; none when the packet has no whole table. */
export function programmeTables(packet: Buffer): number[] {
  const body = tableBody(packet);
  const tables: number[] = [];
  for (let at = 0; at + 4 <= body.length; at += 4) {
    if (body.readUInt16BE(at) !== 0) tables.push(body.readUInt16BE(at + 2) & 0x1fff);
  }
  return tables;
}

/** Kinds of stream that are pictures: MPEG-1, -2, -4, H.264, JPEG 2000, H.265, H.266, Dirac. */
const PICTURES: ReadonlySet<number> = new Set([0x01, 0x02, 0x10, 0x1b, 0x21, 0x24, 0x33, 0xd1]);

/** Whether a programme table has a stream of pictures. */
export function hasPictures(packet: Buffer): boolean {
  const body = tableBody(packet);
  if (body.length < 4) return false;
  for (let at = 4 + (body.readUInt16BE(2) & 0xfff); at + 5 <= body.length;) {
    if (PICTURES.has(body.readUInt8(at))) return true;
    at += 5 + (body.readUInt16BE(at + 3) & 0xfff);
  }
  return false;
}

/**
 * The tables that a player needs first. They are numbered anew, so that copies may be put in between without a gap that
 * players and checkers would take for loss.
 */
export class Tables {
  private readonly last = new Map<number, Buffer>();
  private readonly counters = new Map<number, number>();
  private programmes: readonly number[] = [];

  /** Whether the first tables have come. */
  get complete(): boolean {
    return this.last.has(PAT) && this.programmes.every((pid) => this.last.has(pid));
  }

  /** Whether there are pictures; otherwise every frame can be decoded by itself. */
  get pictures(): boolean {
    return this.programmes.some((pid) => hasPictures(this.last.get(pid) ?? Buffer.alloc(PACKET)));
  }

  /** The packet as it is to be sent, when it is one of a table; undefined otherwise. */
  take(packet: Buffer): Buffer | undefined {
    const pid = pidOf(packet);
    if (pid === PAT) this.programmes = programmeTables(packet);
    else if (pid !== SDT && !this.programmes.includes(pid)) return undefined;
    this.last.set(pid, packet);
    return this.numbered(pid, packet);
  }

  /** Copies of all tables, in the order a player needs them. */
  copies(): Buffer[] {
    const order = [PAT, ...this.programmes, SDT];
    return order.flatMap((pid) => {
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
