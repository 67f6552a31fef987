import type { Context } from '@flumotion/core/plugin';
import {
  AccessLog,
  Admissions,
  adviseOnLimit,
  findGuard,
  mostClients,
  mountPath,
  openFilesLimit,
  parseBlocks,
  readDoorSettings,
  REASONS,
  reasonText,
  RequestPlugs,
  WebServer,
  type Visit,
} from '@flumotion/web';
import { keyframesRare } from '../messages';
import type { Segment } from '../segment';
import { Timeline } from '../timeline';
import { Beside } from './beside';
import { declaration, type Properties } from './declaration';
import { Door } from './door';
import { EATERS, FOLDERS } from './eaters';
import { Figures } from './figures';
import { MainPlaylist } from './main-playlist';
import { cramped, longParts, shortParts } from './messages';
import type { Numbers } from './numbers';
import { PLAYLIST_TYPE } from './pages';
import { Reports, type VisitEnd } from './reports';
import { Sessions, type Ending, type Session } from './sessions';
import { Tokens } from './tokens';
import { servingOf } from './serving';
import { totals } from './totals';
import { Variant } from './variant';
import { Visitors } from './visitors';
import { Web } from './web';

/** Descriptors that connections may not take, so that the feed can always come back. */
const SPARE = 30;
/** Milliseconds between two looks at what is due. */
const LOOK = 250;

