import { isHls, isNoStream } from './choose-checker';
import type { Exchange, ExchangeHandler } from './http/exchange';
import type { Failure } from './http/failure';
import { icyInterval, IcyFilter } from './http/icy';
import type { StreamOpener } from './http/opener';
import type { ResponseHead } from './http/response-head';
import { HlsVisit } from './hls/visit';
import { Judge, type SharedStreams } from './judge';
import type { ListenerPlan, ListenerResult } from './listener-plan';
import { Pacer } from './pacer';

/** Milliseconds for which a listener that had stopped reading reads on at its end. */
const FEELING = 1000;

/** Listens to a stream for a while and says whether it was a good one. `tick` has to be called now and then. */
export class Listener implements ExchangeHandler {
  private readonly began = performance.now();
  private exchange: Exchange;
  private pacer: Pacer | undefined;
  private judge: Judge | undefined;
  private icy: IcyFilter | undefined;
  private hls: HlsVisit | undefined;
  private firstByte: number | undefined;
  private lastByte = 0;
  private worstGap = 0;
  private bytes = 0;
  private stalled = false;
  private feeling: number | undefined;
  private over = false;

  /**
   * @param streams that others get, to compare with.
   * @param finish told once how it went.
   */
  constructor(
    private readonly opener: StreamOpener,
    private readonly plan: ListenerPlan,
    private readonly streams: SharedStreams,
    private readonly finish: (result: ListenerResult) => void,
  ) {
    this.exchange = this.open(plan.url);
  }

  /** Whether enough has come to play the stream. */
  get plays(): boolean {
    return this.firstByte !== undefined && this.awaits === undefined;
  }

  /** Looks at the clock: ends the listener when it is content or has waited too long. */
  tick(now = performance.now()): void {
    if (this.over) return;
    const { seconds, bytes, timeout, patience } = this.plan;
    if (this.firstByte === undefined) {
      if (now - this.began < timeout * 1000) return;
      const what = this.judge || this.hls ? 'no byte of the stream in time' : 'no answer in time';
      this.end({ failure: { reason: what, detail: `${timeout} s` } });
      return;
    }
    const stayed = now - this.firstByte;
    const still = now - this.lastByte - (this.hls?.usualGap ?? 0);
    if (seconds !== undefined && stayed >= seconds * 1000) {
      if (this.stalled) this.feel(now);
      else this.content();
    } else if (!this.stalled && still >= timeout * 1000) {
      this.end({ failure: { reason: 'the stream stopped', detail: `nothing for ${timeout} s` } });
    } else if (bytes !== undefined && stayed >= patience * 1000) {
      this.end({
        failure: { reason: 'too few bytes in time', detail: `${this.bytes} of ${bytes} in ${patience} s` },
      });
    }
  }

  /** Ends the listener before it is content. */
  interrupt(): void {
    this.end({ interrupted: true });
  }

  /** Has it leave now, content when the stream was a good one so far. */
  leave(): void {
    this.content();
  }

  opened(head: ResponseHead, url: URL): void {
    const { status, message, fields } = head;
    if (status !== 200) {
      const location = fields.get('location');
      const reason = `HTTP status ${status} ${message}`.trim();
      this.end({ failure: { reason, ...(location !== undefined && { detail: `to ${location}` }) } });
      return;
    }
    const type = fields.get('content-type') ?? '';
    if (isHls(type, url)) this.playHls(head, url);
    else if (isNoStream(type))
      this.end({ failure: { reason: 'the answer is no stream', detail: `its content type is ${type}` } });
    else this.listen(type, fields);
  }

  data(piece: Buffer): void {
    if (this.hls) this.hls.text(piece);
    else if (this.icy) this.icy.push(piece, (media) => this.receive(media));
    else this.receive(piece);
    if (this.icy?.fault) this.end({ failure: this.icy.fault });
  }

  /** The server's end is a good one only for a file that came whole. */
  closed(reason: string, whole: boolean): void {
    if (this.over) return;
    if (this.hls && reason !== 'the connection broke') this.hls.begin();
    else if (this.stalled || !whole) this.end({ failure: { reason, detail: `after ${this.bytes} bytes` } });
    else {
      const problem = this.judge?.end();
      if (problem) this.invalid(problem);
      else this.content();
    }
  }

  failed(failure: Failure): void {
    this.end({ failure });
  }

  /** Begins to listen to a stream at an address. */
  private open(url: URL): Exchange {
    const { readRate, readSize } = this.plan;
    return this.opener.open(url, this, readRate === undefined ? undefined : readSize);
  }

