import type { FeedTags } from '@flumotion/core/plugin';
import { line, makeTitle, NO_TITLE, type Title } from './title';

/** What people have set; empty or left out where the feed shall say it. */
export interface StationSettings {
  readonly title?: string | undefined;
  readonly name?: string | undefined;
  readonly genre?: string | undefined;
  readonly url?: string | undefined;
  readonly description: string;
  readonly public: boolean;
}

/** What is known of a stream and of what plays on it. */
export interface StationInfo {
  readonly name: string;
  readonly genre: string;
  readonly url: string;
  readonly description: string;
  readonly public: boolean;
  /** What plays; empty while nothing is known. */
  readonly title: string;
  /** Address about what plays; empty when there is none. */
  readonly titleUrl: string;
  /** When the title changed last; undefined when it never did. */
  readonly titleSince: Date | undefined;
  /** Bits per second that the feed says it has; undefined when it says nothing. */
  readonly bitrate: number | undefined;
}

/**
 * What a stream is called and what plays on it. The title is the one that people have set; else the latest that the
 * feed's tags or a request named.
 */
export class Station {
  private tagged: FeedTags = {};
  /** Title and address that the feed named last. */
  private named: readonly [string, string] = ['', ''];
  private latest: Title = NO_TITLE;
  private pinned: Title | undefined;
  private since: Date | undefined;
  private current: Title = NO_TITLE;

  /** @param changed - called with each new title. */
  constructor(
    private readonly settings: () => StationSettings,
    private readonly changed: (title: Title) => void,
  ) {}

  /** What plays. */
  get title(): Title {
    return this.current;
  }

  /** Whether people have set the title, so that nobody else's counts. */
  get fixed(): boolean {
    return this.pinned !== undefined;
  }

  /** Takes all tags of the feed as they are now. */
  tags(tags: FeedTags): void {
    this.tagged = tags;
    const named = [titleOf(tags), textOf(tags, 'homepage')] as const;
    // Other tags come again and again; they do not undo what a request has named since.
    if (named[0] === this.named[0] && named[1] === this.named[1]) return;
    this.named = named;
    this.announce(...named);
  }

  /** Takes a title that somebody named. */
  announce(text: string, url = ''): void {
    this.latest = makeTitle(text, url);
    this.tell();
  }

  /** Takes settings that have changed. */
  refresh(): void {
    const { title } = this.settings();
    this.pinned = title ? makeTitle(title) : undefined;
    this.tell();
  }

  /** All that is known. */
  info(): StationInfo {
    const { name, genre, url, description, public: listed } = this.settings();
    const { tagged, current: title } = this;
    const rate = tagged['nominal-bitrate'] ?? tagged['bitrate'];
    return {
      name: name || textOf(tagged, 'organization') || description,
      genre: genre || textOf(tagged, 'genre'),
      url: url || textOf(tagged, 'location'),
      description,
      public: listed,
      title: title.text,
      titleUrl: title.url,
      titleSince: this.since,
      bitrate: typeof rate === 'number' && rate > 0 ? rate : undefined,
    };
  }

  /** The same title named again is no change: listeners are not told again. */
  private tell(): void {
    const title = this.pinned ?? this.latest;
    if (title.block.equals(this.current.block)) return;
    this.current = title;
    this.since = new Date();
    this.changed(title);
  }
}

function textOf(tags: FeedTags, name: string): string {
  const value = tags[name];
  return typeof value === 'string' ? line(value) : '';
}

function titleOf(tags: FeedTags): string {
  const [artist, title] = [textOf(tags, 'artist'), textOf(tags, 'title')];
  return artist === '' || title === '' ? title : `${artist} - ${title}`;
}
