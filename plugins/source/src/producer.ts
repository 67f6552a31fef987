import type { Context } from '@flumotion/core/plugin';
import { AccessLog, Admissions, Connections, Entrance, mountPath, parseBlocks } from '@flumotion/web';
import { declaration, type Properties } from './declaration';
import { findJudge } from './judges';
import { Reception } from './reception';
import { METADATA, Requests } from './requests';
import { Shoutcast } from './shoutcast';

/** Most connections at a time: one sends, others ask or say what plays. */
const MAX_CONNECTIONS = 1000;

/** A running source-producer: clients on one side, the feed on the other. */
export class Producer {
  private readonly connections = new Connections();
  private readonly log: AccessLog;
  /** Who sends, and what becomes of it. */
  readonly reception: Reception;
  private readonly entrances: readonly Entrance[];
  private readonly shoutcast: Shoutcast;
  private readonly mount: string;
  private ticker: NodeJS.Timeout | undefined;

  /** @throws Error when nobody judges clients. */
  constructor(private readonly context: Context<Properties>) {
    const { log, properties } = context;
    this.mount = mountPath(properties['mount-point']);
    const filter = parseBlocks(properties['ip-filter']);
    for (const entry of filter.invalid)
      log.warn(`ip-filter ${JSON.stringify(entry)} is no address or block; ignored`);
    this.log = new AccessLog((line) => log.info(line), filter.list);
    const admissions = this.admissions();
    this.reception = new Reception(context, this.log);
    const { connections, mount, reception } = this;
    const requests = new Requests({
      connections,
      admissions,
      mount,
      log: this.log,
      client: (address, forwarded) => this.entrances[0]?.client(address, forwarded) ?? address,
      count: (stat) => context.count(stat),
      busy: () => reception.busy,
      begin: (visitor, head) => reception.begin(visitor, head),
      plays: (song) => reception.plays(song),
    });
    this.shoutcast = new Shoutcast({
      connections,
      admissions,
      requests,
      mount,
      refused: (address) => {
        context.count('refused-login');
        log.info(`${address} gave a wrong password at the port of SHOUTcast`);
      },
    });
    this.entrances = this.openings(requests);
  }

  /** Begins to listen; a port that cannot be had is shown as a message and tried again. */
  async start(): Promise<void> {
    for (const [name, { kind }] of Object.entries(declaration.stats))
      if (kind === 'counter') this.context.count(name, 0);
    for (const entrance of this.entrances) await entrance.open();
    this.ticker = setInterval(() => this.tick(), 1000);
  }

  /** Sends the client away and frees the ports. */
  stop(): void {
    clearInterval(this.ticker);
    for (const entrance of this.entrances) entrance.close();
    this.reception.close();
    this.shoutcast.close();
    this.connections.close();
  }

  private tick(): void {
    this.connections.check();
    this.shoutcast.check();
    this.log.tick();
    this.reception.check();
  }

  private admissions(): Admissions<true> {
    const { domain = 'Flumotion' } = this.context.properties;
    const settings = {
      clientLimit: Infinity,
      addressLimit: 0,
      bandwidthLimit: undefined,
      redirect: undefined,
      duration: undefined,
      allowDefault: false,
      realm: domain,
    };
    return new Admissions({
      settings: () => settings,
      ready: () => true,
      bitrate: () => 0,
      guard: findJudge(this.context),
      warn: (text) => this.context.log.warn(text),
    });
  }

  private openings(requests: Requests): readonly Entrance[] {
    const { context, mount } = this;
    const { properties } = context;
    const shared = { maxConnections: MAX_CONNECTIONS, host: context };
    const main = new Entrance({
      ...shared,
      port: properties.port,
      properties,
      serves: [mount, ...METADATA].map((path) => ({ path, prefix: false })),
      onArrival: (arrival) => requests.take(arrival),
      onOpen: (port) => {
        const url = main.url(port, mount);
        context.stat('source-url', url);
        context.log.info(`listening on port ${port}, ${url}`);
      },
    });
    const { 'shoutcast-port': second } = properties;
    if (second === undefined) return [main];
    // Clients of SHOUTcast 1 know of no TLS.
    const other = new Entrance({
      ...shared,
      port: second,
      properties: { ...properties, type: 'master', 'tls-certificate': undefined, 'tls-key': undefined },
      onArrival: (arrival) => this.shoutcast.take(arrival),
      onOpen: (port) => context.log.info(`listening on port ${port} for clients of SHOUTcast 1`),
    });
    return [main, other];
  }
}