  private listen(type: string, fields: ReadonlyMap<string, string>): void {
    const { readRate, readSize, stalls } = this.plan;
    const interval = icyInterval(fields.get('icy-metaint'));
    if (interval !== undefined) this.icy = new IcyFilter(interval);
    else if (this.opener.options.icy) {
      this.end({ failure: { reason: 'the server sends no ICY metadata', detail: 'no valid icy-metaint' } });
      return;
    }
    const alone = readRate !== undefined || stalls === true || fields.has('content-length');
    this.judge = new Judge(type, alone ? undefined : this.streams);
    if (readRate !== undefined) this.pacer = new Pacer(this.exchange, readRate, readSize);
  }

  private playHls(head: ResponseHead, url: URL): void {
    const { options, addresses } = this.opener;
    this.hls = new HlsVisit(options, this.plan.timeout, head.cookies, url, addresses.source(), {
      stream: (next) => {
        this.hls = undefined;
        this.exchange = this.open(next);
      },
      data: (length) => this.account(length, performance.now()),
      segment: (stood, lag) => {
        this.worstGap = Math.max(this.worstGap, stood);
        this.hls?.late(lag);
      },
      ended: () => this.content(),
      failed: (failure) => this.end({ failure }),
    });
  }

  private receive(piece: Buffer): void {
    const { judge, plan } = this;
    if (this.over || !judge || this.stalled) return;
    const now = performance.now();
    if (this.firstByte !== undefined) this.worstGap = Math.max(this.worstGap, now - this.lastByte);
    const left = (plan.bytes ?? Infinity) - this.bytes;
    const wanted = piece.length > left ? piece.subarray(0, left) : piece;
    this.account(wanted.length, now);
    const problem = judge.push(wanted, now);
    if (problem) this.invalid(problem);
    else if (this.bytes >= (plan.bytes ?? Infinity)) this.content();
    else if (plan.stalls === true) {
      this.stalled = true;
      this.exchange.pause();
    } else this.pacer?.took(wanted.length);
  }

  /** Reads on for a moment, to notice whether the server has cut it off meanwhile. */
  private feel(now: number): void {
    if (this.feeling === undefined) {
      this.feeling = now;
      this.exchange.resume();
    } else if (now - this.feeling >= FEELING) this.content();
  }

  private account(length: number, now: number): void {
    this.firstByte ??= now;
    this.lastByte = now;
    this.bytes += length;
  }

  private invalid({ reason, offset, detail }: { reason: string; offset: number; detail?: string }): void {
    this.end({
      failure: { reason, detail: `${detail === undefined ? '' : `${detail}, `}at byte ${offset}` },
    });
  }

  private get awaits(): string | undefined {
    return this.hls ? this.hls.awaits : this.judge?.awaits;
  }

  private content(): void {
    const { awaits } = this;
    // So few bytes that nothing could be judged: that is what was asked for.
    const asked = this.stalled || (this.plan.bytes !== undefined && this.bytes >= this.plan.bytes);
    if (awaits === undefined || asked) this.end({});
    else this.end({ failure: { reason: 'the stream cannot be played', detail: `awaited ${awaits}` } });
  }

  private end({ failure, interrupted = false }: { failure?: Failure; interrupted?: boolean }): void {
    if (this.over) return;
    this.over = true;
    this.pacer?.stop();
    this.judge?.leave();
    this.exchange.close();
    this.hls?.close();
    const now = performance.now();
    const { firstByte, hls, judge, stalled } = this;
    const lag = hls ? hls.lag : judge?.lag;
    const description = (hls ?? judge)?.description;
    this.finish({
      ...(failure && !stalled && { failure }),
      ...(stalled && { stalled: failure ? 'cut off' : 'held' }),
      interrupted,
      ...(firstByte !== undefined && { firstByte: firstByte - this.began }),
      worstGap: firstByte === undefined ? 0 : Math.max(this.worstGap, hls ? 0 : now - this.lastByte),
      ...(lag !== undefined && { lag }),
      bytes: this.bytes,
      stayed: firstByte === undefined ? 0 : now - firstByte,
      ...(description !== undefined && this.bytes > 0 && { description: this.described(description) }),
    });
  }

  private described(stream: string): string {
    return this.icy ? `${stream}, with ICY metadata${this.icy.titles > 0 ? '' : ' without a title'}` : stream;
  }
}
