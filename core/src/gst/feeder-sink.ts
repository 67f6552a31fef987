import type { FeedClientStats } from './gst';
import {
  gioNamespace,
  gstVideoNamespace,
  type GSocket,
  type GstCaps,
  type GstElement,
  type GstNamespace,
  type GstPad,
  type GstPipeline,
  type GstStructure,
  type GUnixFDList,
} from './node-gtk';
import { makeUpFor } from './tee-pad';
import { textOf } from './text';

/** Nanoseconds of raw media a slow client may lag behind before it loses data. */
const MAX_RAW_LAG = 1_000_000_000n;
/**
 * The same of encoded media, which are small: a muxer that has waited for one of its feeds hands on at once what it kept
 * of the others, up to ten seconds. Who loses some of that has half a block, which breaks Matroska and WebM.
 */
const MAX_LAG = 15_000_000_000n;
/**
 * Bytes the kernel may hold for a client: a raw picture in fewer pieces costs less. Without the right to force it, the
 * kernel lowers this to `net.core.wmem_max`.
 */
const SEND_BUFFER = 4_194_304;
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_SNDBUFFORCE = 32;
/** Looks at a client's lag of which the smallest counts. */
const LAG_WINDOW = 8;

/** Caps of video that has keyframes. */
const ENCODED_VIDEO = /^video\/(?!x-raw)/;
/** Caps of media that are not encoded. */
const RAW = /^(?:video|audio)\/x-raw/;

/** A sink for one client, with the tee's pad for it. */
interface Branch {
  readonly sink: GstElement;
  readonly input: GstPad;
  readonly output: GstPad;
  /** Nanoseconds that its client may lag. */
  limit: bigint | undefined;
}

interface Client {
  readonly branch: Branch;
  /** A descriptor of its own for the same connection. */
  readonly socket: GSocket;
  /** Lags in bytes at the last looks. */
  readonly lags: number[];
  dropped: number;
}

/**
 * Fans a feed out to socket descriptors. Every client has a `multisocketsink` of its own behind a tee: the figures and
 * the end of each are then plain properties to poll. (One sink for all would tell only through signals on streaming
 * threads, or through `get-stats`, whose returned structure the binding frees too early.) Sinks are used again: the
 * binding never gives an element or a requested pad back.
 *
 * It is not `multifdsink`, since that copies header and picture into one piece for every write: seven times a picture
 * of 720p, as a unix socket takes about 200 kB at once.
 */
