import type { Context } from '@flumotion/core/plugin';
import { Companions, openPoster, type CompanionAnswer, type CompanionRequest } from '@flumotion/player-page';
import { LiveChannel, type ChannelParts } from './channel';
import type { SharedProperties } from './declaration';

/** What is answered beside the stream: the player page, playlists, figures. */
export class Beside {
  private channel: LiveChannel | undefined;
  private companions: Companions | undefined;

  constructor(
    private readonly context: Context<SharedProperties>,
    private readonly parts: Omit<ChannelParts, 'poster'>,
  ) {}

  /** Gets ready. A poster that cannot be shown is told as a message, and left out. */
  async open(): Promise<void> {
    const { poster, 'player-page': page, 'status-page': status } = this.context.properties;
    const picture = await openPoster(this.context, page ? poster : undefined);
    this.channel = new LiveChannel({ ...this.parts, poster: picture });
    this.companions = new Companions(this.channel, { page, status });
  }

  /** Looks whether media flow; call it about once a second. */
  check(): void {
    this.channel?.check();
  }

  /** Whether a path, percent-decoded, is answered here. */
  has(path: string): boolean {
    return this.companions?.has(path) ?? false;
  }

  /** Whether requests for a path are to be logged; open pages would fill the log. */
  isLogged(path: string): boolean {
    return this.companions?.isFrequent(path) === false;
  }

  /** The stream's figures as Icecast's JSON. */
  figures(request: CompanionRequest): string {
    if (!this.companions) throw new Error('the streamer has not started');
    return this.companions.figures(request, false);
  }

  /** The answer to GET or HEAD. @param secure - whether the client came by TLS. */
  async answer(request: CompanionRequest, secure: boolean): Promise<CompanionAnswer | undefined> {
    return this.companions?.answer(request, secure);
  }
}
