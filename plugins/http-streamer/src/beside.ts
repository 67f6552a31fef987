import type { Context } from '@flumotion/core/plugin';
import {
  Companions,
  readPoster,
  type CompanionAnswer,
  type CompanionRequest,
  type Poster,
} from '@flumotion/player-page';
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
    const picture = poster === undefined || !page ? undefined : await this.picture(poster);
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

  /** The answer to GET or HEAD. @param secure - whether the client came by TLS. */
  async answer(request: CompanionRequest, secure: boolean): Promise<CompanionAnswer | undefined> {
    return this.companions?.answer(request, secure);
  }

  private async picture(poster: string): Promise<Poster | undefined> {
    try {
      return await readPoster(poster);
    } catch (error) {
      this.context.message({
        level: 'warning',
        id: 'poster',
        text: error instanceof Error ? error.message : String(error),
        advice:
          'Give the URL of a picture, or the name of a file that this worker can read, and start the component again.',
      });
      return undefined;
    }
  }
}
