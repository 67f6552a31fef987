/**
 * The only door to node-gtk. Nothing is loaded before the first call, so processes without media stay small.
 * @module
 */

/** An introspected GError. */
export interface GError {
  /** Quark of the domain. */
  readonly domain: number;
  readonly code: number;
  readonly message: string;
}

/** GstStructure; for its text see `textOf`. */
export interface GstStructure {
  getName(): string;
  /** @returns whether there is such a field, and its value. */
  getUint64(field: string): [boolean, bigint];
}

/** GstCaps; for their text see `textOf`. */
export interface GstCaps {
  isEqual(other: GstCaps): boolean;
  isSubset(superset: GstCaps): boolean;
}

/** GstPad. */
export interface GstPad {
  readonly name: string;
  getCurrentCaps(): GstCaps | null;
  queryCaps(filter: GstCaps | null): GstCaps;
  getLastFlowReturn(): number;
  getPeer(): GstPad | null;
  link(sink: GstPad): number;
  unlink(sink: GstPad): boolean;
  /** Moves the times of what passes, in nanoseconds. */
  setOffset(offset: bigint): void;
  /** @returns whether it is known, and how much. */
  queryDuration(format: number): [boolean, bigint];
  pushEvent(event: GstEvent): boolean;
  sendEvent(event: GstEvent): boolean;
  isLinked(): boolean;
  getStickyEvent(type: number, index: number): GstEvent | null;
  /** Puts an event in the place of the one of its type that the pad has kept. @returns a GstFlowReturn. */
  storeStickyEvent(event: GstEvent): number;
}

/** GstElementFactory. */
export interface GstElementFactory {
  readonly name: string;
  /** Loads the plugin; null when that fails. */
  load(): unknown;
  /** How much it is preferred where any will do; 0 for not at all. */
  getRank(): number;
  setRank(rank: number): void;
}

/** GstElement. Properties are reached by their camel-case names. */
export interface GstElement {
  readonly name: string;
  setName(name: string): boolean;
  getFactory(): GstElementFactory | null;
  /** The JavaScript form of a property, under its camel-case name. */
  [property: string]: unknown;
  setState(state: number): number;
  setLockedState(locked: boolean): boolean;
  /** Waits up to `timeout` nanoseconds. @returns result, state, pending state. */
  getState(timeout: bigint): [number, number, number];
  syncStateWithParent(): boolean;
  setControlBindingDisabled(property: string, disabled: boolean): void;
  getStaticPad(name: string): GstPad | null;
  requestPadSimple(template: string): GstPad | null;
  getCompatiblePad(pad: GstPad, caps: GstCaps | null): GstPad | null;
  releaseRequestPad(pad: GstPad): void;
  emit(signal: string, ...values: unknown[]): unknown;
  addControlBinding(binding: GstControlBinding): boolean;
  removeControlBinding(binding: GstControlBinding): boolean;
  /** @returns whether it was answered. */
  query(query: GstQuery): boolean;
  /** @returns whether it is known, and how much. */
  queryPosition(format: number): [boolean, bigint];
  seek(
    rate: number,
    format: number,
    flags: number,
    startType: number,
    start: bigint,
    stopType: number,
    stop: bigint,
  ): boolean;
}

/** GstControlBinding: has a control source rule over a property. */
export interface GstControlBinding {
  readonly name: string;
}

/** GstTimedValueControlSource: values at times, in nanoseconds of stream time. */
export interface GstTimedValueControlSource {
  mode: number;
  set(time: bigint, value: number): boolean;
  unset(time: bigint): boolean;
  unsetAll(): void;
}

/** GstBin. */
export interface GstBin extends GstElement {
  getByName(name: string): GstElement | null;
  setBaseTime(time: bigint): void;
  setStartTime(time: bigint): void;
}

/** GstSegment. */
export interface GstSegment {
  /** Makes it a whole stream from time 0. */
  init(format: number): void;
  /** Time in the media that a buffer's time stands for; `CLOCK_TIME_NONE` outside the segment. */
  toStreamTime(format: number, position: bigint): bigint;
}

/** GstQuery. */
export interface GstQuery {
  /** The answer to a question for the segment: rate, format, and begin and end of it in the media's own time. */
  parseSegment(): [rate: number, format: number, start: bigint, stop: bigint];
}

/** GstEvent, as it is only passed on. */
export interface GstEvent {
  readonly type: number;
  getSeqnum(): number;
  /** Only of a segment event. */
  copySegment(segment: GstSegment): void;
}

