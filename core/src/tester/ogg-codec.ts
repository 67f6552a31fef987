/** What the checker has to know of a codec inside Ogg. */
export interface OggCodec {
  readonly name: string;
  /** Whether a header packet is the one that belongs at this place, from 0. */
  isHeader(packet: Buffer, index: number): boolean;
  /** Whether media follows this header packet. */
  isLastHeader(packet: Buffer, index: number): boolean;
  /** Whether decoding can begin with this packet; absent when it can with any. */
  isKeyframe?(packet: Buffer): boolean;
}

/** A packet type byte, then the name of the codec: `\x80theora`, `\x01vorbis`. */
function numbered(name: string, types: readonly number[]): OggCodec['isHeader'] {
  return (packet, index) =>
    packet[0] === types[index] && packet.toString('latin1', 1, 1 + name.length) === name;
}

function lastOf(count: number): OggCodec['isLastHeader'] {
  return (_, index) => index === count - 1;
}

const THEORA: OggCodec = {
  name: 'theora',
  isLastHeader: lastOf(3),
  isHeader: numbered('theora', [0x80, 0x81, 0x82]),
  isKeyframe: (packet) => packet.length > 0 && ((packet[0] ?? 0xff) & 0xc0) === 0,
};
const VORBIS: OggCodec = { name: 'vorbis', isLastHeader: lastOf(3), isHeader: numbered('vorbis', [1, 3, 5]) };
const OPUS: OggCodec = {
  name: 'opus',
  isLastHeader: lastOf(2),
  isHeader: (packet, index) => packet.toString('latin1', 0, 8) === (index === 0 ? 'OpusHead' : 'OpusTags'),
};
const SPEEX: OggCodec = {
  name: 'speex',
  isLastHeader: lastOf(2),
  isHeader: (packet, index) => index > 0 || packet.toString('latin1', 0, 8) === 'Speex   ',
};
/** FLAC says how many headers there are, but muxers say it wrong; the last one has a mark. */
const FLAC: OggCodec = {
  name: 'flac',
  isHeader: (packet, index) =>
    index === 0 ? packet.toString('latin1', 0, 5) === '\x7fFLAC' : packet[0] !== 0xff,
  isLastHeader: (packet, index) => ((packet[index === 0 ? 13 : 0] ?? 0) & 0x80) !== 0,
};
const SKELETON: OggCodec = { name: 'skeleton', isLastHeader: lastOf(1), isHeader: () => true };

/** The codec that a first packet announces; `undefined` when it is none that is known. */
export function oggCodec(packet: Buffer): OggCodec | undefined {
  const known = [THEORA, VORBIS, OPUS, SPEEX, FLAC].find((codec) => codec.isHeader(packet, 0));
  if (known) return known;
  if (packet.toString('latin1', 0, 8) === 'fishead\0') return SKELETON;
  return undefined;
}
