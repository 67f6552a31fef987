import { join } from 'node:path';
import { EaterConnector } from '../feed/eater-connector';
import { FeederListener } from '../feed/feeder-listener';
import { TapReader } from '../feed/tap-reader';
import type { Gst } from '../gst/gst';
import type { Logger } from '../log/logger';
import type { TapHandler } from '../plugin';
import type { EaterLink, FeederLink } from '../rpc/job-spec';
import type { TestSource } from './sources';

/** Milliseconds between looks at a source. */
const POLL_INTERVAL = 20;
const SECRET = '0'.repeat(64);

/** Feeds of one run, all on the same clock, between sockets in a folder of their own. */
export class TestFeeds {
  private readonly ends: (() => unknown)[] = [];

  /** @param failed - called with the reason when a source breaks. */
  constructor(
    private readonly gst: () => Gst,
    readonly folder: string,
    private readonly baseTime: bigint,
    private readonly log: Logger,
    private readonly failed: (reason: string) => void,
  ) {}

  /** What the component is told of an input. */
  eaterLink(alias: string, caps: string): EaterLink {
    const feed = `/test/${alias}:default`;
    const source = { feed, secret: SECRET, caps, path: this.path('in', alias) };
    return { eater: alias.split(':')[0] ?? alias, alias, wants: feed, source };
  }

  /** What the component is told of an output. */
  feederLink(feeder: string): FeederLink {
    const feed = `/test/component:${feeder}`;
    return { feeder, feed, virtual: [], secret: SECRET, path: this.path('out', feeder) };
  }

  /** Starts a source for an input. @throws FlumotionError when its pipeline cannot be built or started. */
  async feed(alias: string, source: TestSource): Promise<void> {
    const name = `the test source of ${alias}`;
    const pipeline = this.gst().build({
      name,
      text: source.text,
      eaters: [],
      feeders: ['default'],
      taps: [],
    });
    if (source.caps !== undefined) pipeline.element('wanted')?.set('caps', source.caps);
    await pipeline.useClock(this.baseTime);
    await pipeline.setState('ready');
    const feed = `/test/${alias}:default`;
    const link = { feeder: 'default', feed, virtual: [], secret: SECRET, path: this.path('in', alias) };
    const listener = new FeederListener(link, pipeline.feeder('default'), this.log);
    await listener.listen();
    const timer = setInterval(() => {
      for (const event of pipeline.poll()) {
        if (event.kind === 'error') this.failed(`${name}: ${event.error.text} ${event.error.debug}`);
      }
      listener.poll();
    }, POLL_INTERVAL);
    this.ends.push(async () => {
      const closed = listener.close();
      await pipeline.dispose();
      await closed;
      clearInterval(timer);
    });
    await pipeline.setState('playing');
  }

  /** Reads an output of the component. */
  read(feeder: string, handler: TapHandler): void {
    const { feed, secret, path } = this.feederLink(feeder);
    const reader = new TapReader(handler);
    const connector = new EaterConnector(
      `/test/reader:${feeder}`,
      { eater: 'default', alias: feeder, wants: feed, source: { feed, secret, caps: 'ANY', path } },
      {
        connected: (socket) => {
          reader.attach(socket);
        },
        disconnected: (reason) => {
          reader.detach(reason);
        },
      },
      this.log,
    );
    connector.start();
    this.ends.push(() => {
      connector.close();
    });
  }

  /** Ends all sources and readers, the latest first. */
  async close(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }

  private path(side: string, name: string): string {
    return join(this.folder, `${side}-${name.replace(':', '-')}`);
  }
}
