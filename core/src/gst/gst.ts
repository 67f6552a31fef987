import type {
  Cue,
  DecodedKind,
  DecoderLook,
  DecoderSpec,
  ElementMessage,
  InputPad,
  Line,
  MediaInfo,
  PipelineElement,
  PipelineError,
  Player,
  PlayerSpec,
} from '../plugin';

/** Something the bus said since the last poll. */
export type BusEvent =
  | { readonly kind: 'error'; readonly error: PipelineError }
  | { readonly kind: 'warning'; readonly error: PipelineError }
  | { readonly kind: 'eos' }
  | { readonly kind: 'element'; readonly message: ElementMessage }
  | { readonly kind: 'latency' };

/** Figures of one client of a feeder's sink. */
export interface FeedClientStats {
  /** Bytes handed to the kernel. */
  readonly bytes: number;
  /** Bytes left out because the client was too slow. */
  readonly dropped: number;
  /** Bytes that wait to be handed to the kernel. */
  readonly behind: number;
}

/** The output side of a pipeline: hands stream bytes to socket descriptors, in C. */
export interface FeederSink {
  /** Adds a connected socket's descriptor. @throws Error when it is in already, or the pipeline is not READY or higher. */
  add(fd: number): void;
  /**
   * Offers raw pictures in shared memory to the one at the other end of a socket on this machine. The socket's descriptor only
   * names the client, and may be closed once the client was removed.
   * @param path beginning of the path of a unix socket.
   * @returns the whole path, to which the client is to connect; undefined where it is not to be had, for media of another kind too.
   */
  share(fd: number, path: string): string | undefined;
  /** Whether it carries what can be shared, as far as is known by now. */
  shares(): boolean;
  remove(fd: number): void;
  stats(fd: number): FeedClientStats | undefined;
  /**
   * Descriptors the sink has let go of since the last call (slow, error, closed, removed). Call it regularly: only here
   * connections that ended are noticed. From then on the socket may be closed, not earlier.
   */
  released(): readonly number[];
  /** Caps text of what it carries; undefined before negotiation. */
  caps(): string | undefined;
  /** Buffers that came through since start. */
  buffers(): number;
}

/** The input side of a pipeline: an eater that survives the loss of its feed. */
export interface EaterSource {
  /**
   * Puts a descriptor to read GDP from.
   * @param caps what the feeder said it carries.
   * @param memory unix socket that leads to shared memory, from which to read instead.
   */
  attach(fd: number, caps: string | undefined, memory?: string): void;
  /** Whether it can read shared memory. */
  readonly takesMemory: boolean;
  /** Takes the dead source out; the rest of the pipeline keeps its state. */
  detach(): void;
  /** Why the source no longer delivers (eos, error); undefined while it does. */
  dead(): string | undefined;
  /** Caps of what comes through; undefined before the first buffer. */
  caps(): string | undefined;
  /** Buffers that came through since start; a figure that stands still means hungry. */
  buffers(): number;
}

/** A part of a pipeline that is begun and ended apart from it. */
export interface LinePart {
  /** Starts its elements; what goes wrong is told by `failure`. @returns false when it failed at once. */
  begin(): boolean;
  /** Stops its elements, after a moment in which what is on its way comes to rest. */
  end(): void;
  /** Stops its elements at once: the pipeline ends. */
  close(): void;
  /** The first error of its elements since it was begun. */
  failure(): PipelineError | undefined;
  /** Whether its media has come to an end. */
  ended(): boolean;
  /** Buffers that passed since it was begun. */
  carried(): number;
}

/** A part of a pipeline that decodes one stream after the other. */
export interface DecoderPart {
  /** Whether the pipeline plays. */
  readonly playing: boolean;
  /** Begins to read GDP from a descriptor, which stays open until `end`. */
  begin(fd: number): void;
  look(): DecoderLook;
  /** As `Decoder.move`. */
  move(offset: bigint): void;
  /** As `Decoder.release`. */
  release(kind: DecodedKind): void;
  /** Stops reading at once. */
  end(): void;
}

