import type { declaration } from './declaration';

type StatName = keyof typeof declaration.stats;

/** Samples over which current rates are taken; there is one a second. */
const WINDOW = 10;
/** Files up to this size say nothing of how much of a file clients take. */
const SMALL = 65_536;

/** Works out the figures of an http-server, from what it is told as it happens. */
export class Figures {
  private readonly began: number;
  private readonly samples: { time: number; requests: number; bytes: number }[] = [];
  private requests = 0;
  private bytes = 0;
  private now = 0;
  private last: number;
  private requestSeconds = 0;
  private readonly peaks = { count: peak(), rate: peak(), bits: peak() };
  private ratios = 0;
  private rated = 0;

  /** @param clock - milliseconds, never going back. */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.began = this.last = clock();
  }

  /** What one request takes at the moment, in bits per second. */
  get bitrate(): number {
    return this.now === 0 ? 0 : this.current().bits / this.now;
  }

  begins(): void {
    this.weigh();
    this.requests++;
    this.now++;
    this.peaks.count.note(this.now);
  }

  /**
   * A request has been answered.
   * @param file - bytes of the file, and of those that were sent; undefined when none was.
   */
  ends(file: { readonly size: number; readonly sent: number } | undefined): void {
    this.weigh();
    this.now--;
    if (!file || file.size <= SMALL) return;
    this.rated++;
    this.ratios += Math.min(1, file.sent / file.size);
  }

  sent(bytes: number): void {
    this.bytes += bytes;
  }

  /** The figures now; to be called once a second. */
  take(): Partial<Record<StatName, number | string>> {
    this.weigh();
    this.samples.push({ time: this.clock(), requests: this.requests, bytes: this.bytes });
    if (this.samples.length > WINDOW + 1) this.samples.shift();
    const { perMinute, bits } = this.current();
    this.peaks.rate.note(perMinute);
    this.peaks.bits.note(bits);
    const seconds = Math.max((this.clock() - this.began) / 1000, 1);
    const { count, rate, bits: most } = this.peaks;
    return {
      'server-uptime': Math.round((this.clock() - this.began) / 1000),
      'current-request-count': this.now,
      'total-request-count': this.requests,
      'mean-request-count': hundredths(this.requestSeconds / seconds),
      'request-count-peak': count.most,
      'request-count-peak-time': count.at,
      'current-request-rate': perMinute,
      'mean-request-rate': hundredths((this.requests * 60) / seconds),
      'request-rate-peak': rate.most,
      'request-rate-peak-time': rate.at,
      'current-bitrate': bits,
      'mean-bitrate': Math.round((this.bytes * 8) / seconds),
      'bitrate-peak': most.most,
      'bitrate-peak-time': most.at,
      'total-bytes-sent': this.bytes,
      'mean-file-read-ratio': this.rated === 0 ? 0 : hundredths(this.ratios / this.rated),
    };
  }

  private current(): { perMinute: number; bits: number } {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    const span = ((last?.time ?? 0) - (first?.time ?? 0)) / 1000;
    if (!first || !last || span <= 0) return { perMinute: 0, bits: 0 };
    return {
      perMinute: hundredths(((last.requests - first.requests) * 60) / span),
      bits: Math.round(((last.bytes - first.bytes) * 8) / span),
    };
  }

  private weigh(): void {
    const now = this.clock();
    this.requestSeconds += (this.now * (now - this.last)) / 1000;
    this.last = now;
  }
}

interface Peak {
  most: number;
  at: string;
  note(value: number): void;
}

function peak(): Peak {
  return {
    most: 0,
    at: '',
    note(value) {
      if (value <= this.most) return;
      this.most = value;
      this.at = new Date().toISOString();
    },
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
