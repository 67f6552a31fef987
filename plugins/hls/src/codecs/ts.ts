import { readH264 } from './h264';
import { readH265 } from './h265';
import { mediaOf, orWhenCutOff, type Media, type Track } from './media';

const PACKET = 188;
/** Most bytes of a stream that are looked at: settings stand at its beginning. */
const MOST = 128 * 1024;

/** What a segment of a transport stream, which begins with its tables, says of the streams in it. */
export function readTs(segment: Buffer): Media {
  return orWhenCutOff(() => readTables(segment), mediaOf([]));
}

function readTables(segment: Buffer): Media {
  const [programme] = payloads(segment, 0);
  const table = programme && section(programme);
  if (!table || table.length < 4) return mediaOf([]);
  const [map] = payloads(segment, table.readUInt16BE(2) & 0x1fff);
  const body = map && section(map);
  if (!body || body.length < 4) return mediaOf([]);
  const tracks: Track[] = [];
  for (let at = 4 + (body.readUInt16BE(2) & 0xfff); at + 5 <= body.length;) {
    const length = body.readUInt16BE(at + 3) & 0xfff;
    const described = body.subarray(at + 5, at + 5 + length);
    tracks.push(track(segment, body.readUInt8(at), body.readUInt16BE(at + 1) & 0x1fff, described));
    at += 5 + length;
  }
  return mediaOf(tracks);
}

function track(segment: Buffer, kind: number, pid: number, described: Buffer): Track {
  const unknown: Track = { codec: undefined };
  if (kind === 0x1b)
    return orWhenCutOff(() => settings(segment, pid, (type) => (type & 0x1f) === 7, readH264), unknown);
  if (kind === 0x24)
    return orWhenCutOff(
      () => settings(segment, pid, (type) => ((type >> 1) & 0x3f) === 33, readH265),
      unknown,
    );
  if (kind === 0x0f)
    return orWhenCutOff(
      () => ({ codec: adts(Buffer.concat([...payloads(segment, pid)].slice(0, 4))) }),
      unknown,
    );
  if (kind === 0x06) return { codec: described.includes('Opus', 0, 'latin1') ? 'Opus' : undefined };
  return { codec: SOUNDS.get(kind) };
}

const SOUNDS: ReadonlyMap<number, string> = new Map([
  [0x03, 'mp4a.40.34'],
  [0x04, 'mp4a.40.34'],
  [0x11, 'mp4a.40.2'],
  [0x81, 'ac-3'],
  [0x87, 'ec-3'],
]);

/** Reads the first unit of settings in a stream of pictures. */
function settings(
  segment: Buffer,
  pid: number,
  wanted: (type: number) => boolean,
  read: (unit: Buffer) => Track,
): Track {
  const pieces: Buffer[] = [];
  let size = 0;
  for (const payload of payloads(segment, pid)) {
    pieces.push(payload);
    size += payload.length;
    if (size > MOST) break;
  }
  const stream = Buffer.concat(pieces);
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) {
    const type = stream[at + 3];
    if (type !== undefined && type < 0x80 && wanted(type)) {
      const end = stream.indexOf('000001', at + 3, 'hex');
      return read(stream.subarray(at + 3, end < 0 ? undefined : end));
    }
  }
  return { codec: undefined };
}

/** The codec of AAC in its own frames. */
function adts(stream: Buffer): string | undefined {
  const start = stream.indexOf(0xff, 9 + stream.readUInt8(8));
  if (start < 0 || (stream.readUInt8(start + 1) & 0xf6) !== 0xf0) return undefined;
  return `mp4a.40.${String((stream.readUInt8(start + 2) >> 6) + 1)}`;
}

/** What the packets of one stream carry, from the first beginning of a frame or table on. */
function* payloads(segment: Buffer, pid: number): Generator<Buffer> {
  let begun = false;
  for (let at = 0; at + PACKET <= segment.length; at += PACKET) {
    if ((segment.readUInt16BE(at + 1) & 0x1fff) !== pid) continue;
    const flags = segment.readUInt8(at + 3);
    const start = at + 4 + (flags & 0x20 ? 1 + segment.readUInt8(at + 4) : 0);
    begun ||= (segment.readUInt8(at + 1) & 0x40) !== 0;
    if (begun && flags & 0x10 && start < at + PACKET) yield segment.subarray(start, at + PACKET);
  }
}

/** What a table says after its version and numbers, without its checksum. */
function section(payload: Buffer): Buffer {
  const start = 1 + payload.readUInt8(0);
  if (start + 8 > payload.length) return Buffer.alloc(0);
  const end = start + 3 + (payload.readUInt16BE(start + 1) & 0xfff) - 4;
  return payload.subarray(start + 8, Math.min(end, payload.length));
}