/** GstMessage. */
export interface GstMessage {
  readonly type: number;
  readonly src: { readonly name: string } | null;
  parseError(): [GError, string];
  parseWarning(): [GError, string];
  getStructure(): GstStructure | null;
}

/** GstBus. */
export interface GstBus {
  timedPopFiltered(timeout: number, types: number): GstMessage | null;
  setFlushing(flushing: boolean): void;
}

/** GstClock. */
export interface GstClock {
  getTime(): bigint;
  isSynced(): boolean;
  waitForSync(timeout: bigint): boolean;
}

/** GstPipeline. */
export interface GstPipeline extends GstElement {
  getByName(name: string): GstElement | null;
  add(element: GstElement): boolean;
  remove(element: GstElement): boolean;
  getBus(): GstBus;
  useClock(clock: GstClock): void;
  setStartTime(time: bigint): void;
  setBaseTime(time: bigint): void;
  getBaseTime(): bigint;
  getPipelineClock(): GstClock;
  recalculateLatency(): boolean;
}

/** GstDevice. */
export interface GstDevice {
  getDisplayName(): string;
  getCaps(): GstCaps | null;
  createElement(name: string | null): GstElement | null;
}

/** GstDeviceMonitor. */
export interface GstDeviceMonitor {
  addFilter(classes: string, caps: GstCaps | null): number;
  start(): boolean;
  stop(): void;
  getDevices(): readonly GstDevice[];
}

/** The part of the Gst namespace that is used here. */
export interface GstNamespace {
  init(argv: null): void;
  versionString(): string;
  parseLaunch(text: string): GstElement;
  debugBinToDotData(bin: GstElement, details: number): string;
  utilSetObjectArg(element: GstElement, property: string, value: string): void;
  readonly Pipeline: { new (): GstPipeline };
  readonly DeviceMonitor: { new (): GstDeviceMonitor };
  readonly ElementFactory: {
    find(name: string): GstElementFactory | null;
    make(factory: string, name: string | null): GstElement | null;
  };
  readonly Segment: { new (): GstSegment };
  readonly Caps: { fromString(text: string): GstCaps | null };
  readonly SystemClock: { obtain(): GstClock };
  readonly State: {
    readonly NULL: number;
    readonly READY: number;
    readonly PAUSED: number;
    readonly PLAYING: number;
  };
  readonly DebugGraphDetails: {
    readonly MEDIA_TYPE: number;
    readonly CAPS_DETAILS: number;
    readonly STATES: number;
  };
  readonly StateChangeReturn: { readonly FAILURE: number; readonly ASYNC: number };
  readonly MessageType: {
    readonly ERROR: number;
    readonly WARNING: number;
    readonly EOS: number;
    readonly ELEMENT: number;
    readonly LATENCY: number;
    readonly SEGMENT_DONE: number;
  };
  readonly Query: { newSegment(format: number): GstQuery };
  readonly Event: {
    newFlushStart(): GstEvent;
    newFlushStop(resetTime: boolean): GstEvent;
    newStreamStart(streamId: string): GstEvent;
    newCaps(caps: GstCaps): GstEvent;
    newSegment(segment: GstSegment): GstEvent;
    newSegmentDone(format: number, position: bigint): GstEvent;
    newCustom(type: number, structure: GstStructure): GstEvent;
  };
  readonly Structure: { newEmpty(name: string): GstStructure };
  readonly EventType: {
    readonly CAPS: number;
    readonly EOS: number;
    readonly SEGMENT: number;
    readonly STREAM_START: number;
    readonly STREAM_COLLECTION: number;
  };
  readonly Format: { readonly TIME: number };
  readonly SeekFlags: { readonly FLUSH: number; readonly SEGMENT: number; readonly ACCURATE: number };
  readonly SeekType: { readonly NONE: number; readonly SET: number };
  readonly CLOCK_TIME_NONE: bigint;
}

/** The part of the GstNet namespace that is used here. */
export interface GstNetNamespace {
  readonly NetClientClock: {
    new: (name: string | null, address: string, port: number, baseTime: bigint) => GstClock;
  };
  readonly NetTimeProvider: { new: (clock: GstClock, address: string | null, port: number) => object | null };
}

/** GSocket, as it is given to a sink. */
export interface GSocket {
  /** As setsockopt(2). @throws GError when the system refuses. */
  setOption(level: number, option: number, value: number): boolean;
  close(): boolean;
}

/** The part of the Gio namespace that is used here. */
export interface GioNamespace {
  readonly Socket: { newFromFd(fd: number): GSocket };
  readonly UnixFDList: { new (): GUnixFDList };
}