/** A running http-hlsstreamer: the feeds on one side, the listeners on the other. */
export class Service {
  /** The listeners. */
  readonly sessions = new Sessions((session, why, detail) => {
    this.left(session, why, detail);
  });
  /** Who listens, and who did. */
  readonly visitors = new Visitors(this.sessions);
  private readonly openFiles = openFilesLimit();
  private readonly figures = new Figures();
  private readonly variants: ReadonlyMap<string, Variant>;
  private readonly playable = new Set<Variant>();
  private readonly admissions: Admissions<true>;
  private readonly log: AccessLog;
  private readonly plugs: RequestPlugs;
  private readonly reports: Reports;
  private readonly server: WebServer;
  private readonly main: MainPlaylist;
  private readonly mount: string;
  private readonly beside: Beside;
  private url = '';
  private readonly visits = new WeakMap<Visit, Session>();
  private sent = 0;
  private looks = 0;
  private ticker: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: Context<Properties>,
    private readonly numbers: Numbers,
  ) {
    const { log, properties } = context;
    this.mount = mountPath(properties['mount-point']);
    const filter = parseBlocks(properties['ip-filter']);
    for (const entry of filter.invalid)
      log.warn(`ip-filter ${JSON.stringify(entry)} is no address or block; ignored`);
    this.plugs = new RequestPlugs(context);
    this.reports = new Reports(this.plugs);
    this.log = new AccessLog((line) => {
      log.info(line);
    }, filter.list);
    const timeline = new Timeline((breaks) => void numbers.use(0, breaks));
    const serving = servingOf(context, timeline, numbers);
    this.variants = new Map(
      EATERS.map((eater) => [
        FOLDERS[eater],
        new Variant(FOLDERS[eater], serving, {
          segment: (variant, segment) => {
            this.cut(variant, segment);
          },
          longPart: (seconds) => {
            context.message(longParts(seconds, properties['part-duration']));
          },
          shortPart: (seconds) => {
            context.message(shortParts(seconds, properties['part-duration']));
          },
        }),
      ]),
    );
    this.main = new MainPlaylist(properties, this.variants, this.playable);
    const guard = findGuard(context, properties.bouncer);
    this.admissions = new Admissions<true>({
      settings: () => this.settings(),
      ready: () => (this.playable.size > 0 ? true : undefined),
      bitrate: () => this.main.bitrate(),
      guard,
      warn: (text) => {
        log.warn(text);
      },
    });
    const door = new Door({
      sessions: this.sessions,
      tokens: new Tokens(properties['secret-key'], this.mount),
      admissions: this.admissions,
      guarded: guard !== undefined,
      duration: () => this.settings().duration,
      inUrls: properties['session-in-urls'],
      began: (session) => {
        this.began(session);
      },
    });
    const root = this.mount.endsWith('/') ? this.mount : `${this.mount}/`;
    this.beside = new Beside(context, {
      mount: this.mount,
      playlist: `${root}${properties['main-playlist']}`,
      url: () => this.url,
      isReady: () => this.playable.size > 0,
      listeners: () => this.sessions.size,
      bitrate: () => this.main.bitrate(),
      refuse: (response, refusal) => {
        context.count(refusal.stat);
        this.server.refuse(response, refusal);
      },
    });
    const web = new Web({
      door,
      mount: this.mount,
      names: { main: properties['main-playlist'], stream: properties['stream-playlist'] },
      variants: this.variants,
      partTarget: serving.style.partTarget,
      guarded: guard !== undefined,
      isReady: (variant) => this.playable.has(variant),
      main: () => this.main.text(),
      beside: (response, visit) => this.beside.answer(response, visit),
      refuse: (response, refusal) => {
        context.count(refusal.stat);
        this.server.refuse(response, refusal);
      },
      fields: (head) => this.plugs.fields(head),
      served: (visit, session) => {
        this.visits.set(visit, session);
      },
    });
    this.server = new WebServer({
      port: properties.port,
      properties,
      maxConnections: Math.max(1, this.openFiles - SPARE),
      halfOpen: true,
      host: context,
      log: this.log,
      handler: (request, response, visit) => web.answer(request, response, visit),
      onUnreadable: () => {
        context.count('refused-invalid');
      },
      onEnd: (visit, end) => {
        this.ended(visit, end);
      },
      onOpen: (port) => {
        this.listens(port);
      },
    });
  }

  /** Begins reading the feeds and listening; a port that cannot be had is shown as a message and tried again. */
  async start(): Promise<void> {
    const advice = adviseOnLimit(this.context.properties['client-limit'], this.openFiles);
    if (advice) this.context.message(advice);
    this.context.waitFor('the stream has not begun: too few fragments yet');
    for (const [name, { kind }] of Object.entries(declaration.stats))
      if (kind === 'counter') this.context.count(name, 0);
    this.context.stat('stream-mime', PLAYLIST_TYPE);
    for (const eater of EATERS) {
      const variant = this.variants.get(FOLDERS[eater]);
      if (variant) this.context.tap(eater, variant);
    }
    await this.beside.open();
    await this.server.open();
    this.ticker = setInterval(() => {
      this.look();
    }, LOOK);
  }

  /** Ends every response and frees the port. */
  stop(): void {
    clearInterval(this.ticker);
    for (const variant of this.variants.values()) variant.close();
    this.server.close();
    this.sessions.close();
  }

  private settings(): ReturnType<typeof readDoorSettings> {
    return readDoorSettings(this.context.properties, mostClients(this.openFiles));
  }

  private cut(variant: Variant, { duration, forced }: Segment): void {
    const { context, figures } = this;
    const { properties } = context;
    this.beside.cut();
    void this.numbers.use(variant.ring.next, 0);
    context.count('segments');
    context.stat('segment-seconds', Math.round(duration * 1000) / 1000);
    context.stat('format', variant.extension === 'ts' ? 'MPEG-TS' : 'fragmented MP4');
    if (forced) {
      context.count('forced-cuts');
      context.message(keyframesRare(properties['segment-duration']));
    } else context.clear('keyframes-rare');
    if (variant.ring.cramped) context.message(cramped(properties));
    else if (![...this.variants.values()].some(({ ring }) => ring.cramped)) context.clear('memory-limit');
    if (variant.ring.playlist.entries.length < properties['min-window']) return;
    this.playable.add(variant);
    figures.ready();
    context.waitFor(undefined);
  }

  private listens(port: number): void {
    const root = this.mount.endsWith('/') ? this.mount : `${this.mount}/`;
    const url = this.server.entrance.url(port, `${root}${this.context.properties['main-playlist']}`);
    this.url = url;
    this.context.stat('stream-url', url);
    this.context.log.info(`listening on port ${String(port)}, ${url}`);
    const own = { protocol: 'HLS', description: this.context.properties.description, url };
    void this.plugs.describe(own).then(({ description }) => {
      this.context.stat('stream-description', description);
    });
  }

  private ended(visit: Visit, end: VisitEnd): void {
    this.sent += end.bytes;
    const session = this.visits.get(visit);
    if (session) session.bytes += end.bytes;
    this.reports.ended(visit, end);
  }

  private began(session: Session): void {
    this.figures.clients(this.sessions.size);
    this.beside.began();
    this.reports.began(session);
  }

  private left(session: Session, why: Ending, detail: string | undefined): void {
    this.admissions.leave(session.address);
    const { stat } = REASONS[why];
    if (stat) this.context.count(stat);
    const text = why === 'left' ? 'left: it asked for nothing any more' : reasonText(why, detail);
    this.visitors.left(session, why, text);
    this.reports.left(session, why, text);
  }

  private look(): void {
    const { properties } = this.context;
    const endAfter = properties['end-after'] > 0 ? properties['end-after'] : undefined;
    for (const variant of this.variants.values()) variant.tick(endAfter);
    if (this.looks++ % (1000 / LOOK) !== 0) return;
    this.sessions.expire(properties['session-timeout'] * 1000);
    this.log.tick();
    this.tell();
  }

  private tell(): void {
    const figures = this.figures.take({
      ...totals([...this.variants.values()]),
      sent: this.sent,
      clients: this.sessions.size,
      clientLimit: this.settings().clientLimit,
    });
    for (const [name, value] of Object.entries(figures)) this.context.stat(name, value);
  }
}
