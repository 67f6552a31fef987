import { AAC } from './aac';
import { FlacReader } from './flac';
import { Unreadable, type FormatReader, type FormatSink } from './format';
import { FrameReader, type Framing } from './frames';
import { MatroskaReader } from './matroska';
import { TransportReader } from './mpegts';
import { PACKET, SYNC } from './mpegts-packets';
import { MP3 } from './mp3';
import { OggReader } from './ogg';

/** A format that can be taken. */
interface Format {
  /** For people. */
  readonly name: string;
  /** Content types by which clients call it; the first is the usual one. */
  readonly types: readonly string[];
  reader(sink: FormatSink): FormatReader;
}

const FORMATS = {
  ogg: {
    name: 'Ogg',
    types: ['application/ogg', 'audio/ogg', 'video/ogg', 'audio/opus', 'application/x-ogg', 'audio/x-ogg'],
    reader: (sink) => new OggReader(sink),
  },
  matroska: {
    name: 'WebM or Matroska',
    types: ['video/webm', 'audio/webm', 'video/x-matroska', 'audio/x-matroska', 'application/x-matroska'],
    reader: (sink) => new MatroskaReader(sink),
  },
  mp3: {
    name: 'MP3',
    types: ['audio/mpeg', 'audio/mp3', 'audio/x-mpeg', 'audio/mpeg3'],
    reader: (sink) => new FrameReader(MP3, sink),
  },
  aac: {
    name: 'AAC (ADTS)',
    types: ['audio/aac', 'audio/aacp', 'audio/x-aac', 'audio/x-hx-aac-adts'],
    reader: (sink) => new FrameReader(AAC, sink),
  },
  flac: {
    name: 'FLAC',
    types: ['audio/flac', 'audio/x-flac'],
    reader: (sink) => new FlacReader(sink),
  },
  mpegts: {
    name: 'MPEG-TS',
    types: ['video/mp2t', 'video/mpegts', 'video/x-mpegts'],
    reader: (sink) => new TransportReader(sink),
  },
} as const satisfies Readonly<Record<string, Format>>;

type Kind = keyof typeof FORMATS;

/** Types of clients that say nothing by them. */
const VAGUE = ['application/octet-stream', 'application/x-www-form-urlencoded', 'binary/octet-stream'];
/** Bytes within which a stream has to show what it is. */
const MAX_START = 64 * 1024;

/** The usual content type of every format, for who sends another one. */
export const SUPPORTED: readonly string[] = Object.values(FORMATS).flatMap(({ types }) => types.slice(0, 4));

/** Whether a content type is that of a format that can be taken, or none at all. */
export function isSupported(contentType: string): boolean {
  const type = bareType(contentType);
  return type === '' || VAGUE.includes(type) || kindByType(type) !== undefined;
}

function bareType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function kindByType(type: string): Kind | undefined {
  return (Object.keys(FORMATS) as Kind[]).find((kind) =>
    (FORMATS[kind].types as readonly string[]).includes(type),
  );
}

/** Reads a stream of any format, which its first bytes tell; some clients announce another one than they send. */
export class AnyReader implements FormatReader {
  private reader: FormatReader | undefined;
  private start: Buffer[] = [];
  private size = 0;

  /** @param contentType - as the client says. */
  constructor(
    private readonly contentType: string,
    private readonly sink: FormatSink,
  ) {}

  push(data: Buffer): void {
    if (this.reader) {
      this.reader.push(data);
      return;
    }
    this.start.push(data);
    this.size += data.length;
    const start = Buffer.concat(this.start, this.size);
    const kind = kindOf(start, bareType(this.contentType));
    if (kind === undefined) {
      if (this.size >= MAX_START) throw new Unreadable(`is none of ${names()}`);
      return;
    }
    this.start = [];
    this.reader = FORMATS[kind].reader(this.sink);
    this.reader.push(start);
  }
}

function names(): string {
  return Object.values(FORMATS)
    .map(({ name }) => name)
    .join(', ');
}

/** The format of a stream by its first bytes; undefined while they do not tell. */
function kindOf(start: Buffer, type: string): Kind | undefined {
  const word = start.toString('latin1', 0, 4);
  if (word === 'OggS') return 'ogg';
  if (word === 'fLaC') return 'flac';
  if (word === '\x1a\x45\xdf\xa3') return 'matroska';
  if (word.startsWith('ID3')) return kindByType(type) === 'aac' ? 'aac' : 'mp3';
  if (start[0] === SYNC && start[PACKET] === SYNC) return 'mpegts';
  const end = start.length - AAC.head;
  for (let at = start.indexOf(0xff); at >= 0 && at < end; at = start.indexOf(0xff, at + 1)) {
    if (hasTwo(AAC, start, at)) return 'aac';
    if (hasTwo(MP3, start, at)) return 'mp3';
  }
  return undefined;
}

/** Whether there are two frames of the same form, one behind the other. */
function hasTwo(framing: Framing, bytes: Buffer, at: number): boolean {
  const frame = framing.frame(bytes, at);
  const next = frame && at + frame.size;
  if (next === undefined || next + framing.head > bytes.length) return false;
  return framing.frame(bytes, next)?.caps === frame?.caps;
}
