import type { Channel, CompanionAnswer, CompanionRequest } from './channel';
import { answerAsset, sharedAssets, type Assets } from './assets';
import { icecastStatus, type StatusSource } from './icecast-status';
import { STATUS_PATHS, statusForm } from './icecast-forms';
import { contentHash, encodePath, namesBeside, relativePath, type Names } from './names';
import { originOf } from './origin';
import { playerPage, type PageFacts } from './page';
import { m3u, xspf } from './playlists';
import { pagePolicy } from './policy';
import { stateText } from './state';

/** Which of them are offered. */
export interface Offer {
  /** The player page, its state and its scripts. */
  readonly page: boolean;
  /** Icecast's figures. */
  readonly status: boolean;
}

/** Arguments of a page's URL that are the page's own; others belong to the stream. */
const EMBED = 'embed';
/** Longest query that is passed on. */
const MOST_QUERY = 2000;

type Answering = (request: CompanionRequest, secure: boolean) => CompanionAnswer | Promise<CompanionAnswer>;

/** What a browser or a player opens beside a stream: player page, playlists, figures. */
export class Companions {
  private readonly names: Names;
  private readonly stream: string;
  private readonly answers: ReadonlyMap<string, Answering>;
  private readonly assets: Assets | undefined;

  constructor(
    private readonly channel: Channel,
    private readonly offer: Offer,
  ) {
    this.names = namesBeside(channel.mount);
    this.stream = channel.stream ?? channel.mount;
    this.assets = offer.page ? sharedAssets() : undefined;
    const page: [string, Answering][] = [
      [this.names.page, (request) => this.page(request)],
      [this.names.state, () => text(200, 'application/json', stateText(channel), LIVE)],
      [this.names.poster, (request) => this.poster(request)],
    ];
    const status = STATUS_PATHS.map((path): [string, Answering] => [
      path,
      (request, secure) => this.status(request, secure),
    ]);
    this.answers = new Map<string, Answering>([
      [this.names.m3u, (request, secure) => this.playlist(request, secure, 'audio/x-mpegurl', 'm3u')],
      [this.names.xspf, (request, secure) => this.playlist(request, secure, 'application/xspf+xml', 'xspf')],
      ...(offer.page ? page : []),
      ...(offer.status ? status : []),
    ]);
  }

  /** The paths that are answered here, percent-decoded: whole ones, and beginnings of paths. For a porter. */
  paths(): { readonly exact: readonly string[]; readonly prefixes: readonly string[] } {
    return { exact: [...this.answers.keys()], prefixes: this.offer.page ? [this.names.assets] : [] };
  }

  /**
   * Whether a path is asked often by pages that are open; such requests would fill a log.
   * @param path - percent-decoded.
   */
  isFrequent(path: string): boolean {
    return path === this.names.state || path.startsWith(this.names.assets);
  }

  /**
   * The answer to GET and HEAD of something beside the stream; undefined when the path is none of these, which goes
   * for the stream itself too.
   * @param secure - whether the client came by TLS, as far as is known.
   */
  async answer(request: CompanionRequest, secure = false): Promise<CompanionAnswer | undefined> {
    const { path } = request;
    if (path === this.stream) return undefined;
    const answering = this.answers.get(path);
    if (answering) return answering(request, secure);
    if (!this.offer.page || !path.startsWith(this.names.assets)) return undefined;
    return answerAsset(path.slice(this.names.assets.length), request.fields);
  }

  /** Whether a path is answered here. */
  has(path: string): boolean {
    if (path === this.stream) return false;
    return this.answers.has(path) || (this.offer.page && path.startsWith(this.names.assets));
  }

  /** The stream's figures as Icecast's JSON, also where they are not for everybody. */
  figures(request: CompanionRequest, secure: boolean): string {
    const { channel } = this;
    const origin = originOf(request, secure, channel.origin());
    const wanted = request.query.get('mount');
    const media = wanted === null || wanted === this.stream ? channel.media() : undefined;
    const { listeners, peak, bitrate } = channel.figures();
    const source: StatusSource | undefined = media && {
      url: `${origin}${encodePath(this.stream)}`,
      about: channel.about(),
      contentType: media.contentType,
      listeners,
      peak,
      bitrate,
      since: media.since,
    };
    const server = { host: new URL(origin).hostname, began: channel.began };
    return icecastStatus(server, source ? [source] : []);
  }

