import { boxes, inside } from './boxes';
import { h265Codec } from './h265';
import { hex, mediaOf, orWhenCutOff, type Media, type Track } from './media';

/** Bytes of a description of pictures before the boxes in it. */
const PICTURE_HEAD = 78;
/** Bytes of a description of sound before the boxes in it. */
const SOUND_HEAD = 28;

/** What the header of a fragmented MP4 stream says of its tracks. */
export function readMp4(header: Buffer): Media {
  const tables = inside(header, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd');
  return mediaOf(tables.map(readTable));
}

function readTable(table: Buffer): Track {
  if (table.length < 16) return { codec: undefined };
  const type = table.toString('latin1', 12, 16);
  const entry = table.subarray(16, 8 + table.readUInt32BE(8));
  return orWhenCutOff<Track>(
    () => {
      const codec = PICTURES[type]?.(type, entry);
      if (codec === undefined) return { codec: SOUNDS[type]?.(type, entry) };
      return { codec, size: { width: entry.readUInt16BE(24), height: entry.readUInt16BE(26) } };
    },
    { codec: undefined },
  );
}

type Reader = (type: string, entry: Buffer) => string | undefined;

const config = (entry: Buffer, head: number, type: string): Buffer =>
  boxes(entry.subarray(head), type)[0] ?? Buffer.alloc(0);

const avc: Reader = (type, entry) => {
  const record = config(entry, PICTURE_HEAD, 'avcC');
  record.readUInt32BE(0);
  return `${type}.${hex(record.subarray(1, 4))}`;
};

const hevc: Reader = (type, entry) => h265Codec(type, config(entry, PICTURE_HEAD, 'hvcC').subarray(1, 13));

const two = (value: number): string => String(value).padStart(2, '0');

const vp9: Reader = (type, entry) => {
  const record = config(entry, PICTURE_HEAD, 'vpcC').subarray(4);
  return [type, two(record.readUInt8(0)), two(record.readUInt8(1)), two(record.readUInt8(2) >> 4)].join('.');
};

const av1: Reader = (type, entry) => {
  const [profile, form] = [1, 2].map((at) => config(entry, PICTURE_HEAD, 'av1C').readUInt8(at)) as [
    number,
    number,
  ];
  const depth = form & 0x40 ? (form & 0x20 ? 12 : 10) : 8;
  return `${type}.${String(profile >> 5)}.${two(profile & 0x1f)}${form & 0x80 ? 'H' : 'M'}.${two(depth)}`;
};

const mpeg4Sound: Reader = (_, entry) => {
  const described = config(entry, SOUND_HEAD, 'esds').subarray(4);
  const decoder = descriptor(descriptor(described, 0x03).subarray(3), 0x04);
  const kind = decoder.readUInt8(0);
  if (kind !== 0x40) return `mp4a.${hex(decoder.subarray(0, 1))}`;
  const first = descriptor(decoder.subarray(13), 0x05).readUInt8(0);
  return `mp4a.40.${String(first >> 3)}`;
};

/** The content of a descriptor of MPEG-4 at the beginning of some bytes. */
function descriptor(bytes: Buffer, tag: number): Buffer {
  if (bytes.readUInt8(0) !== tag) throw new RangeError(`no descriptor ${String(tag)}`);
  let at = 1;
  while (bytes.readUInt8(at) & 0x80) at++;
  return bytes.subarray(at + 1);
}

const PICTURES: Readonly<Partial<Record<string, Reader>>> = {
  avc1: avc,
  avc3: avc,
  hvc1: hevc,
  hev1: hevc,
  vp09: vp9,
  av01: av1,
};

const SOUNDS: Readonly<Partial<Record<string, Reader>>> = {
  mp4a: mpeg4Sound,
  '.mp3': () => 'mp4a.40.34',
  Opus: (type) => type,
  fLaC: (type) => type,
  alac: (type) => type,
  'ac-3': (type) => type,
  'ec-3': (type) => type,
};
