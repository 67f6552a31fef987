import type { FeedClientStats, FeederSink } from './gst';
import type { GstElement, GstNamespace, GstPad, GstPipeline } from './node-gtk';

/** Nanoseconds of stream a slow client may lag behind before it loses data. */
const MAX_LAG = 1_000_000_000n;
/** Looks at a client's lag of which the smallest counts. */
const LAG_WINDOW = 16;

interface Client {
  readonly sink: GstElement;
  readonly pad: GstPad;
  /** Lags in bytes at the last looks. */
  readonly lags: number[];
  dropped: number;
}

/**
 * Fans a feed out to socket descriptors. Every client has a `multifdsink` of its own behind a tee: the figures and the
 * end of each are then plain properties to poll. (One sink for all would tell only through signals on streaming
 * threads, or through `get-stats`, whose returned structure the binding frees too early.)
 */
export class MultiFdFeeder implements FeederSink {
  private readonly clients = new Map<number, Client>();
  private gone: number[] = [];

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly tee: GstElement,
    /** Sink pad of the payloader, which knows the caps. */
    private readonly input: GstPad,
  ) {}

  add(fd: number): void {
    if (this.clients.has(fd)) throw new Error(`descriptor ${String(fd)} is in the feeder already`);
    const sink = this.gst.ElementFactory.make('multifdsink', null);
    if (!sink) throw new Error('GStreamer element multifdsink is not on this machine');
    this.configure(sink);
    this.pipeline.add(sink);
    sink.syncStateWithParent();
    sink.emit('add', fd);
    const pad = this.tee.requestPadSimple('src_%u');
    const input = sink.getStaticPad('sink');
    if (!pad || !input) throw new Error('the feeder gives no pad');
    pad.link(input);
    this.clients.set(fd, { sink, pad, lags: [], dropped: 0 });
  }

  remove(fd: number): void {
    const client = this.clients.get(fd);
    if (!client) return;
    this.take(client);
    this.clients.delete(fd);
    this.gone.push(fd);
  }

  stats(fd: number): FeedClientStats | undefined {
    const client = this.clients.get(fd);
    if (!client) return undefined;
    return { bytes: Number(client.sink['bytesServed']), dropped: client.dropped };
  }

  released(): readonly number[] {
    for (const [fd, client] of this.clients) {
      if (client.sink['numHandles'] === 0) this.remove(fd);
      else look(client);
    }
    const gone = this.gone;
    this.gone = [];
    return gone;
  }

  caps(): string | undefined {
    return this.input.getCurrentCaps()?.toString();
  }

  /** Lets go of every client. */
  close(): void {
    for (const fd of [...this.clients.keys()]) this.remove(fd);
  }

  private configure(sink: GstElement): void {
    sink['sync'] = false;
    sink['async'] = false;
    sink['enableLastSample'] = false;
    // Bounded by time: a client that lags more is put back to the limit, and never holds more than that in memory.
    this.gst.utilSetObjectArg(sink, 'unit-format', 'time');
    this.gst.utilSetObjectArg(sink, 'recover-policy', 'keyframe');
    sink['unitsSoftMax'] = MAX_LAG;
  }

  private take(client: Client): void {
    const input = client.sink.getStaticPad('sink');
    if (input) client.pad.unlink(input);
    this.tee.releaseRequestPad(client.pad);
    client.sink.setState(this.gst.State.NULL);
    this.pipeline.remove(client.sink);
  }
}

/** What never leaves the sink although it went in was dropped; what is under way shows only in some of the looks. */
function look(client: Client): void {
  const lag = Number(client.sink['bytesToServe']) - Number(client.sink['bytesServed']);
  client.lags.push(lag);
  if (client.lags.length < LAG_WINDOW) return;
  client.dropped = Math.max(client.dropped, ...[Math.min(...client.lags)]);
  client.lags.length = 0;
}
