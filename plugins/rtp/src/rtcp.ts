const VERSION = 2;
const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const DESCRIPTION = 202;
const BLOCK = 24;
/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_EPOCH = 2_208_988_800;

/** What a receiver says of one sender's packets, as RFC 3550 has it. */
export interface ReceptionBlock {
  /** The sender that is spoken of. */
  readonly ssrc: number;
  /** Share of packets lost since the last report, 0 to 1. */
  readonly fractionLost: number;
  /** Packets lost altogether. */
  readonly lost: number;
  /** Highest sequence number that came, with the times it began anew. */
  readonly highest: number;
  /** In ticks of the RTP time. */
  readonly jitter: number;
  /** Middle of the time in the last sender's report; 0 when there was none. */
  readonly lastReport: number;
  /** 1/65536 s since that report came. */
  readonly sinceReport: number;
}

/** One report of RTCP. */
export interface Report {
  /** Who reports. */
  readonly from: number;
  /** Whether it sends media itself. */
  readonly sender: boolean;
  /** Middle of the time of a sender's report, for `lastReport`. */
  readonly time?: number;
  readonly blocks: readonly ReceptionBlock[];
}

/** A time in milliseconds since 1970 as NTP has it: whole seconds and 2^-32 of one. */
function ntp(time: number): readonly [number, number] {
  const whole = Math.floor(time / 1000);
  return [(whole + NTP_EPOCH) % 2 ** 32, Math.floor(((time / 1000) % 1) * 2 ** 32)];
}

/** The middle 32 bits of a time, by which reports speak of one another. */
export function middleOf(time: number): number {
  const [seconds, fraction] = ntp(time);
  return (seconds % 65_536) * 65_536 + Math.floor(fraction / 65_536);
}

/** What a sender reports of itself. */
export interface Sender {
  readonly ssrc: number;
  /** Milliseconds since 1970, now. */
  readonly time: number;
  /** RTP time now. */
  readonly rtpTime: number;
  readonly packets: number;
  /** Bytes of payload. */
  readonly octets: number;
}

/** A sender's report with its name. */
export function senderReport(sender: Sender, name: string): Buffer {
  const report = head(SENDER_REPORT, 0, 28);
  const [seconds, fraction] = ntp(sender.time);
  const words = [sender.ssrc, seconds, fraction, sender.rtpTime, sender.packets, sender.octets];
  for (const [at, word] of words.entries()) report.writeUInt32BE(word % 2 ** 32, 4 + 4 * at);
  return Buffer.concat([report, description(sender.ssrc, name)]);
}

/** A receiver's report on one sender, with the receiver's name. */
export function receiverReport(from: number, block: ReceptionBlock, name: string): Buffer {
  const report = head(RECEIVER_REPORT, 1, 8 + BLOCK);
  report.writeUInt32BE(from, 4);
  report.writeUInt32BE(block.ssrc, 8);
  report.writeUInt8(Math.min(255, Math.floor(Math.max(0, block.fractionLost) * 256)), 12);
  report.writeIntBE(Math.max(-0x80_0000, Math.min(0x7f_ffff, block.lost)), 13, 3);
  const words = [block.highest, block.jitter, block.lastReport, block.sinceReport];
  for (const [at, word] of words.entries()) report.writeUInt32BE(Math.max(0, word) % 2 ** 32, 16 + 4 * at);
  return Buffer.concat([report, description(from, name)]);
}

/** The reports in a datagram; what is not whole, or no RTCP, is left out. */
export function readReports(datagram: Buffer): Report[] {
  const reports: Report[] = [];
  for (let at = 0; at + 8 <= datagram.length;) {
    const length = 4 * (datagram.readUInt16BE(at + 2) + 1);
    if (datagram.readUInt8(at) >> 6 !== VERSION || at + length > datagram.length) break;
    const report = readReport(datagram.subarray(at, at + length));
    if (report) reports.push(report);
    at += length;
  }
  return reports;
}

function readReport(packet: Buffer): Report | undefined {
  const kind = packet.readUInt8(1);
  if (kind !== SENDER_REPORT && kind !== RECEIVER_REPORT) return undefined;
  const sender = kind === SENDER_REPORT;
  const first = sender ? 28 : 8;
  const count = packet.readUInt8(0) & 0x1f;
  if (packet.length < first + count * BLOCK) return undefined;
  return {
    from: packet.readUInt32BE(4),
    sender,
    ...(sender ? { time: packet.readUInt16BE(10) * 65_536 + packet.readUInt16BE(12) } : {}),
    blocks: Array.from({ length: count }, (_, index) => readBlock(packet, first + index * BLOCK)),
  };
}

function readBlock(packet: Buffer, at: number): ReceptionBlock {
  return {
    ssrc: packet.readUInt32BE(at),
    fractionLost: packet.readUInt8(at + 4) / 256,
    lost: packet.readIntBE(at + 5, 3),
    highest: packet.readUInt32BE(at + 8),
    jitter: packet.readUInt32BE(at + 12),
    lastReport: packet.readUInt32BE(at + 16),
    sinceReport: packet.readUInt32BE(at + 20),
  };
}

function head(kind: number, count: number, length: number): Buffer {
  const packet = Buffer.alloc(length);
  packet.writeUInt8((VERSION << 6) | count, 0);
  packet.writeUInt8(kind, 1);
  packet.writeUInt16BE(length / 4 - 1, 2);
  return packet;
}

/** Who speaks: one canonical name. */
function description(ssrc: number, name: string): Buffer {
  const text = Buffer.from(name).subarray(0, 255);
  const length = Math.ceil((8 + 2 + text.length + 1) / 4) * 4;
  const packet = head(DESCRIPTION, 1, length);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt8(1, 8);
  packet.writeUInt8(text.length, 9);
  text.copy(packet, 10);
  return packet;
}
