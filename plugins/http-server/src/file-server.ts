import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, RequestEvent } from '@flumotion/core/plugin';
import {
  AccessLog,
  Admissions,
  adviseOnLimit,
  findGuard,
  openFilesLimit,
  parseBlocks,
  requestOf,
  RequestPlugs,
  RESERVED,
  WebServer,
  type Refusal,
  type Visit,
} from '@flumotion/web';
import { Answers, type Work } from './answers';
import { browse, type FileRow } from './browse';
import { declaration, type Properties } from './declaration';
import { Figures } from './figures';
import { isPlainFile } from './local-file';
import { pathBelow, pathOf } from './paths';
import { readSettings, type Settings } from './settings';
import { Sources } from './sources';
import { limit } from './time-limit';

const METHODS = 'GET, HEAD, OPTIONS';
/** What a page of another site must be allowed so that a player in it can seek. */
const PREFLIGHT = {
  Allow: METHODS,
  'Access-Control-Allow-Methods': METHODS,
  'Access-Control-Allow-Headers': 'Range, If-Range, Authorization',
  'Access-Control-Max-Age': '86400',
};
const EXPOSED = 'Accept-Ranges, Content-Length, Content-Range';
const NO_METHOD: Refusal = {
  status: 405,
  reason: `use ${METHODS}`,
  fields: { Allow: METHODS },
  stat: 'refused-invalid',
};
/** Seconds between looks whether the folder is there. */
const LOOK = 10;

/** A running http-server. */
export class FileServer {
  private readonly openFiles = openFilesLimit();
  private readonly figures = new Figures();
  private readonly plugs: RequestPlugs;
  private readonly sources: Sources;
  private readonly answers: Answers;
  private readonly log: AccessLog;
  private readonly admissions: Admissions<true>;
  private readonly server: WebServer;
  /** Requests that were admitted and have not ended. */
  private readonly work = new Map<Visit, Work>();
  private settings: Settings;
  private url = '';
  private ticker: NodeJS.Timeout | undefined;
  private ticks = 0;

  constructor(private readonly context: Context<Properties>) {
    const { log, properties } = context;
    this.settings = this.read();
    const filter = parseBlocks(properties['ip-filter']);
    for (const entry of filter.invalid)
      log.warn(`ip-filter ${JSON.stringify(entry)} is no address or block; ignored`);
    this.plugs = new RequestPlugs(context);
    this.sources = new Sources(context);
    this.log = new AccessLog((line) => log.info(line), filter.list);
    const guard = findGuard(context, properties.bouncer);
    this.admissions = new Admissions<true>({
      settings: () => this.settings,
      ready: () => true,
      bitrate: () => this.figures.bitrate,
      guard,
      warn: (text) => log.warn(text),
    });
    this.answers = new Answers({
      sources: this.sources,
      mount: () => this.settings.mount,
      guarded: guard !== undefined,
      fields: (head) => this.plugs.fields(head),
      refuse: (response, refusal) => this.refuse(response, refusal),
      begins: (visit, work, status) => this.tell('http_session_started', visit, { ...work, sent: 0 }, status),
      sent: (bytes) => this.figures.sent(bytes),
    });
    this.server = new WebServer({
      port: properties.port,
      properties,
      serves: [{ path: this.settings.mount === '' ? '/' : this.settings.mount, prefix: !this.isOneFile() }],
      maxConnections: Math.max(1, this.openFiles - RESERVED),
      halfOpen: true,
      host: context,
      log: this.log,
      onOpen: (port) => this.listens(port),
      handler: (request, response, visit) => this.answer(request, response, visit),
      onUnreadable: () => context.count('refused-invalid'),
      onEnd: (visit, { status, seconds }) => this.ended(visit, status, seconds),
    });
  }

  /**
   * Begins to answer; a port that cannot be had is shown as a message and tried again.
   * @throws Error when there is nothing to serve.
   */
  async start(): Promise<void> {
    const { context, sources } = this;
    if (sources.name === undefined) {
      throw new Error(
        'there is nothing to serve: set path, or give the component a plug that provides files or pages',
      );
    }
    const advice = adviseOnLimit(context.properties['client-limit'], this.openFiles);
    if (advice) context.message(advice);
    for (const [name, { kind }] of Object.entries(declaration.stats))
      if (kind === 'counter') context.count(name, 0);
    context.stat('file-provider', sources.name);
    context.stat('allow-browsing', String(context.properties['allow-browsing']));
    await this.server.open();
    this.tick();
    this.ticker = setInterval(() => this.tick(), 1000);
  }

