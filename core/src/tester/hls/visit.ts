import type { AskingOptions } from '../http/opener';
import { HlsClient, keepCookies } from './client';
import { HlsPlayer, type PlayerHandler } from './player';
import { firstAddress, isHlsText } from './playlist';

/** Most bytes of a playlist. */
const MOST_TEXT = 4 * 1024 * 1024;

/** Told how a visit goes. */
export interface VisitHandler extends PlayerHandler {
  /** The playlist was a plain one: the stream is at this address. */
  stream(url: URL): void;
}

/** A listener's visit to a playlist: takes its text, and plays what is in it. */
export class HlsVisit {
  /** Milliseconds since the end of a segment was made, the most; where the playlist tells the time. */
  lag: number | undefined;
  private readonly pieces: Buffer[] = [];
  private length = 0;
  private player: HlsPlayer | undefined;

  constructor(
    private readonly options: AskingOptions,
    private readonly timeout: number,
    private readonly cookies: readonly string[],
    private readonly url: URL,
    private readonly from: string | undefined,
    private readonly handler: VisitHandler,
  ) {}

  /** What has to arrive yet before the stream can be played; undefined when it can. */
  get awaits(): string | undefined {
    return this.player ? this.player.checker.awaits : 'the playlist';
  }

  /** What the stream is. */
  get description(): string | undefined {
    return this.player?.checker.description;
  }

  /** Milliseconds without a byte that are nothing to wonder at. */
  get usualGap(): number {
    return this.player?.usualGap ?? 0;
  }

  /** Takes a piece of the playlist. */
  text(piece: Buffer): void {
    this.length += piece.length;
    if (this.length <= MOST_TEXT) this.pieces.push(Buffer.from(piece));
  }

  /** The playlist has come whole. */
  begin(): void {
    const text = Buffer.concat(this.pieces.splice(0)).toString();
    const address = firstAddress(text);
    if (!isHlsText(text)) {
      if (address !== undefined && URL.canParse(address, this.url.href))
        this.handler.stream(new URL(address, this.url));
      else this.handler.failed({ reason: 'the playlist holds no address', detail: this.url.pathname });
      return;
    }
    const cookies = new Map<string, string>();
    keepCookies(cookies, this.cookies);
    const client = new HlsClient(this.options, this.timeout, cookies, this.from);
    this.player = new HlsPlayer(client, this.url, text, this.handler);
  }

  /** A segment came so many milliseconds after its end was made. */
  late(lag: number | undefined): void {
    if (lag !== undefined) this.lag = Math.max(this.lag ?? 0, lag);
  }

  close(): void {
    this.player?.close();
  }
}
