import type { IncomingMessage } from 'node:http';
import type { Context, FeedTags, Inlet, PropertiesOf } from '@flumotion/core/plugin';
import type { declaration } from './declaration';
import { fetchStream, Unavailable, unreachable, type Target } from './fetch';
import { IcySplitter, plain, type Named } from './icy';
import { CAPS, kindOf, type Kind } from './kinds';
import { OggRelay } from './ogg-relay';

/** Milliseconds before the second attempt, and the most between two; each is twice the last. */
const WAIT = [1000, 300_000] as const;

/** Fetches one stream, again and again, and puts it into the pipeline. */
export class Station {
  private readonly inlets = new Map<Kind, Inlet>();
  private readonly ending = new AbortController();
  private readonly passthrough: boolean;
  private readonly target: Target;
  private failures = 0;
  /** The inlet that the stream goes into, unless its container has tags of its own. */
  private tagged: Inlet | undefined;
  private programme: Named = { title: '', url: '' };
  private station: FeedTags = {};
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: Context<PropertiesOf<typeof declaration>>) {
    const { url, user, password, passthrough } = context.properties;
    this.target = { url, user, password };
    this.passthrough = passthrough;
    for (const kind of ['ogg', 'mp3', 'aac'] as const) this.inlets.set(kind, context.inlet(kind));
    context.stat('connected', 0);
    context.waitFor('connecting to the server');
  }

  /** Begins; never ends by itself. */
  begin(): void {
    void this.listen().catch((error: unknown) => {
      if (this.ending.signal.aborted) return;
      this.lost(error instanceof Unavailable ? error : unreachable(new URL(this.target.url), error as Error));
    });
  }

  /** Ends for good. */
  close(): void {
    clearTimeout(this.timer);
    this.ending.abort();
  }

  private async listen(): Promise<void> {
    const answer = await fetchStream(this.target, this.ending.signal);
    const splitter = new IcySplitter(Number(headerOf(answer, 'icy-metaint')) || 0, (named) => {
      this.tellTitle(named);
    });
    const type = headerOf(answer, 'content-type');
    this.context.stat('stream-name', plain(headerOf(answer, 'icy-name')));
    this.context.stat('content-type', plain(type));
    this.tagged = undefined;
    this.programme = { title: '', url: '' };
    this.station = {
      organization: plain(headerOf(answer, 'icy-name')),
      description: plain(headerOf(answer, 'icy-description')),
      genre: plain(headerOf(answer, 'icy-genre')),
      location: plain(headerOf(answer, 'icy-url')),
    };
    let put: ((data: Buffer) => void) | undefined;
    for await (const piece of answer) {
      const data = splitter.mediaOf(piece as Buffer);
      if (data.length === 0) continue;
      put ??= this.enter(data, type);
      this.context.count('received-bytes', data.length);
      put(data);
    }
    throw new Unavailable(`${new URL(this.target.url).host} ended the stream`, false);
  }

  /** The stream has begun to come. @returns where to put its bytes. */
  private enter(start: Buffer, type: string): (data: Buffer) => void {
    const kind = kindOf(start, type);
    const inlet = kind && this.inlets.get(kind);
    if (!inlet)
      throw new Unavailable(
        `the stream is neither Ogg nor MP3 nor AAC, but ${plain(type) || 'unknown'}`,
        true,
      );
    this.failures = 0;
    this.context.stat('connected', 1);
    this.context.count('connections');
    this.context.clear('connection');
    this.context.waitFor(undefined);
    this.context.log.info('the stream comes');
    if (kind === 'ogg' && !this.passthrough) {
      const relay = new OggRelay(inlet, () => this.context.now());
      return (data) => {
        relay.push(data);
      };
    }
    inlet.caps(CAPS[kind]);
    this.tagged = inlet;
    this.tag();
    let begun = false;
    return (data) => {
      // A parser counts on from the first time it is given, so times have no jitter.
      const pts = begun && !this.passthrough ? {} : { pts: this.context.now() };
      inlet.buffer({ data, ...pts, delta: false, header: false, discont: !begun });
      begun = true;
    };
  }

  private lost({ message, lasting, advice }: Unavailable): void {
    const wait = Math.min(WAIT[1], WAIT[0] * 2 ** Math.min(this.failures, 10));
    this.failures++;
    this.tagged = undefined;
    this.context.stat('connected', 0);
    this.context.waitFor(message);
    this.context.log.warn(message);
    this.context.message({
      level: lasting ? 'error' : 'warning',
      id: 'connection',
      text: `${message}; tried again every ${String(wait / 1000)} s`,
      ...(advice === undefined ? {} : { advice }),
    });
    this.timer = setTimeout(() => {
      this.begin();
    }, wait).unref();
  }

  private tellTitle(named: Named): void {
    const { title } = named;
    this.programme = named;
    this.tag();
    this.context.stat('title', title);
    if (title === '') this.context.clear('title');
    else this.context.message({ level: 'info', id: 'title', text: `Now playing: ${title}` });
  }

  /** Hands on what plays, by the names that GStreamer gives it. */
  private tag(): void {
    const { title, url } = this.programme;
    this.tagged?.tags({ ...this.station, title, homepage: url });
  }
}

/** A field of the answer, in UTF-8 where it is that. */
function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = [headers[name]].flat()[0] ?? '';
  const utf8 = Buffer.from(value, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? value : utf8;
}