/** A pipeline of one component. */
export interface Pipeline {
  element(name: string): PipelineElement | undefined;
  /** By name. @throws Error when the plan has no such feeder. */
  feeder(name: string): FeederSink;
  /** The output behind `@tap:name@`: the same bytes as a feeder's. @throws Error when the plan has no such tap. */
  tap(name: string): FeederSink;
  /** By alias. @throws Error when the plan has no such eater. */
  eater(alias: string): EaterSource;
  /** The input behind `@inlet:name@`. @throws Error when the plan has no such inlet. */
  inlet(name: string): EaterSource;
  /** Moves the state; rejects after the deadline (default 10 s) with the state it hangs in. */
  setState(state: 'null' | 'ready' | 'paused' | 'playing', deadline?: number): Promise<void>;
  /** Everything on the bus since the last call. */
  poll(): readonly BusEvent[];
  /** Follows the machine's clock, or a network time provider, with a fixed base time in nanoseconds. */
  useClock(baseTime: bigint, provider?: { host: string; port: number }): Promise<void>;
  /** Running time in nanoseconds; 0 before `useClock`. */
  now(): bigint;
  /** Its elements, their states and the media between them, as a graph in the language DOT. Values of properties are not in it. */
  graph(): string;
  /** Takes a bin out of the pipeline's changes of state; call it before the pipeline opens. */
  line(line: Line): LinePart;
  /** Lays a source on the flow's time when the pipeline plays; call it before. */
  cue(cue: Cue): void;
  /** Takes decks out of the pipeline's changes of state; call it before the pipeline opens. */
  player(spec: PlayerSpec): Player;
  /** Takes a decoder out of the pipeline's changes of state; call it before the pipeline opens. */
  decoder(spec: DecoderSpec): DecoderPart;
  /** Requests key units from an element's output at whole multiples of an interval (ms); none ends it. */
  keyUnits(element: string, interval: number | undefined): void;
  dispose(): Promise<void>;
}

/** An eater of the pipeline to build. */
export interface PipelineEater {
  readonly alias: string;
  readonly eater: string;
  /** Element whose request pad takes the feed; only for eaters that take several. */
  readonly into?: string;
  /** The decoder's settings are repeated before each keyframe. */
  readonly repeatSettings?: boolean;
  /** Text of a chain between the feed and that element. */
  readonly through?: string;
  /** What is behind cannot follow a change of the media's form: it is an error. */
  readonly steady?: boolean;
}

/** What a pipeline is built from. */
export interface PipelinePlan {
  /** Called when a feed was linked to a pad of its `into` element, before its media come. */
  readonly joined?: (alias: string, pad: InputPad) => void;
  readonly name: string;
  /** Template text with placeholders. */
  readonly text: string;
  readonly eaters: readonly PipelineEater[];
  readonly feeders: readonly string[];
  /** Eaters of raw pictures for an encoder: requests for key units that come with their feeds are handed to it. */
  readonly keyUnits?: readonly string[];
  /**
   * Caps that feeders are held to, by name; a feeder without an entry takes everything. It keeps out what a feed cannot
   * carry: memory of graphics cards, and overlays that are handed on instead of painted, which crash `gdppay`.
   */
  readonly feederCaps?: Readonly<Record<string, string>>;
  /** Taps that read from inside the pipeline. */
  readonly taps: readonly string[];
  /** Inlets that media made in Node enters by. */
  readonly inlets?: readonly string[];
  /** Declared eaters that are connected to nothing: their placeholders become sources that stay silent. */
  readonly idle?: readonly string[];
}

/** GStreamer, as the rest of the core sees it. */
export interface Gst {
  /** @throws FlumotionError naming the absent element, or GStreamer's parse error. */
  build(plan: PipelinePlan): Pipeline;
  hasElement(factory: string): boolean;
  version(): string;
  /** Looks into a media file, for up to about 20 s. @throws Error in words for people when it cannot be played. */
  probe(location: string): Promise<MediaInfo>;
}
