import type { FeedClientStats, FeederSink } from './gst';
import type { GstCaps, GstElement, GstNamespace, GstPad, GstPipeline } from './node-gtk';
import { textOf } from './text';

/** Nanoseconds of stream a slow client may lag behind before it loses data. */
const MAX_LAG = 1_000_000_000n;
/** Looks at a client's lag of which the smallest counts. */
const LAG_WINDOW = 16;

/** A sink for one client, with the tee's pad for it. */
interface Branch {
  readonly sink: GstElement;
  readonly input: GstPad;
  readonly output: GstPad;
}

interface Client {
  readonly branch: Branch;
  /** Lags in bytes at the last looks. */
  readonly lags: number[];
  dropped: number;
}

/**
 * Fans a feed out to socket descriptors. Every client has a `multifdsink` of its own behind a tee: the figures and the
 * end of each are then plain properties to poll. (One sink for all would tell only through signals on streaming
 * threads, or through `get-stats`, whose returned structure the binding frees too early.) Sinks are used again: the
 * binding never gives an element or a requested pad back.
 */
export class MultiFdFeeder implements FeederSink {
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
  ) {}

  add(fd: number): void {
    if (this.clients.has(fd)) throw new Error(`descriptor ${String(fd)} is in the feeder already`);
    if (this.pipeline.getState(0n)[1] < this.gst.State.READY) throw new Error('the pipeline is not open yet');
    const branch = this.idle.pop() ?? this.branch();
    this.pipeline.add(branch.sink);
    branch.sink.syncStateWithParent();
    branch.sink.emit('add', fd);
    branch.output.link(branch.input);
    this.clients.set(fd, { branch, lags: [], dropped: 0 });
  }

  remove(fd: number): void {
    const client = this.clients.get(fd);
    if (!client) return;
    this.clients.delete(fd);
    const { sink, input, output } = client.branch;
    output.unlink(input);
    sink.setState(this.gst.State.NULL);
    this.pipeline.remove(sink);
    this.idle.push(client.branch);
    this.gone.push(fd);
  }

  stats(fd: number): FeedClientStats | undefined {
    const client = this.clients.get(fd);
    if (!client) return undefined;
    return { bytes: Number(client.branch.sink['bytesServed']), dropped: client.dropped };
  }

  released(): readonly number[] {
    for (const [fd, client] of this.clients) {
      if (client.branch.sink['numHandles'] === 0) this.remove(fd);
      else look(client);
    }
    const gone = this.gone;
    this.gone = [];
    return gone;
  }

  caps(): string | undefined {
    const caps = this.input.getCurrentCaps();
    if (!caps) return undefined;
    if (!this.known?.caps.isEqual(caps)) this.known = { caps, text: textOf('GstCaps', caps) };
    return this.known.text;
  }

  /** Lets go of every client. */
  close(): void {
    for (const fd of [...this.clients.keys()]) this.remove(fd);
  }

  private branch(): Branch {
    const sink = this.gst.ElementFactory.make('multifdsink', null);
    const input = sink?.getStaticPad('sink');
    const output = this.tee.requestPadSimple('src_%u');
    if (!sink || !input || !output) throw new Error('GStreamer gives no multifdsink for the feeder');
    sink['sync'] = false;
    sink['async'] = false;
    sink['enableLastSample'] = false;
    // Bounded by time: a client that lags more is put back to the limit, and never holds more than that in memory.
    this.gst.utilSetObjectArg(sink, 'unit-format', 'time');
    this.gst.utilSetObjectArg(sink, 'recover-policy', 'keyframe');
    sink['unitsSoftMax'] = MAX_LAG;
    return { sink, input, output };
  }
}

/** What never leaves the sink although it went in was dropped; what is under way shows only in some of the looks. */
function look(client: Client): void {
  const lag = Number(client.branch.sink['bytesToServe']) - Number(client.branch.sink['bytesServed']);
  client.lags.push(lag);
  if (client.lags.length < LAG_WINDOW) return;
  client.dropped = Math.max(client.dropped, ...[Math.min(...client.lags)]);
  client.lags.length = 0;
}