  /** Takes live property values. */
  changed(): void {
    this.settings = this.read();
  }

  /** Ends every answer and frees the port. */
  stop(): void {
    clearInterval(this.ticker);
    this.server.close();
  }

  /**
   * Rows of the table `files`.
   * @param folder - the one that is wanted; all when left out.
   * @throws Error when files may not be listed, or cannot be.
   */
  async files(folder: string | undefined): Promise<readonly FileRow[]> {
    if (!this.context.properties['allow-browsing'])
      throw new Error('the property allow-browsing is off; where it is on, the files are listed here');
    const root = await this.sources.root();
    if (root === undefined) throw new Error(`the files of ${String(this.sources.name)} cannot be listed`);
    return browse(root, folder);
  }

  private read(): Settings {
    return readSettings(this.context.properties, this.openFiles - RESERVED);
  }

  private listens(port: number): void {
    const { mount } = this.settings;
    this.url = this.server.entrance.url(port, mount === '' ? '/' : mount);
    this.context.stat('stream-url', this.url);
    this.context.log.info(`listening on port ${port}, ${this.url}`);
    void this.describe();
  }

  /** A single file is at the mount point itself, so a porter need not send what is below. */
  private isOneFile(): boolean {
    const { path } = this.context.properties;
    const only = this.sources.name === 'local' && this.context.plugs('pages').length === 0;
    return only && path !== undefined && isPlainFile(path);
  }

  private async describe(): Promise<void> {
    const own = { protocol: 'HTTP', description: this.context.properties.description, url: this.url };
    this.context.stat('stream-description', (await this.plugs.describe(own)).description);
  }

  private async answer(request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> {
    const { head, address } = visit;
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    if (head.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT).end();
      return;
    }
    if (!METHODS.split(', ').includes(head.method)) {
      this.refuse(response, NO_METHOD);
      return;
    }
    const admission = await this.admissions.judge(head, address, true);
    if ('status' in admission) {
      this.refuse(response, admission);
      return;
    }
    if (response.closed) {
      this.admissions.leave(address);
      return;
    }
    visit.user = admission.user;
    const work: Work = { sent: 0 };
    this.work.set(visit, work);
    this.figures.begins();
    if (admission.duration !== undefined) limit(response, visit, admission.duration);
    await this.answers.give(response, visit, pathBelow(pathOf(request.url ?? ''), this.settings.mount), work);
  }

  private refuse(response: ServerResponse, refusal: Refusal): void {
    this.context.count(refusal.stat);
    this.server.refuse(response, refusal);
  }

  private ended(visit: Visit, status: number, seconds: number): void {
    const work = this.work.get(visit);
    if (!work) {
      if (visit.refusal) this.tell('http_session_completed', visit, { sent: 0 }, status, seconds);
      return;
    }
    this.work.delete(visit);
    this.admissions.leave(visit.address);
    this.figures.ends(work.file && { size: work.file.size, sent: work.sent });
    this.tell('http_session_completed', visit, work, status, seconds);
  }

  private tell(event: RequestEvent, visit: Visit, work: Work, response: number, seconds = 0): void {
    const { head, address, refusal, user = refusal?.user } = visit;
    if (!this.log.opening({ address, user, head }, response)) return;
    const cached = work.file?.cached?.();
    const request = {
      ...requestOf(head, address, user),
      response,
      'resource-size': work.file?.size,
      'range-first': work.range?.first,
      'range-last': work.range?.last,
      'cache-status': cached?.status,
      'cache-read': cached?.read,
    };
    const end = refusal ? { reason: refusal.stat, detail: refusal.reason } : {};
    this.plugs.tell(event, request, work.sent, seconds, end);
  }

  private tick(): void {
    this.log.tick();
    for (const [name, value] of Object.entries(this.figures.take())) this.context.stat(name, value);
    if (this.ticks++ % LOOK === 0) void this.look();
  }

  /** A folder that is not there, or not yet, is worth a word. */
  private async look(): Promise<void> {
    const { path } = this.context.properties;
    if (path === undefined || this.sources.name !== 'local') return;
    try {
      await stat(path);
      this.context.clear('path-missing');
    } catch (error) {
      this.context.message({
        level: 'warning',
        id: 'path-missing',
        text: `path ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        advice:
          'Requests are answered with 404 until it is there and the user that runs the worker may read it.',
      });
    }
  }
}
