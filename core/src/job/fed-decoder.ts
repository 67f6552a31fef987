import { InletWriter } from '../feed/inlet-writer';
import type { FeedSocket } from '../feed/feed-socket';
import { connectedPair } from '../feed/socket-pair';
import type { DecoderPart } from '../gst/gst';
import type { Logger } from '../log/logger';
import type { DecodedKind, Decoder, DecoderLook, FeedBuffer } from '../plugin';

/** One stream that is decoded, with the connection it goes in by. */
interface Run {
  readonly writer: InletWriter;
  ends: readonly FeedSocket[];
}

/** A decoder that is fed from Node. Each stream has a connection of its own, so nothing of the last one is left in it. */
export class FedDecoder implements Decoder {
  private run: Run | undefined;

  constructor(
    private readonly part: DecoderPart,
    private readonly log: Pick<Logger, 'error'>,
    private readonly connect: () => Promise<readonly [FeedSocket, FeedSocket]> = connectedPair,
  ) {}

  get playing(): boolean {
    return this.part.playing;
  }

  begin(caps: string, timed: boolean): void {
    this.end();
    const run: Run = { writer: new InletWriter(timed), ends: [] };
    this.run = run;
    run.writer.caps(caps);
    void this.connect().then(
      (ends) => {
        if (this.run !== run) {
          closeAll(ends);
          return;
        }
        run.ends = ends;
        const [ours, theirs] = ends;
        this.part.begin(theirs.fd);
        run.writer.open(ours.socket);
      },
      (error: unknown) => {
        this.log.error(`the decoder gets no connection: ${String(error)}`);
      },
    );
  }

  buffer(buffer: FeedBuffer): void {
    this.run?.writer.buffer(buffer);
  }

  look(): DecoderLook {
    return this.part.look();
  }

  move(offset: bigint): void {
    this.part.move(offset);
  }

  release(kind: DecodedKind): void {
    this.part.release(kind);
  }

  end(): void {
    const { run } = this;
    this.run = undefined;
    // The reader first: a descriptor that is closed under it might be another's by then.
    this.part.end();
    if (run) closeAll(run.ends);
  }
}

function closeAll(ends: readonly FeedSocket[]): void {
  for (const end of ends) end.close();
}
