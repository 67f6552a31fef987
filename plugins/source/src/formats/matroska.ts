import { Cutter } from './cutter';
import { childrenOf, ID, numberIn, readElement, type ElementHead } from './ebml';
import { MAX_HEADERS, Unreadable, type FormatReader, type FormatSink, type Piece } from './format';

/** Most bytes of a block: a raw picture is larger, a compressed one is not. */
const MAX_BLOCK = 16 * 1024 * 1024;
/** Pieces for which a cluster waits for its first picture, and their bytes. */
const MAX_WAITING = { pieces: 64, bytes: 1024 * 1024 };
/** A segment that has no end. */
const ENDLESS = Buffer.from('1853806701ffffffffffffff', 'hex');
const VIDEO = 1;
const KEY = 0x80;
/** Elements that would say what is not so of a stream that is joined while it runs. */
const LEFT_OUT: ReadonlySet<number> = new Set([ID.seekHead, ID.cues, ID.void]);

/** Reads Matroska and WebM: headers, then clusters of blocks. A new head begins another stream. */
export class MatroskaReader implements FormatReader {
  private readonly cutter = new Cutter((bytes) => this.step(bytes));
  private headers: Buffer[] = [];
  private headerBytes = 0;
  private docType = 'matroska';
  private scale = 1_000_000n;
  /** Numbers of the tracks with pictures. */
  private pictures = new Set<number>();
  private begun = false;
  private inCluster = false;
  private clusterTime = 0n;
  /** The cluster until its first picture; undefined when it is known how it begins. */
  private waiting: Piece[] | undefined;
  /** Bytes of an element that are still to be left out. */
  private skip = 0;

  constructor(private readonly sink: FormatSink) {}

  push(data: Buffer): void {
    this.cutter.push(data);
  }

  private step(bytes: Buffer): number {
    if (this.skip > 0) {
      const skipped = Math.min(this.skip, bytes.length);
      this.skip -= skipped;
      return skipped;
    }
    const element = readElement(bytes);
    if (typeof element === 'number') return element;
    if (!element || (this.headers.length === 0 && !this.begun && element.id !== ID.head))
      throw new Unreadable('has something that is no element of Matroska');
    if (element.id === ID.segment) return this.segment(element);
    if (element.id === ID.cluster) return this.cluster(bytes, element);
    return this.whole(bytes, element);
  }

  private segment({ head }: ElementHead): number {
    this.keep(ENDLESS);
    return head;
  }

  private cluster(bytes: Buffer, { head }: ElementHead): number {
    if (!this.begun) this.begin();
    this.flush();
    this.inCluster = true;
    this.waiting = [{ data: bytes.subarray(0, head), delta: false }];
    return head;
  }

  private whole(bytes: Buffer, { id, head, body }: ElementHead): number {
    if (body === undefined) throw new Unreadable('has an element without an end where there may be none');
    if (LEFT_OUT.has(id)) {
      this.skip = body;
      return head;
    }
    const size = head + body;
    if (size > (this.inCluster ? MAX_BLOCK : MAX_HEADERS))
      throw new Unreadable(
        `has an element of ${Math.floor(size / 1024)} kB, at most ${(this.inCluster ? MAX_BLOCK : MAX_HEADERS) / 1024} kB are taken`,
      );
    if (bytes.length < size) return -size;
    const data = bytes.subarray(0, size);
    if (id === ID.head) this.restart();
    if (this.begun) this.media(id, data, data.subarray(head));
    else this.header(id, data, head);
    return size;
  }

  private restart(): void {
    this.flush();
    this.begun = this.inCluster = false;
    this.headers = [];
    this.headerBytes = 0;
    this.pictures = new Set();
    this.scale = 1_000_000n;
  }

  private header(id: number, data: Buffer, head: number): void {
    const kept = Buffer.from(data);
    const body = kept.subarray(head);
    if (id === ID.head) {
      for (const child of childrenOf(body))
        if (child.id === ID.docType) this.docType = child.body.toString('latin1').replace(/\0.*/s, '');
    } else if (id === ID.info) this.readInfo(body);
    else if (id === ID.tracks) this.readTracks(body);
    this.keep(kept);
  }

  private keep(data: Buffer): void {
    this.headerBytes += data.length;
    if (this.headerBytes > MAX_HEADERS)
      throw new Unreadable(`has headers of more than ${MAX_HEADERS / 1024} kB`);
    this.headers.push(data);
  }

  private readInfo(info: Buffer): void {
    for (const { id, at, body } of childrenOf(info)) {
      if (id === ID.timeScale) this.scale = BigInt(numberIn(body) || 1_000_000);
      // A live stream has no length: what says so is made empty space of the same size.
      if (id === ID.duration && body.length <= 8) {
        info.writeUInt8(ID.void, at);
        info.writeUInt16BE(0x4000 + body.length, at + 1);
      }
    }
  }

  private readTracks(tracks: Buffer): void {
    for (const track of childrenOf(tracks)) {
      if (track.id !== ID.track) continue;
      const values = new Map([...childrenOf(track.body)].map(({ id, body }) => [id, numberIn(body)]));
      if (values.get(ID.trackType) === VIDEO) this.pictures.add(values.get(ID.trackNumber) ?? 0);
    }
  }

  private begin(): void {
    this.begun = true;
    const kind = this.pictures.size > 0 ? 'video' : 'audio';
    this.sink.begin(this.docType === 'webm' ? `${kind}/webm` : `${kind}/x-matroska`, [
      Buffer.concat(this.headers),
    ]);
    this.headers = [];
  }

  private media(id: number, data: Buffer, body: Buffer): void {
    if (id === ID.clusterTime) this.clusterTime = BigInt(numberIn(body)) * this.scale;
    const group = id === ID.blockGroup ? [...childrenOf(body)] : [];
    const block = id === ID.simpleBlock ? body : group.find((child) => child.id === ID.block)?.body;
    const place = block && placeOf(block);
    const time = place && this.clusterTime + BigInt(place.time) * this.scale;
    this.add({ data, delta: true, ...(time === undefined ? {} : { time }) });
    if (!place || !this.waiting) return;
    const picture = this.pictures.size === 0 || this.pictures.has(place.track);
    const key = id === ID.simpleBlock ? place.key : !group.some((child) => child.id === ID.reference);
    if (picture) this.flush(this.pictures.size === 0 || key);
  }

  private add(piece: Piece): void {
    const { waiting } = this;
    if (!waiting) {
      this.sink.piece(piece);
      return;
    }
    waiting.push(piece);
    const bytes = waiting.reduce((sum, { data }) => sum + data.length, 0);
    if (waiting.length >= MAX_WAITING.pieces || bytes >= MAX_WAITING.bytes) this.flush();
  }

  /** Lets the beginning of the cluster go. @param entry - whether decoding can begin there. */
  private flush(entry = false): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (!waiting) return;
    const time = waiting.find((piece) => piece.time !== undefined)?.time;
    this.sink.piece({
      data: Buffer.concat(waiting.map(({ data }) => data)),
      delta: !entry,
      ...(time === undefined ? {} : { time }),
    });
  }
}

/** Track, time within the cluster, and flag of a block. */
function placeOf(block: Buffer): { track: number; time: number; key: boolean } | undefined {
  const size = Math.clz32(block[0] ?? 0) - 23;
  if (size > 4 || block.length < size + 3) return undefined;
  const track = block.readUIntBE(0, size) & (2 ** (7 * size) - 1);
  return { track, time: block.readInt16BE(size), key: (block.readUInt8(size + 2) & KEY) !== 0 };
}
