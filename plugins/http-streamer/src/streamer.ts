import type { Socket } from 'node:net';
import type { Context, Message } from '@flumotion/core/plugin';
import {
  AccessLog,
  adviseOnLimit,
  Admissions,
  answerHead,
  Connections,
  Entrance,
  findGuard,
  mostClients,
  openFilesLimit,
  parseBlocks,
  REASONS,
  reasonText,
  requestOf,
  RequestPlugs,
  type Admission,
  type Fields,
  type Reason,
  type RequestHead,
} from '@flumotion/web';
import { adminXml } from '@flumotion/player-page';
import { Audience } from './audience';
import { Beside } from './beside';
import type { Chunk } from './chunks';
import { declaration, type SharedProperties } from './declaration';
import { EachSecond } from './each-second';
import { Everybody } from './everybody';
import { loadFanOut } from './fan-out';
import { Figures } from './figures';
import { Halls, processCount, type SomeListener } from './halls/halls';
import { Icy, type MetadataInterval } from './icy';
import { MetadataRequests } from './metadata-request';
import { Requests } from './requests';
import { Ring, type Burst } from './ring';
import { readSettings, type Settings } from './settings';
import { Source } from './source';
import { Station, type StationInfo } from './station';
import type { Stream } from './stream';
import { streamFields } from './stream-fields';
import type { Title } from './title';
import { Visitors } from './visitors';
import type { Place } from './weaver';

const NO_BURST: Burst = { time: 0, size: 0 };
/** Longest name of a program that is kept of a listener. */
const MOST_AGENT = 200;
/** Descriptors that connections may not take, so that the feed can always come back. */
const SPARE = 30;

const UNFRAMED: Message = {
  level: 'warning',
  id: 'unframed',
  text: 'the feed is AAC without frames of its own, which no player can read',
  advice: 'Put an adts-muxer between the encoder and this component.',
};

/** A running http-streamer: the feed on one side, the listeners on the other. */
export class Streamer {
  private readonly openFiles = openFilesLimit();
  private readonly ring = new Ring();
  private readonly figures = new Figures();
  private readonly connections = new Connections();
  private readonly source: Source;
  private readonly everybody: Everybody;
  private readonly admissions: Admissions<Stream>;
  private readonly log: AccessLog;
  private readonly plugs: RequestPlugs;
  private readonly beside: Beside;
  private readonly entrance: Entrance;
  private readonly station: Station;
  private readonly icy: Icy;
  /** Who listens, and who did. */
  readonly visitors: Visitors;
  private settings: Settings;
  private url = '';
  private regularly: EachSecond | undefined;

  /** @param interval - bytes between two blocks of metadata. */
  constructor(
    private readonly context: Context<SharedProperties>,
    interval: MetadataInterval,
  ) {
    const { log, properties } = context;
    this.settings = this.read();
    const filter = parseBlocks(properties['ip-filter']);
    for (const entry of filter.invalid)
      log.warn(`ip-filter ${JSON.stringify(entry)} is no address or block; ignored`);
    this.plugs = new RequestPlugs(context);
    this.log = new AccessLog((line) => log.info(line), filter.list);
    this.source = new Source(
      () => this.settings.flushInterval,
      (chunk) => this.deliver(chunk),
      (stream) => {
        context.waitFor(undefined);
        if (stream.unframed) context.message(UNFRAMED);
        else context.clear(UNFRAMED.id);
        log.info(`serving ${stream.contentType}, ${stream.headers.length} bytes of headers`);
      },
      (tags) => this.station.tags(tags),
    );
    this.station = new Station(
      () => this.settings.station,
      (title) => this.entitle(title),
    );
    this.icy = new Icy(this.station, interval, () => this.source.mediaRate);
    const leaves = (listener: SomeListener, why: Reason, detail?: string): void =>
      this.left(listener, why, detail);
    const processes = processCount(properties.processes);
    this.everybody = new Everybody(
      new Audience(this.ring, () => this.settings, leaves),
      processes > 1
        ? new Halls(processes, {
            ring: this.ring,
            settings: () => this.settings,
            onLeave: leaves,
            warn: (text) => log.warn(text),
          })
        : undefined,
    );
    this.visitors = new Visitors(this.everybody);
    this.admissions = new Admissions({
      settings: () => this.settings,
      ready: () => this.source.onAir,
      bitrate: () => this.figures.bitrate,
      guard: findGuard(context, properties.bouncer),
      warn: (text) => log.warn(text),
    });
    this.beside = new Beside(context, {
      mount: this.settings.mount,
      source: this.source,
      figures: this.figures,
      url: () => this.url,
      listeners: () => this.everybody.size,
      station: this.station,
      icy: this.icy,
    });
    const requests = new Requests({
      connections: this.connections,
      admissions: this.admissions,
      log: this.log,
      plugs: this.plugs,
      mount: () => this.settings.mount,
      count: (stat) => context.count(stat),
      client: (address, forwarded) => this.entrance.client(address, forwarded),
      secure: ({ address, secure }, forwarded) => this.entrance.isSecure(address, secure, forwarded),
      beside: this.beside,
      begin: (socket, head, address, admission) => this.begin(socket, head, address, admission),
      fields: (head, stream) => this.fields(head, stream, this.icy.place(head, stream)),
      metadata: new MetadataRequests(
        () => this.settings.announcers,
        this.station,
        (head) => adminXml(head.path, this.beside.figures(head), this.visitors.listeners()),
      ),
    });
    this.entrance = new Entrance({
      port: properties.port,
      properties,
      maxConnections: Math.max(1, this.openFiles - SPARE),
      halfOpen: true,
      host: context,
      onArrival: (arrival) => requests.take(arrival),
      onOpen: (port) => this.listens(port),
    });
  }

