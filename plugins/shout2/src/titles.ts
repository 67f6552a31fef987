import { request } from 'node:http';
import type { FeedTags } from '@flumotion/core/plugin';
import type { Properties } from './request';

/** Milliseconds the server has to answer. */
const DEADLINE = 10_000;
/** Milliseconds between attempts, and the most of them: a server that has just taken a stream does not know it yet. */
const RETRY = 1000;
const MOST_ATTEMPTS = 5;
/** Most characters of a title; servers read only so much of a request. */
const MOST_TITLE = 500;

/** Tells the server what plays, in a request beside the stream: in MP3 and AAC there is no place for it. */
export class Titles {
  private wanted = '';
  private told = '';
  private open = false;
  /** Counts connections: what was told on one says nothing of the next. */
  private connection = 0;
  private busy = false;
  private timer: NodeJS.Timeout | undefined;
  private attempts = 0;

  /**
   * @param done - told of each title that the server has taken.
   * @param failed - told, in words, when it does not take one.
   */
  constructor(
    private readonly properties: Properties,
    private readonly done: (title: string) => void,
    private readonly failed: (reason: string) => void,
  ) {}

  /** Takes what the feed says of itself. */
  tags(tags: FeedTags): void {
    this.wanted = titleOf(tags);
    this.attempts = 0;
    this.tell();
  }

  /** The server takes the stream from now on; of titles it knows nothing. */
  begin(): void {
    this.open = true;
    this.connection++;
    this.told = '';
    this.attempts = 0;
    this.tell();
  }

  /** The connection is over. */
  end(): void {
    this.open = false;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private tell(): void {
    if (!this.open || this.busy || this.timer || this.wanted === this.told) return;
    const { wanted: title, connection } = this;
    this.busy = true;
    this.attempts++;
    void this.ask(title)
      .then(
        () => {
          if (connection === this.connection) this.told = title;
          this.done(title);
        },
        (error: unknown) => {
          if (connection === this.connection) this.refused(title, error as Error);
        },
      )
      .then(() => {
        this.busy = false;
        this.tell();
      });
  }

  private refused(title: string, { message, cause }: Error): void {
    if (cause !== undefined || this.attempts >= MOST_ATTEMPTS) {
      this.told = title;
      this.failed(`the server does not take the title: ${message}`);
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.tell();
    }, RETRY).unref();
  }

  private ask(title: string): Promise<void> {
    const { ip, port, user, password, 'mount-point': mount } = this.properties;
    const query = new URLSearchParams({ mode: 'updinfo', mount, song: title, charset: 'UTF-8' });
    return new Promise((resolve, reject) => {
      const asked = request({
        host: ip,
        port,
        path: `/admin/metadata?${query.toString()}`,
        auth: `${user}:${password ?? ''}`,
        headers: { 'User-Agent': 'Flumotion' },
        agent: false,
        timeout: DEADLINE,
      });
      asked.on('response', (answer) => {
        answer.resume();
        answer.on('error', reject);
        answer.on('close', () => {
          const { statusCode: status = 0 } = answer;
          // A login that is refused will be so again.
          const cause = status === 401 || status === 403 ? status : undefined;
          if (status === 200) resolve();
          else reject(new Error(`it answers with status ${String(status)}`, { cause }));
        });
      });
      asked.on('timeout', () => asked.destroy(new Error('it does not answer')));
      asked.on('error', reject);
      asked.end();
    });
  }
}

function titleOf({ artist, title }: FeedTags): string {
  const names = [artist, title].filter((name) => typeof name === 'string' && name !== '');
  const known = typeof title === 'string' && title !== '';
  const whole = known ? names.join(' - ').replace(/\p{Cc}+/gu, ' ') : '';
  return Array.from(whole).slice(0, MOST_TITLE).join('');
}
