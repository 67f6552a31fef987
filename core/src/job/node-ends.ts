import { errorText } from '../errors';
import type { FeedSocket } from '../feed/feed-socket';
import { InletWriter } from '../feed/inlet-writer';
import { connectedPair } from '../feed/socket-pair';
import { TapReader } from '../feed/tap-reader';
import type { Pipeline } from '../gst/gst';
import type { Logger } from '../log/logger';
import type { Decoder, DecoderSpec, Inlet, TapHandler } from '../plugin';
import { FedDecoder } from './fed-decoder';

/** What connects Node with a pipeline: its taps, inlets and decoders. */
export class NodeEnds {
  /** Both ends of each connection, kept alive while the pipeline has the descriptor of one. */
  private readonly ends: FeedSocket[] = [];
  private readonly whenOpen: (() => void)[] = [];
  /** The connections that were asked for before the pipeline was open. */
  private readonly joins: Promise<void>[] = [];
  private readonly decoders: FedDecoder[] = [];
  private opened = false;
  private closed = false;

  constructor(
    private readonly pipeline: Pick<Pipeline, 'tap' | 'inlet' | 'decoder'>,
    private readonly log: Pick<Logger, 'error'>,
    private readonly connect: typeof connectedPair = connectedPair,
  ) {}

  /** @throws Error when the pipeline has no such tap. */
  tap(name: string, handler: TapHandler): void {
    const sink = this.pipeline.tap(name);
    this.join(`tap ${name}`, (ours, theirs) => {
      sink.add(theirs.fd);
      new TapReader(handler).attach(ours);
    });
  }

  /** @throws Error when the pipeline has no such inlet. */
  inlet(name: string): Inlet {
    const source = this.pipeline.inlet(name);
    const writer = new InletWriter();
    this.join(`inlet ${name}`, (ours, theirs) => {
      source.attach(theirs.fd, undefined);
      writer.open(ours.socket);
    });
    return writer;
  }

  /** @throws FlumotionError when the pipeline has no such decoder. */
  decoder(spec: DecoderSpec): Decoder {
    const decoder = new FedDecoder(this.pipeline.decoder(spec), this.log, this.connect);
    this.decoders.push(decoder);
    return decoder;
  }

  /**
   * The pipeline takes descriptors from now on. Waits for the connections that were asked for so far: what plays before a
   * tap is there never reaches it, and the headers of a stream come first.
   * @throws Error when one of them cannot be had, saying of what.
   */
  async open(): Promise<void> {
    this.opened = true;
    for (const begin of this.whenOpen.splice(0)) begin();
    await Promise.all(this.joins.splice(0));
  }

  /** The pipeline ends: nothing new is begun. */
  end(): void {
    this.closed = true;
    for (const decoder of this.decoders) decoder.end();
  }

  /** The pipeline has ended, and has no descriptor any more. */
  close(): void {
    this.end();
    for (const end of this.ends.splice(0)) end.close('the pipeline ended');
  }

  private join(what: string, begin: (ours: FeedSocket, theirs: FeedSocket) => void): void {
    const join = this.connect().then(
      ([ours, theirs]) => {
        this.ends.push(ours, theirs);
        if (this.closed) this.close();
        else if (this.opened) begin(ours, theirs);
        else this.whenOpen.push(() => begin(ours, theirs));
      },
      (error: unknown) => {
        throw new Error(`${what} gets no connection: ${errorText(error)}`, { cause: error });
      },
    );
    join.catch((error: unknown) => {
      this.log.error(errorText(error));
    });
    if (!this.opened) this.joins.push(join);
  }
}
