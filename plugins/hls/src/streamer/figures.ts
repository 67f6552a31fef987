import type { StatName } from './declaration';

/** Milliseconds over which a current rate is taken. */
const WINDOW = 10_000;

/** Rate of a figure that only grows, over the last 10 s. */
class Rate {
  private readonly samples: { readonly at: number; readonly total: number }[] = [];

  /** @returns growth a second. */
  sample(total: number, at: number): number {
    this.samples.push({ at, total });
    while (this.samples.length > 2 && at - (this.samples[1]?.at ?? at) >= WINDOW) this.samples.shift();
    const [first] = this.samples;
    return first && first.at < at ? ((total - first.total) * 1000) / (at - first.at) : 0;
  }
}

/** What the figures are taken from, once a second. */
export interface Snapshot {
  /** Bytes of all feeds, and bytes sent. */
  readonly received: number;
  readonly sent: number;
  readonly clients: number;
  readonly clientLimit: number;
  /** Bytes kept. */
  readonly history: number;
  /** Requests that wait. */
  readonly waiting: number;
  /** Seconds that players can go back. */
  readonly window: number;
}

/** Works out the figures that need a memory: rates, means and peaks. Times are monotonic milliseconds. */
export class Figures {
  private readonly began = performance.now();
  private readonly streamRate = new Rate();
  private readonly sentRate = new Rate();
  private streamBegan: number | undefined;
  private peak = 0;
  private peakTime = '';
  private last = this.began;
  private clientSeconds = 0;

  /** The stream is there. */
  ready(): void {
    this.streamBegan ??= performance.now();
  }

  /** Notes a number of listeners. */
  clients(now: number): void {
    if (now <= this.peak) return;
    this.peak = now;
    this.peakTime = new Date().toISOString();
  }

  /** The declared stats that come from it. */
  take({ received, sent, clients, ...rest }: Snapshot): Partial<Record<StatName, number | string>> {
    const now = performance.now();
    this.clientSeconds += (clients * (now - this.last)) / 1000;
    this.last = now;
    const seconds = Math.max((now - this.began) / 1000, 1);
    return {
      'stream-uptime': Math.round((now - (this.streamBegan ?? now)) / 1000),
      'stream-bitrate': Math.round((received * 8) / seconds),
      'stream-current-bitrate': Math.round(this.streamRate.sample(received, now) * 8),
      'stream-totalbytes': received,
      'clients-current': clients,
      'clients-peak': this.peak,
      'clients-peak-time': this.peakTime,
      'clients-average': Math.round((this.clientSeconds / seconds) * 100) / 100,
      'consumption-bitrate': Math.round((sent * 8) / seconds),
      'consumption-bitrate-current': Math.round(this.sentRate.sample(sent, now) * 8),
      'consumption-totalbytes': sent,
      'clients-max': rest.clientLimit,
      'history-bytes': rest.history,
      'waiting-requests': rest.waiting,
      'window-seconds': Math.round(rest.window),
    };
  }
}
