import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EaterConnector, type FeedSocket } from '../../core/src/feed/eater-connector';
import { FeederListener } from '../../core/src/feed/feeder-listener';
import { parseLevels } from '../../core/src/log/levels';
import { Logger } from '../../core/src/log/logger';
import type { EaterLink, FeederLink } from '../../core/src/rpc/job-spec';
import { FakeSink } from './fake-sink';

/** The feed both ends speak of. */
export const FEED = '/default/muxer:default';
export const SECRET = 'ab'.repeat(32);
export const CLIENT = '/default/streamer:default';

/** A logger that keeps its lines. */
export function keepingLogger(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const log = new Logger((line) => lines.push(line.text), parseLevels('*:5'), 'feed', 'test');
  return { log, lines };
}

/** One eater with what it reported. */
export interface TestEater {
  readonly connector: EaterConnector;
  readonly feeds: FeedSocket[];
  readonly caps: (string | undefined)[];
  readonly losses: string[];
}

/** Opens feeders and eaters of one test and closes them after it. */
export class FeedEnds {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-feed-test-'));
  readonly path = join(this.folder, 'feed');
  readonly lines: string[];
  private readonly log: Logger;
  private readonly ends: (() => unknown)[] = [];

  constructor() {
    ({ log: this.log, lines: this.lines } = keepingLogger());
  }

  feederLink(over: Partial<FeederLink> = {}): FeederLink {
    return { feeder: 'default', feed: FEED, virtual: [], secret: SECRET, path: this.path, ...over };
  }

  eaterLink(over: Partial<NonNullable<EaterLink['source']>> = {}): EaterLink {
    const source = { feed: FEED, secret: SECRET, caps: 'application/ogg', path: this.path, ...over };
    return { eater: 'default', alias: 'default', wants: FEED, source };
  }

  /** A feeder that is listening and polled. */
  async feeder(
    over: Partial<FeederLink> = {},
    sink = new FakeSink(),
  ): Promise<{ listener: FeederListener; sink: FakeSink }> {
    const listener = new FeederListener(this.feederLink(over), sink, this.log);
    const timer = setInterval(() => listener.poll(), 10);
    this.ends.push(async () => {
      sink.letGo();
      await listener.close();
      clearInterval(timer);
    });
    await listener.listen();
    return { listener, sink };
  }

  /** An eater that has started. */
  eater(link: EaterLink = this.eaterLink(), client = CLIENT): TestEater {
    const [feeds, caps, losses]: [FeedSocket[], (string | undefined)[], string[]] = [[], [], []];
    const events = {
      connected: (feed: FeedSocket, text: string | undefined) => {
        feeds.push(feed);
        caps.push(text);
      },
      disconnected: (reason: string) => void losses.push(reason),
    };
    const connector = new EaterConnector(client, link, events, this.log);
    this.ends.push(() => connector.close());
    connector.start();
    return { connector, feeds, caps, losses };
  }

  async close(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Open descriptors of this process. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