  private page(request: CompanionRequest): CompanionAnswer {
    const embedded = request.query.has(EMBED);
    const { poster } = this.channel;
    const html = playerPage(this.facts(), embedded);
    const origins = poster && 'url' in poster ? [new URL(poster.url).origin] : [];
    const fields = { 'Content-Security-Policy': pagePolicy(origins, embedded), 'Cache-Control': 'no-cache' };
    return unlessKnown(request, text(200, 'text/html', html, fields));
  }

  private facts(): PageFacts {
    const { poster } = this.channel;
    const at = (path: string): string => relativePath(this.names.page, path);
    return {
      name: this.channel.about().name,
      stream: at(this.stream),
      state: at(this.names.state),
      m3u: at(this.names.m3u),
      xspf: at(this.names.xspf),
      page: at(this.names.page),
      poster: poster && ('url' in poster ? poster.url : at(this.names.poster)),
      assets: `${at(this.names.assets)}${this.assets?.hash ?? ''}/`,
    };
  }

  private poster(request: CompanionRequest): CompanionAnswer {
    const { poster } = this.channel;
    if (!poster || 'url' in poster) return text(404, 'text/plain', '404: there is no poster\n', LIVE);
    const fields = { 'Content-Type': poster.contentType, 'Cache-Control': 'public, max-age=300' };
    return unlessKnown(request, { status: 200, fields, body: poster.data });
  }

  private playlist(
    request: CompanionRequest,
    secure: boolean,
    contentType: string,
    extension: 'm3u' | 'xspf',
  ): CompanionAnswer {
    if (!this.channel.media()) return notReady();
    const { name, title } = this.channel.about();
    const entry = { name, title, url: this.url(request, secure) };
    const body = extension === 'm3u' ? m3u(entry) : xspf(entry);
    return text(200, contentType, body, {
      ...LIVE,
      'Content-Disposition': `attachment; filename="listen.${extension}"`,
    });
  }

  private status(request: CompanionRequest, secure: boolean): CompanionAnswer {
    const { contentType, body } = statusForm(request.path, this.figures(request, secure), request.query);
    const policy = contentType === 'text/html' ? { 'Content-Security-Policy': STATUS_POLICY } : {};
    return text(200, contentType, body, { ...LIVE, ...policy });
  }

  /** URL of the stream with the arguments of this request, for they may let the listener in. */
  private url(request: CompanionRequest, secure: boolean): string {
    const query = request.query.toString().slice(0, MOST_QUERY);
    const path = encodePath(this.stream);
    return `${originOf(request, secure, this.channel.origin())}${path}${query === '' ? '' : `?${query}`}`;
  }
}

/** The page of figures runs nothing and loads nothing. */
const STATUS_POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const LIVE = { 'Cache-Control': 'no-store' };

function text(
  status: number,
  contentType: string,
  body: string,
  fields: Readonly<Record<string, string>>,
): CompanionAnswer {
  return {
    status,
    fields: { 'Content-Type': `${contentType}; charset=utf-8`, ...fields },
    body: Buffer.from(body),
  };
}

/** As the stream itself answers while there is nothing to give. */
function notReady(): CompanionAnswer {
  const reason = '503 Service Unavailable: the stream has not begun; try again in a moment\n';
  return text(503, 'text/plain', reason, { ...LIVE, 'Retry-After': '2' });
}

/** A 304 for a client that has just this already. */
function unlessKnown(request: CompanionRequest, answer: CompanionAnswer): CompanionAnswer {
  const tag = `"${contentHash(answer.body)}"`;
  const fields = { ...answer.fields, ETag: tag };
  const known = (request.fields.get('if-none-match') ?? '')
    .split(',')
    .some((one) => one.trim().replace(/^W\//, '') === tag);
  return known ? { status: 304, fields, body: Buffer.alloc(0) } : { ...answer, fields };
}
