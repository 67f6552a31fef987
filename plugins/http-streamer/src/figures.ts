import type { StatName } from './declaration';
import { Rate } from '@flumotion/web';

/** What the figures are taken from, once a second. */
export interface Snapshot {
  readonly mime: string;
  readonly url: string;
  /** Seconds. */
  readonly uptime: number;
  readonly received: number;
  readonly sent: number;
  readonly clients: number;
  readonly clientLimit: number;
  /** Seconds. */
  readonly lag: number;
  readonly resyncs: number;
  readonly history: number;
}

/** Works out the figures that need a memory: rates, means and peaks. */
export class Figures {
  private readonly began = performance.now();
  private readonly streamRate = new Rate();
  private readonly sentRate = new Rate();
  private streamBegan: number | undefined;
  private most = 0;
  private peakTime = '';
  private last = this.began;
  private clientSeconds = 0;

  /** Current rate of the stream in bits per second. */
  get bitrate(): number {
    return this.streamRate.perSecond * 8;
  }

  /** Most listeners at a time so far. */
  get peak(): number {
    return this.most;
  }

  /** Notes a number of listeners. */
  clients(now: number): void {
    if (now <= this.most) return;
    this.most = now;
    this.peakTime = new Date().toISOString();
  }

  /** The declared stats, but for those that are counted as they happen. */
  take(now: Snapshot): Partial<Record<StatName, number | string>> {
    const time = performance.now();
    this.streamRate.sample(now.received, time);
    this.sentRate.sample(now.sent, time);
    if (now.received > 0) this.streamBegan ??= time - 1000;
    this.clientSeconds += (now.clients * (time - this.last)) / 1000;
    this.last = time;
    const seconds = (time - this.began) / 1000;
    const streamed = (time - (this.streamBegan ?? time)) / 1000;
    return {
      'stream-mime': now.mime,
      'stream-url': now.url,
      'stream-uptime': Math.round(now.uptime),
      'stream-bitrate': perSecond(now.received * 8, streamed),
      'stream-current-bitrate': Math.round(this.bitrate),
      'stream-totalbytes': now.received,
      'clients-current': now.clients,
      'clients-max': now.clientLimit,
      'clients-peak': this.most,
      'clients-peak-time': this.peakTime,
      'clients-average': Math.round((this.clientSeconds / Math.max(seconds, 1)) * 100) / 100,
      'consumption-bitrate': perSecond(now.sent * 8, seconds),
      'consumption-bitrate-current': Math.round(this.sentRate.perSecond * 8),
      'consumption-totalbytes': now.sent,
      'lag-max': Math.round(now.lag * 10) / 10,
      'history-bytes': now.history,
      resyncs: now.resyncs,
    };
  }
}

function perSecond(total: number, seconds: number): number {
  return seconds > 0 ? Math.round(total / seconds) : 0;
}
