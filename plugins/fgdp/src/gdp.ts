/** Bytes of a packet's header. */
const HEADER = 62;
/** Most bytes of a packet's payload: a picture of 8K. */
const MAX_PAYLOAD = 256 * 1024 * 1024;
const NONE = 0xffff_ffff_ffff_ffffn;

/** What a GDP packet carries. */
export type Packet =
  | { readonly kind: 'caps'; readonly text: string }
  | {
      readonly kind: 'buffer';
      readonly data: Buffer;
      readonly pts: bigint | undefined;
      readonly duration: bigint | undefined;
      readonly offsetEnd: bigint | undefined;
      readonly delta: boolean;
      readonly header: boolean;
      readonly discont: boolean;
    };

/** Cuts a stream of bytes into GDP packets; one for each connection. */
export class GdpReader {
  private parts: Buffer[] = [];
  private length = 0;

  /**
   * Takes bytes and answers the packets that are whole now; events are left out.
   * @throws Error when the bytes are no GDP 1.0.
   */
  read(chunk: Buffer): readonly Packet[] {
    this.parts.push(chunk);
    this.length += chunk.length;
    const packets: Packet[] = [];
    for (let size = this.whole(); size !== undefined; size = this.whole()) {
      const bytes = this.joined();
      const packet = parse(bytes.subarray(0, size));
      if (packet) packets.push(packet);
      this.parts = [bytes.subarray(size)];
      this.length -= size;
    }
    return packets;
  }

  /** Bytes of the first packet, once all of it is here. */
  private whole(): number | undefined {
    if (this.length < HEADER) return undefined;
    if ((this.parts[0]?.length ?? 0) < HEADER) this.parts = [this.joined()];
    const [head] = this.parts;
    if (!head) return undefined;
    const [major, minor, payload] = [head.readUInt8(0), head.readUInt8(1), head.readUInt32BE(6)];
    if (major !== 1 || minor !== 0)
      throw new Error(`it sends no GDP 1.0 but ${String(major)}.${String(minor)}`);
    if (payload > MAX_PAYLOAD) throw new Error(`it sends a packet of ${String(payload)} bytes`);
    return this.length >= HEADER + payload ? HEADER + payload : undefined;
  }

  private joined(): Buffer {
    const [first] = this.parts;
    return this.parts.length === 1 && first ? first : Buffer.concat(this.parts);
  }
}

function parse(bytes: Buffer): Packet | undefined {
  const payload = bytes.subarray(HEADER);
  const type = bytes.readUInt16BE(4);
  if (type === 2) return { kind: 'caps', text: payload.toString('utf8').replace(/\0+$/, '') };
  if (type !== 1) return undefined;
  const flags = bytes.readUInt16BE(42);
  return {
    kind: 'buffer',
    data: payload,
    pts: known(bytes.readBigUInt64BE(10)),
    duration: known(bytes.readBigUInt64BE(18)),
    offsetEnd: known(bytes.readBigUInt64BE(34)),
    delta: (flags & 0x2000) !== 0,
    header: (flags & 0x400) !== 0,
    discont: (flags & 0x40) !== 0,
  };
}

function known(value: bigint): bigint | undefined {
  return value === NONE ? undefined : value;
}