  /** Begins reading the feed and listening; a port that cannot be had is shown as a message and tried again. */
  async start(): Promise<void> {
    const advice = adviseOnLimit(this.context.properties['client-limit'], this.capacity);
    if (advice) this.context.message(advice);
    const { notCompiled } = loadFanOut();
    if (notCompiled)
      this.context.log.info(`serves listeners without fan-out.c, at a higher cost: ${notCompiled}`);
    this.context.waitFor('the stream has not begun: no headers and keyframe yet');
    for (const [name, { kind }] of Object.entries(declaration.stats))
      if (kind === 'counter') this.context.count(name, 0);
    this.context.stat('icy-title', '');
    this.context.stat('icy-timestamp', '');
    this.station.refresh();
    this.context.tap('default', this.source);
    await this.beside.open();
    await this.entrance.open();
    this.tick();
    this.regularly = new EachSecond(() => this.tick());
  }

  /** Takes live property values. */
  changed(): void {
    this.settings = this.read();
    this.everybody.changed();
    this.station.refresh();
  }

  /** What the stream is called and what plays. */
  get info(): StationInfo {
    return this.station.info();
  }

  /** Ends every response and frees the port. */
  stop(): void {
    this.regularly?.end();
    this.entrance.close();
    this.source.close();
    this.connections.close();
    this.everybody.close();
    this.ring.clear();
  }

  /** Open files of all processes that serve listeners. */
  private get capacity(): number {
    return this.openFiles * processCount(this.context.properties.processes);
  }

  private read(): Settings {
    return readSettings(this.context.properties, mostClients(this.capacity));
  }

  private listens(port: number): void {
    this.url = this.entrance.url(port, this.settings.mount);
    this.context.stat('stream-url', this.url);
    this.context.log.info(`listening on port ${port}, ${this.url}`);
    void this.describe();
  }

  private async describe(): Promise<void> {
    const own = { protocol: 'HTTP', description: this.context.properties.description, url: this.url };
    const { description } = await this.plugs.describe(own);
    this.context.stat('stream-description', description);
  }

  private deliver(chunk: Chunk): void {
    // Before there is something that nobody has yet: that would be taken for lag.
    this.regularly?.awake();
    this.ring.push(chunk, this.settings.burst ?? NO_BURST, this.settings.maxLag);
    this.everybody.deliver(chunk);
  }

  private begin(
    socket: Socket,
    head: RequestHead,
    address: string,
    { given: stream, id, duration, ends, user, enter }: Admission<Stream>,
  ): void {
    const until = duration === undefined ? Infinity : performance.now() + duration * 1000;
    const opening = this.log.opening({ address, user, head }, 200);
    const request = opening && requestOf(head, address, user);
    const place = this.icy.place(head, stream);
    const chunked = head.version === '1.1' && !place;
    const agent = head.fields.get('user-agent')?.slice(0, MOST_AGENT);
    const visit = { id, address, user, agent, until, ends, opening, request };
    const fields = {
      ...this.fields(head, stream, place),
      ...(chunked ? { 'Transfer-Encoding': 'chunked' } : {}),
    };
    this.everybody.admit(
      socket,
      visit,
      { chunked, place },
      {
        head: answerHead(head.version, 200, fields),
        stream,
        burst: this.settings.burst,
        enter: (dismiss, grant) => enter(({ reason, text }) => dismiss(reason, `(${text})`), grant),
      },
    );
    this.figures.clients(this.everybody.size);
    if (request) this.plugs.tell('http_session_started', request);
  }

  private fields(head: RequestHead, stream: Stream, place: Place | undefined): Fields {
    return { ...streamFields(stream), ...this.icy.fields(stream, place), ...this.plugs.fields(head) };
  }

  private entitle(title: Title): void {
    this.source.retitle(title);
    this.context.stat('icy-title', title.text);
    this.context.stat('icy-timestamp', new Date().toISOString());
  }

  private left(listener: SomeListener, reason: Reason, detail?: string): void {
    const { address, opening, request } = listener.visit;
    this.admissions.leave(address);
    const { stat } = REASONS[reason];
    if (stat) this.context.count(stat);
    const text = reasonText(reason, detail);
    this.visitors.left(listener, reason, text);
    const { bytes } = listener;
    const seconds = (performance.now() - listener.since) / 1000;
    this.log.add(opening, bytes, seconds, text);
    if (request) this.plugs.tell('http_session_completed', request, bytes, seconds, { reason, detail: text });
  }

  private tick(): void {
    this.connections.check();
    this.everybody.check();
    this.beside.check();
    this.log.tick();
    const { source, everybody, ring, settings } = this;
    const stats = this.figures.take({
      mime: source.stream?.contentType ?? '',
      url: this.url,
      uptime: source.uptime,
      received: source.received,
      sent: everybody.sent,
      clients: everybody.size,
      clientLimit: settings.clientLimit,
      lag: everybody.lag(),
      resyncs: everybody.resyncs,
      history: ring.bytes,
    });
    for (const [name, value] of Object.entries(stats)) this.context.stat(name, value);
    this.context.stat('processes-current', everybody.processes);
  }
}
