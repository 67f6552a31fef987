/** What the checker has to know of a codec inside Ogg. */
export interface OggCodec {
  readonly name: string;
  /** Packets before the first one with media. */
  readonly headers: number;
  /** Whether a header packet is the one that belongs at this place, from 0. */
  isHeader(packet: Buffer, index: number): boolean;
  /** Whether decoding can begin with this packet; absent when it can with any. */
  isKeyframe?(packet: Buffer): boolean;
}

/** A packet type byte, then the name of the codec: `\x80theora`, `\x01vorbis`. */
function numbered(name: string, types: readonly number[]): OggCodec['isHeader'] {
  return (packet, index) =>
    packet[0] === types[index] && packet.toString('latin1', 1, 1 + name.length) === name;
}

const THEORA: OggCodec = {
  name: 'theora',
  headers: 3,
  isHeader: numbered('theora', [0x80, 0x81, 0x82]),
  isKeyframe: (packet) => packet.length > 0 && ((packet[0] ?? 0xff) & 0xc0) === 0,
};
const VORBIS: OggCodec = { name: 'vorbis', headers: 3, isHeader: numbered('vorbis', [1, 3, 5]) };
const OPUS: OggCodec = {
  name: 'opus',
  headers: 2,
  isHeader: (packet, index) => packet.toString('latin1', 0, 8) === (index === 0 ? 'OpusHead' : 'OpusTags'),
};
const SPEEX: OggCodec = {
  name: 'speex',
  headers: 2,
  isHeader: (packet, index) => index > 0 || packet.toString('latin1', 0, 8) === 'Speex   ',
};
const SKELETON: OggCodec = { name: 'skeleton', headers: 1, isHeader: () => true };

/** The codec that a first packet announces; `undefined` when it is none that is known. */
export function oggCodec(packet: Buffer): OggCodec | undefined {
  const known = [THEORA, VORBIS, OPUS, SPEEX].find((codec) => codec.isHeader(packet, 0));
  if (known) return known;
  if (packet.toString('latin1', 0, 8) === 'fishead\0') return SKELETON;
  if (packet[0] === 0x7f && packet.toString('latin1', 1, 5) === 'FLAC' && packet.length >= 9)
    return flac(packet);
  return undefined;
}

/** FLAC says how many header packets follow; 0 means that it does not know, but one always does. */
function flac(packet: Buffer): OggCodec {
  const following = Math.max(1, packet.readUInt16BE(7));
  return {
    name: 'flac',
    headers: 1 + following,
    isHeader: (other, index) => index === 0 || other[0] !== 0xff,
  };
}