/** GUnixFDList: keeps descriptors of its own. */
export interface GUnixFDList {
  /** Keeps a duplicate. @throws GError when there is no descriptor left, or `fd` is none. */
  append(fd: number): number;
  /** All that it keeps; they are the caller's from now on. */
  stealFds(): number[];
}

/** GValue. */
export interface GValue {
  init(type: bigint): void;
  reset(): void;
  setBoxed(value: unknown): void;
  transform(into: GValue): boolean;
  /** Copied into a JavaScript string; the value keeps its own. */
  getString(): string;
}

/** The part of the GObject namespace that is used here. */
export interface GObjectNamespace {
  readonly Value: { new (): GValue };
  typeFromName(name: string): bigint;
}

interface NodeGtk {
  require(namespace: string, version: string): unknown;
}

let gst: GstNamespace | undefined;

function load(namespace: string, version: string): unknown {
  // The binding is required late: it costs about 30 ms and 15 MB.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('node-gtk') as NodeGtk).require(namespace, version);
}

/** GStreamer, initialised on the first call (about 45 ms). */
export function gstNamespace(): GstNamespace {
  if (!gst) {
    gst = load('Gst', '1.0') as GstNamespace;
    gst.init(null);
  }
  return gst;
}

/** The network clocks (about 12 ms and 4 MB more). */
export function gstNetNamespace(): GstNetNamespace {
  gstNamespace();
  return load('GstNet', '1.0') as GstNetNamespace;
}

/** The part of the GstController namespace that is used here. */
export interface GstControllerNamespace {
  readonly InterpolationControlSource: { new (): GstTimedValueControlSource };
  readonly InterpolationMode: { readonly NONE: number; readonly LINEAR: number };
  readonly DirectControlBinding: {
    newAbsolute(element: GstElement, property: string, source: GstTimedValueControlSource): GstControlBinding;
  };
}

/** Values of properties as functions of time (about 1 MB more). */
export function gstControllerNamespace(): GstControllerNamespace {
  gstNamespace();
  return load('GstController', '1.0') as GstControllerNamespace;
}

/** The part of the GstVideo namespace that is used here. */
export interface GstVideoNamespace {
  readonly VideoInfo: { newFromCaps(caps: GstCaps): { readonly size: bigint } | null };
  videoEventNewUpstreamForceKeyUnit(runningTime: bigint, allHeaders: boolean, count: number): GstEvent;
  videoEventNewDownstreamForceKeyUnit(
    timestamp: bigint,
    streamTime: bigint,
    runningTime: bigint,
    allHeaders: boolean,
    count: number,
  ): GstEvent;
}

/** What GStreamer says about video (about 10 ms and 3 MB more). */
export function gstVideoNamespace(): GstVideoNamespace {
  gstNamespace();
  return load('GstVideo', '1.0') as GstVideoNamespace;
}

/** GstDiscovererInfo of one kind of stream. */
export interface GstDiscovererStream {
  getCaps(): { toString(): string } | null;
  getWidth(): number;
  getHeight(): number;
  getFramerateNum(): number;
  getFramerateDenom(): number;
  getParNum(): number;
  getParDenom(): number;
  getSampleRate(): number;
  getChannels(): number;
  getDepth(): number;
}

/** The part of the GstPbutils namespace that is used here. */
export interface GstPbutilsNamespace {
  readonly Discoverer: {
    /** @param timeout nanoseconds. */
    new: (timeout: bigint) => {
      /** Blocks until it knows. @throws GError when it is no media. */
      discoverUri(uri: string): {
        getDuration(): bigint;
        getVideoStreams(): readonly GstDiscovererStream[];
        getAudioStreams(): readonly GstDiscovererStream[];
      };
    };
  };
}

/** What GStreamer finds out about media (about 10 ms and 3 MB more). */
export function gstPbutilsNamespace(): GstPbutilsNamespace {
  gstNamespace();
  return load('GstPbutils', '1.0') as GstPbutilsNamespace;
}

/** GLib's input and output (about 8 ms and 2.5 MB more). */
export function gioNamespace(): GioNamespace {
  return load('Gio', '2.0') as GioNamespace;
}

/** The GObject namespace. */
export function gobjectNamespace(): GObjectNamespace {
  return load('GObject', '2.0') as GObjectNamespace;
}

/** Name of an error domain, as `gst-resource-error-quark`. */
export function quarkName(quark: number): string {
  return (load('GLib', '2.0') as { quarkToString(quark: number): string }).quarkToString(quark);
}
