/** What the types of streams in a PMT mean (ISO/IEC 13818-1, table 2-34, and what others have registered). */
const TYPES: Readonly<Record<number, string>> = {
  0x01: 'mpeg1video',
  0x02: 'mpeg2video',
  0x03: 'mp3',
  0x04: 'mp3',
  0x0f: 'aac',
  0x10: 'mpeg4',
  0x11: 'aac',
  0x15: 'metadata',
  0x1b: 'h264',
  0x21: 'jpeg2000',
  0x24: 'h265',
  0x33: 'h266',
  0x81: 'ac3',
  0x86: 'scte35',
  0x87: 'eac3',
};
/** Private data, whose descriptors say what it is. */
const PRIVATE = 0x06;
/** Names of private streams by their registration, and by descriptors of DVB. */
const REGISTERED: Readonly<Record<string, string>> = {
  'AC-3': 'ac3',
  AV01: 'av1',
  EAC3: 'eac3',
  HEVC: 'h265',
  KLVA: 'metadata',
  Opus: 'opus',
  VP09: 'vp9',
};
const DESCRIBED: Readonly<Record<number, string>> = {
  0x59: 'subtitles',
  0x56: 'teletext',
  0x6a: 'ac3',
  0x7a: 'eac3',
};
const REGISTRATION = 0x05;
/** Bytes of a section before its length ends, and of the checksum behind it. */
const HEAD = 3;
const CHECKSUM = 4;
/** Most bytes of a section (ISO/IEC 13818-1, 2.4.4). */
const MOST = 1024;

/** Reads the tables of an MPEG transport stream: which programmes there are (PAT), and which streams they have (PMT). */
export class TsTables {
  /** Names of the codecs of each stream, by its number. */
  readonly streams = new Map<number, string>();
  /** Whether the PAT has come. */
  known = false;
  /** Numbers of the streams that the PMTs come in. */
  private programmes: number[] = [];
  private readonly sections = new Map<number, Buffer>();

  /** Whether a stream carries tables. */
  has(pid: number): boolean {
    return pid === 0 || this.programmes.includes(pid);
  }

  /**
   * Takes the payload of a packet of a stream that carries tables.
   * @param begins - whether a section begins in it, where its first byte says.
   */
  push(pid: number, payload: Buffer, begins: boolean): void {
    const from = begins ? 1 + (payload[0] ?? 0) : 0;
    const before = begins ? undefined : this.sections.get(pid);
    if (!begins && !before) return;
    const section = Buffer.concat([before ?? Buffer.alloc(0), payload.subarray(from)]);
    const length = section.length < HEAD ? MOST : HEAD + (section.readUInt16BE(1) & 0x0fff);
    if (length > MOST || section.length >= length) this.sections.delete(pid);
    else this.sections.set(pid, section);
    if (length > MOST || section.length < length) return;
    const body = section.subarray(0, length - CHECKSUM);
    if (pid === 0 && section[0] === 0) this.readPat(body);
    else if (section[0] === 2) this.readPmt(body);
  }

  private readPat(body: Buffer): void {
    this.known = true;
    this.programmes = [];
    for (let at = 8; at + 4 <= body.length; at += 4)
      if (body.readUInt16BE(at) !== 0) this.programmes.push(body.readUInt16BE(at + 2) & 0x1fff);
  }

  private readPmt(body: Buffer): void {
    if (body.length < 12) return;
    for (let at = 12 + (body.readUInt16BE(10) & 0x0fff); at + 5 <= body.length;) {
      const end = at + 5 + (body.readUInt16BE(at + 3) & 0x0fff);
      this.streams.set(
        body.readUInt16BE(at + 1) & 0x1fff,
        nameOf(body.readUInt8(at), body.subarray(at + 5, end)),
      );
      at = end;
    }
  }
}

function nameOf(type: number, descriptors: Buffer): string {
  if (type !== PRIVATE) return TYPES[type] ?? `type ${type}`;
  let found: string | undefined;
  for (let at = 0; at + 2 <= descriptors.length; at += 2 + descriptors.readUInt8(at + 1)) {
    const tag = descriptors.readUInt8(at);
    found ??=
      tag === REGISTRATION ? REGISTERED[descriptors.toString('latin1', at + 2, at + 6)] : DESCRIBED[tag];
  }
  return found ?? 'private data';
}