export class SocketFeeder {
  private readonly clients = new Map<number, Client>();
  private readonly idle: Branch[] = [];
  private gone: number[] = [];
  private known: { readonly caps: GstCaps; readonly text: string } | undefined;

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly tee: GstElement,
    /** Sink pad of the payloader, which knows the caps. */
    private readonly input: GstPad,
    /** The sink beside the clients, which takes everything and counts. */
    private readonly counter: GstElement,
  ) {}

  /** As `FeederSink.add`. */
  add(fd: number): void {
    if (this.clients.has(fd)) throw new Error(`descriptor ${String(fd)} is in the feeder already`);
    if (this.pipeline.getState(0n)[1] < this.gst.State.READY) throw new Error('the pipeline is not open yet');
    const branch = this.idle.pop() ?? this.branch();
    makeUpFor(this.gst, this.tee, branch.output);
    this.pipeline.add(branch.sink);
    branch.sink.syncStateWithParent();
    const socket = socketFor(fd);
    branch.sink.emit('add', socket);
    branch.output.link(branch.input);
    this.clients.set(fd, { branch, socket, lags: [], dropped: 0 });
    this.limit(branch);
    this.askForKeyframe();
  }

  remove(fd: number): void {
    const client = this.clients.get(fd);
    if (!client) return;
    this.clients.delete(fd);
    const { sink, input, output } = client.branch;
    output.unlink(input);
    sink.setState(this.gst.State.NULL);
    this.pipeline.remove(sink);
    client.socket.close();
    this.idle.push(client.branch);
    this.gone.push(fd);
  }

  stats(fd: number): FeedClientStats | undefined {
    const client = this.clients.get(fd);
    if (!client) return undefined;
    const bytes = Number(client.branch.sink['bytesServed']);
    const behind = Math.max(0, Number(client.branch.sink['bytesToServe']) - bytes - client.dropped);
    return { bytes, dropped: client.dropped, behind };
  }

  released(): readonly number[] {
    for (const [fd, client] of this.clients) {
      if (client.branch.sink['numHandles'] === 0) this.remove(fd);
      else {
        this.limit(client.branch);
        look(client);
      }
    }
    const gone = this.gone;
    this.gone = [];
    return gone;
  }

  /** Caps of what it carries; null before negotiation. */
  currentCaps(): GstCaps | null {
    return this.input.getCurrentCaps();
  }

  /** Their text. */
  caps(): string | undefined {
    const caps = this.currentCaps();
    if (!caps) return undefined;
    if (!this.known?.caps.isEqual(caps)) this.known = { caps, text: textOf('GstCaps', caps) };
    return this.known.text;
  }

  buffers(): number {
    return Number((this.counter['stats'] as GstStructure).getUint64('rendered')[1]);
  }

  /** Lets go of every client. */
  close(): void {
    for (const fd of [...this.clients.keys()]) this.remove(fd);
  }

  /** What comes before the next keyframe is of no use to a new client: the encoder is asked for one now. */
  private askForKeyframe(): void {
    if (!ENCODED_VIDEO.test(this.caps() ?? '')) return;
    const video = gstVideoNamespace();
    this.input.pushEvent(video.videoEventNewUpstreamForceKeyUnit(this.gst.CLOCK_TIME_NONE, false, 0));
  }

  /** Bounds what a client may lag by what the feed carries, which may be known only later. */
  private limit(branch: Branch): void {
    const limit = RAW.test(this.caps() ?? '') ? MAX_RAW_LAG : MAX_LAG;
    if (branch.limit === limit) return;
    branch.sink['unitsSoftMax'] = limit;
    branch.limit = limit;
  }

  private branch(): Branch {
    const sink = this.gst.ElementFactory.make('multisocketsink', null);
    const input = sink?.getStaticPad('sink');
    const output = this.tee.requestPadSimple('src_%u');
    if (!sink || !input || !output) throw new Error('GStreamer gives no multisocketsink for the feeder');
    sink['sync'] = false;
    sink['async'] = false;
    sink['enableLastSample'] = false;
    // Bounded by time: a client that lags more is put back to the limit, and never holds more than that in memory.
    this.gst.utilSetObjectArg(sink, 'unit-format', 'time');
    this.gst.utilSetObjectArg(sink, 'recover-policy', 'keyframe');
    return { sink, input, output, limit: undefined };
  }
}

let descriptors: GUnixFDList | undefined;

/** A socket over a duplicate of a descriptor: its owner closes the original when it likes. */
function socketFor(fd: number): GSocket {
  const gio = gioNamespace();
  descriptors ??= new gio.UnixFDList();
  descriptors.append(fd);
  const [own] = descriptors.stealFds();
  if (own === undefined) throw new Error(`descriptor ${String(fd)} cannot be duplicated`);
  const socket = gio.Socket.newFromFd(own);
  try {
    socket.setOption(SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER);
  } catch {
    socket.setOption(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER);
  }
  return socket;
}

/** What never leaves the sink although it went in was dropped; what is under way shows only in some of the looks. */
function look(client: Client): void {
  const lag = Number(client.branch.sink['bytesToServe']) - Number(client.branch.sink['bytesServed']);
  client.lags.push(lag);
  if (client.lags.length < LAG_WINDOW) return;
  client.dropped = Math.max(client.dropped, ...[Math.min(...client.lags)]);
  client.lags.length = 0;
}
