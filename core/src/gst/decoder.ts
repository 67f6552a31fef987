import type { DecodedKind, DecodedMedia, DecoderLook, DecoderSpec, PipelineError } from '../plugin';
import { worst } from './media-problem';
import type {
  GstBin,
  GstElement,
  GstElementFactory,
  GstEvent,
  GstNamespace,
  GstPad,
  GstPipeline,
  GstStructure,
} from './node-gtk';
import { textOf } from './text';

/** Errors kept of one stream. */
const MAX_ERRORS = 10;
/** What an `identity` says of a buffer. */
const PASSED = /^chain .*\bpts: (\d+):(\d\d):(\d\d)\.(\d{9})/;

/** One kind of media in the bin. */
interface Way {
  readonly input: GstPad;
  readonly own: GstElement;
  readonly first: GstElement;
  /** Its caps are those of the decoded media. */
  readonly decoded: GstPad;
  readonly hold: GstElement;
  readonly moved: GstPad;
  readonly gate: GstElement;
  readonly entry: GstPad;
  readonly left: GstElement;
}

/** A bin of `decoderText`, whose state is changed apart from the pipeline's. */
export class BinDecoder {
  private errors: PipelineError[] = [];
  private begun = false;
  /** Kinds whose media go on. */
  private readonly released = new Set<DecodedKind>();
  private readonly ways: ReadonlyMap<DecodedKind, Way>;
  private readonly source: GstElement;
  private readonly ranks = new Map<GstElementFactory, number>();
  private readonly plain: readonly GstEvent[];

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly spec: DecoderSpec,
    private readonly bin: GstBin,
    named: (name: string) => GstElement,
  ) {
    this.source = named(`${spec.name}-source`);
    this.ways = new Map(spec.kinds.map((kind) => [kind, wayOf(`${spec.name}-${kind}`, named)]));
    this.plain = [gst.Event.newStreamStart(spec.name), emptyCollection(gst)];
    bin.setLockedState(true);
    for (const { hold } of this.ways.values()) hold.setLockedState(true);
    // Never linked: they keep the end of one stream from going further.
    for (const kind of spec.kinds) named(`${spec.name}-${kind}`).requestPadSimple('sink_%u');
    for (const name of spec.without ?? []) {
      const factory = gst.ElementFactory.find(name);
      if (!factory) continue;
      this.ranks.set(factory, factory.getRank());
      factory.setRank(0);
    }
  }

  get playing(): boolean {
    return this.pipeline.getState(0n)[1] === this.gst.State.PLAYING;
  }

  /** Begins to read from a descriptor. */
  begin(fd: number): void {
    const { gst, bin } = this;
    this.end();
    this.begun = true;
    this.source['fd'] = fd;
    for (const { hold, moved, gate } of this.ways.values()) {
      moved.setOffset(0n);
      gate['drop'] = true;
      hold.setState(gst.State.PAUSED);
    }
    bin.setBaseTime(this.pipeline.getBaseTime());
    bin.setStartTime(gst.CLOCK_TIME_NONE);
    bin.setState(gst.State.PLAYING);
  }

  move(offset: bigint): void {
    for (const { moved } of this.ways.values()) moved.setOffset(offset);
  }

  release(kind: DecodedKind): void {
    const way = this.ways.get(kind);
    if (!this.begun || !way) return;
    this.mend(way);
    this.released.add(kind);
    way.gate['drop'] = false;
    way.hold.setState(this.gst.State.PLAYING);
  }

  /**
   * Takes objects of this process out of what pads have kept of the stream, as a demuxer of MPEG-TS puts them there, once more
   * whenever it knows more of its programs: `gdpdepay` cannot read them in another process and gives up.
   */
  private mend({ moved, entry }: Way): void {
    // The pad whose times were moved tells everything once more, so it is mended as well as the gate.
    for (const pad of [moved, entry]) {
      for (const event of this.plain) {
        const kept = pad.getStickyEvent(event.type, 0);
        if (kept !== null && kept.getSeqnum() !== event.getSeqnum()) pad.storeStickyEvent(event);
      }
    }
  }

  /** Stops it at once; nothing inside waits for anything but the clock, which the change of state ends. */
  end(): void {
    this.errors = [];
    if (!this.begun) return;
    this.begun = false;
    this.released.clear();
    for (const { hold } of this.ways.values()) hold.setState(this.gst.State.NULL);
    this.bin.setState(this.gst.State.NULL);
  }

  /** Ends it for good. */
  close(): void {
    this.end();
    for (const [factory, rank] of this.ranks) factory.setRank(rank);
    this.ranks.clear();
  }

  look(): DecoderLook {
    for (const kind of this.released) this.mend(this.ways.get(kind) as Way);
    return { failure: worst(this.errors), video: this.media('video'), audio: this.media('audio') };
  }

  /** Takes an error of an element of the bin. @returns whether it was one. */
  claims(error: PipelineError): boolean {
    if (!this.has(error.source)) return false;
    // A bin that is being stopped complains that nobody takes its media.
    if (this.begun && this.errors.length < MAX_ERRORS) this.errors.push(error);
    return true;
  }

  /** Whether an element is in the bin. */
  has(element: string): boolean {
    return element === this.bin.name || this.bin.getByName(element) !== null;
  }

  private media(kind: DecodedKind): DecodedMedia | undefined {
    const way = this.ways.get(kind);
    if (!way) return undefined;
    const caps = way.decoded.getCurrentCaps();
    return {
      present: way.input.isLinked(),
      caps: caps ? textOf('GstCaps', caps) : undefined,
      first: passed(way.first),
      own: passed(way.own),
      last: passed(way.left),
    };
  }
}

let collection: { readonly structure: GstStructure; readonly event: GstEvent } | undefined;

/** Made once and kept with its structure: the binding does not say which of the two frees that. */
function emptyCollection({ Event, EventType, Structure }: GstNamespace): GstEvent {
  if (!collection) {
    const structure = Structure.newEmpty('stream-collection');
    collection = { structure, event: Event.newCustom(EventType.STREAM_COLLECTION, structure) };
  }
  return collection.event;
}

function wayOf(own: string, named: (name: string) => GstElement): Way {
  const pad = (element: string, name: string): GstPad => {
    const found = named(element).getStaticPad(name);
    if (!found) throw new Error(`${element} has no pad ${name}`);
    return found;
  };
  return {
    input: pad(`${own}-in`, 'sink'),
    own: named(`${own}-own`),
    first: named(`${own}-first`),
    decoded: pad(`${own}-first`, 'src'),
    hold: named(`${own}-hold`),
    moved: pad(`${own}-moved`, 'src'),
    gate: named(`${own}-gate`),
    entry: pad(`${own}-gate`, 'sink'),
    left: named(`${own}-left`),
  };
}

/** Time of the last buffer that passed an identity, in nanoseconds. */
function passed(identity: GstElement): bigint | undefined {
  const said = identity['lastMessage'];
  const parts = typeof said === 'string' ? PASSED.exec(said) : null;
  if (!parts) return undefined;
  const [hours, minutes, seconds, fraction] = parts.slice(1).map(Number) as [number, number, number, number];
  return BigInt((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000n + BigInt(fraction);
}
