import type { ServerResponse } from 'node:http';
import type { Context } from '@flumotion/core/plugin';
import type { Refusal, Visit } from '@flumotion/web';
import { Companions, openPoster } from '@flumotion/player-page';
import { invalid, METHODS, preflight } from './answers';
import type { Properties } from './declaration';
import { PLAYLIST_TYPE } from './pages';

/** What has to be known of the rest. */
export interface BesideParts {
  readonly mount: string;
  /** Path of the main playlist. */
  readonly playlist: string;
  /** URL of the main playlist, once it is known. */
  readonly url: () => string;
  readonly isReady: () => boolean;
  readonly listeners: () => number;
  /** Bits per second. */
  readonly bitrate: () => number;
  readonly refuse: (response: ServerResponse, refusal: Refusal) => void;
}

/** What is answered beside the playlists: the player page, playlists for other players, figures. */
export class Beside {
  private companions: Companions | undefined;
  private peak = 0;
  private since = Date.now();
  private arrived = -Infinity;

  constructor(
    private readonly context: Context<Properties>,
    private readonly parts: BesideParts,
  ) {}

  /** Gets ready. */
  async open(): Promise<void> {
    const { properties } = this.context;
    const { parts } = this;
    const page = properties['player-page'];
    this.companions = new Companions(
      {
        mount: parts.mount,
        stream: parts.playlist,
        poster: await openPoster(this.context, page ? properties.poster : undefined),
        origin: () => (URL.canParse(parts.url()) ? new URL(parts.url()).origin : 'http://localhost'),
        began: Date.now(),
        media: () =>
          parts.isReady()
            ? { contentType: PLAYLIST_TYPE, codecs: [], flowing: this.flows(), since: this.since }
            : undefined,
        figures: () => {
          const listeners = parts.listeners();
          return { listeners, peak: Math.max(this.peak, listeners), bitrate: parts.bitrate() };
        },
        about: () => ({ name: properties.description }),
      },
      { page, status: properties['status-page'] },
    );
  }

  /** A fragment has come. */
  cut(): void {
    if (this.arrived === -Infinity) this.since = Date.now();
    this.arrived = performance.now();
  }

  /** A listener has come. */
  began(): void {
    this.peak = Math.max(this.peak, this.parts.listeners());
  }

  /** Answers what is here. @returns whether it is. */
  async answer(response: ServerResponse, { head, secure }: Visit): Promise<boolean> {
    if (this.companions?.has(head.path) !== true) return false;
    if (head.method === 'OPTIONS') preflight(response);
    else if (!METHODS.split(', ').includes(head.method))
      this.parts.refuse(response, { ...invalid(405, `use ${METHODS}`), fields: { Allow: METHODS } });
    else {
      const answer = await this.companions.answer(head, secure);
      if (!answer) return false;
      const { status, fields, body } = answer;
      response.writeHead(status, { ...fields, ...(status === 304 ? {} : { 'Content-Length': body.length }) });
      response.end(head.method === 'HEAD' ? undefined : body);
    }
    return true;
  }

  /** Whether fragments come just now. */
  private flows(): boolean {
    const patience = 3 * this.context.properties['segment-duration'] * 1000 + 2000;
    return performance.now() - this.arrived < patience;
  }
}
