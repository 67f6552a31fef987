import type { Context } from '@flumotion/core/plugin';
import { Rate, requestOf, RequestPlugs, type AccessLog, type RequestHead } from '@flumotion/web';
import type { Properties } from './declaration';
import { Feed, type SourceFeed } from './feed';
import { Source, type Leaving, type Visitor } from './source';
import { tagsOf, textOf, type Song } from './words';

const NOBODY = 'no source client sends';

/** Takes one client's stream at a time into the feed, and tells people about it. */
export class Reception {
  private readonly feed: Feed;
  private readonly plugs: RequestPlugs;
  private readonly rate = new Rate();
  private received = 0;
  private source: Source | undefined;
  /** The media of the client that sends, or of the last one while some of it waits. */
  private media: SourceFeed | undefined;
  /** What is told while nothing comes. */
  private absence = `${NOBODY} yet`;
  private works = false;
  private shown: string | undefined;

  constructor(
    private readonly context: Context<Properties>,
    private readonly log: AccessLog,
  ) {
    this.feed = new Feed(context.inlet('stream'), () => context.now());
    this.plugs = new RequestPlugs(context);
    context.stat('connected', 0);
    context.waitFor(this.absence);
  }

  /** Whether a client sends. */
  get busy(): boolean {
    return this.source !== undefined;
  }

  /** Begins to take a stream. @param head - of its request, without secrets. */
  begin(visitor: Visitor, head: RequestHead): void {
    const { context, log, plugs } = this;
    const { address, user } = visitor;
    const opening = log.opening({ address, user, head }, 200);
    const request = opening && requestOf(head, address, user);
    const media = this.feed.begin(() => source.continue());
    media.describe(tagsOf(visitor.words));
    const source: Source = new Source(visitor, media, {
      received: (bytes) => {
        this.received += bytes;
        context.count('received-bytes', bytes);
        this.look();
      },
      left: (why) => {
        stay.leave();
        const seconds = (performance.now() - source.since) / 1000;
        log.add(opening, source.bytes, seconds, why.reason);
        if (request) plugs.tell('http_session_completed', request, source.bytes, seconds);
        this.left(visitor, why);
      },
    });
    const stay = visitor.enter(({ text }) => source.leave(text));
    this.source = source;
    this.media = media;
    if (request) plugs.tell('http_session_started', request);
    context.count('connections');
    this.show(visitor);
    context.log.info(`the source client ${nameOf(visitor)} came`);
    source.start();
    this.look();
  }

  /** Takes what plays. @returns false when no client sends. */
  plays({ title, tags }: Song): boolean {
    if (!this.source) return false;
    this.media?.plays(tags);
    this.showTitle(title);
    return true;
  }

  /** Looks how the client does; call it about once a second. */
  check(): void {
    this.source?.check(this.context.properties['source-timeout']);
    this.rate.sample(this.received, performance.now());
    this.context.stat('received-bitrate', Math.round(this.rate.perSecond * 8));
    this.look();
  }

  /** Sends the client away, so that another can come. @returns whether one was there. */
  drop(): boolean {
    const { busy } = this;
    this.source?.leave('somebody had it leave');
    return busy;
  }

  /** Ends for good. */
  close(): void {
    this.source?.leave('the component stops');
    this.feed.close();
  }

  /** Tells whether media comes. */
  private look(): void {
    const { media, source, context } = this;
    const title = media?.title;
    if (title !== undefined) this.showTitle(title);
    const works = media !== undefined && media.hasMedia && (source !== undefined || !media.empty);
    if (works === this.works) return;
    this.works = works;
    context.waitFor(works ? undefined : this.absence);
    if (works) context.clear('source');
  }

  private left(visitor: Visitor, { reason, broken, stalled }: Leaving): void {
    const { context } = this;
    this.source = undefined;
    this.absence = `${NOBODY} since ${nameOf(visitor)} left: ${reason}`;
    context.stat('connected', 0);
    if (stalled) context.count('dropped-stalled');
    if (broken) context.count('dropped-broken');
    const text = `the source client ${nameOf(visitor)} left: ${reason}`;
    if (!broken && !stalled) context.log.info(text);
    else {
      context.log.warn(text);
      context.message({
        level: 'warning',
        id: 'source',
        text,
        advice: broken
          ? 'Check what the client encodes, and that the content type it sends is right.'
          : 'Check the client and its way to here; it may connect again at once.',
      });
    }
    this.look();
    // What was said before it broke is said of the next one only if that says it too.
    if (!this.works) context.waitFor(this.absence);
  }

  private show({ address, agent, user, contentType, words }: Visitor): void {
    const shown = {
      connected: 1,
      'connected-since': new Date().toISOString(),
      'source-address': address,
      'source-agent': agent,
      'source-user': user ?? '',
      'content-type': textOf(Buffer.from(contentType, 'latin1')),
      'stream-name': words.name,
      'stream-description': words.description,
      'stream-genre': words.genre,
      'stream-url': words.url,
      'stream-public': words.public ? 1 : 0,
      'announced-bitrate': words.bitrate ?? 0,
    };
    for (const [name, value] of Object.entries(shown)) this.context.stat(name, value);
    this.showTitle('');
  }

  private showTitle(title: string): void {
    if (title === this.shown) return;
    this.shown = title;
    this.context.stat('title', title);
    if (title === '') this.context.clear('title');
    else this.context.message({ level: 'info', id: 'title', text: `Now playing: ${title}` });
  }
}

function nameOf({ address, agent }: Visitor): string {
  return agent === '' ? address : `${address} (${agent})`;
}
