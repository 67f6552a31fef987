import { call } from './client';
import { EventLink } from './event-link';
import { forget, live, take } from './live';
import { feedRates, figuresOf, loadsOf, planetOf, type LiveEvent } from './live-model';
import type { PlanetState } from './types';

/** Milliseconds between questions while the manager cannot be listened to. */
const POLL = 2000;
/** Milliseconds between two changes of what the pages show: more often nobody sees, and drawing costs. */
const PACE = 200;
/** Events that wait at most: a page that nobody looks at has its timers slowed down. */
const MOST_WAITING = 500;

type Watcher = (event: LiveEvent) => void;

/**
 * Keeps what the pages know of the planet in step with the manager: by its events, and by asking again and again where
 * something on the way lets no WebSocket through.
 */
class PlanetLink {
  private readonly watchers = new Set<Watcher>();
  private waiting: LiveEvent[] = [];
  private flusher: ReturnType<typeof setTimeout> | undefined;
  private flushed = 0;
  private poller: ReturnType<typeof setTimeout> | undefined;
  private polled = 0;
  private running = false;
  /** Counts beginnings: one that was ended while it waited is no longer meant. */
  private begun = 0;
  private endFigures: (() => void) | undefined;
  private readonly link = new EventLink(
    {
      events: (events) => {
        this.take(events);
      },
      open: (open) => {
        this.opened(open);
      },
    },
    (path) => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`),
  );

  start(): void {
    if (this.running) return;
    this.running = true;
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.look);
    this.look();
    void this.begin();
  }

  /** Asks for the planet, which comes packed, and has told from there on; unpacked it would come by the socket. */
  private async begin(): Promise<void> {
    this.begun += 1;
    const { begun } = this;
    const since = await this.ask().catch(() => undefined);
    if (this.running && begun === this.begun) this.link.start(since);
  }

  end(): void {
    this.running = false;
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.look);
    this.endFigures?.();
    this.endFigures = undefined;
    clearTimeout(this.poller);
    clearTimeout(this.flusher);
    this.flusher = undefined;
    this.waiting = [];
    this.link.end();
    forget();
  }

  /** @see EventLink.subscribe */
  subscribe(topic: string): () => void {
    return this.link.subscribe(topic);
  }

  /** Has a function told of every event; call what it gives back to end that. */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Asks for the planet now, as after a change that has just been made. */
  async refresh(): Promise<void> {
    if (live.getState().link !== 'live') await this.ask();
  }

  private readonly hurry = (): void => {
    this.link.hurry();
  };

  /** Figures are told only while somebody can see them. */
  private readonly look = (): void => {
    if (document.visibilityState === 'visible') {
      this.endFigures ??= this.link.subscribe('figures');
      return;
    }
    this.endFigures?.();
    this.endFigures = undefined;
  };

  private opened(open: boolean): void {
    clearTimeout(this.poller);
    if (open) {
      live.setState({ link: 'live' });
      return;
    }
    if (live.getState().link === 'live') live.setState({ link: 'lost' });
    this.poller = setTimeout(() => void this.poll(), POLL);
  }

  private take(events: readonly LiveEvent[]): void {
    this.waiting.push(...events);
    const wait = this.flushed + PACE - performance.now();
    if (wait <= 0 || this.waiting.length > MOST_WAITING) this.flush();
    else this.flusher ??= setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
    clearTimeout(this.flusher);
    this.flusher = undefined;
    this.flushed = performance.now();
    const events = this.waiting;
    this.waiting = [];
    const whole = events.findLast(({ type }) => type === 'snapshot');
    if (whole) this.whole(whole.data as PlanetState);
    take(whole ? events.slice(events.indexOf(whole) + 1) : events);
    for (const event of events) for (const watcher of this.watchers) watcher(event);
  }

  private whole(state: PlanetState): void {
    live.setState({ planet: planetOf(state), figures: figuresOf(state), loads: loadsOf(state) });
  }

  private async poll(): Promise<void> {
    try {
      await this.ask();
      if (live.getState().link !== 'live') live.setState({ link: 'polling' });
    } catch {
      if (live.getState().link !== 'live') live.setState({ link: 'lost' });
    }
    clearTimeout(this.poller);
    if (this.running && live.getState().link !== 'live')
      this.poller = setTimeout(() => void this.poll(), POLL);
  }

  /** @returns the last event that is in what was answered. */
  private async ask(): Promise<string | undefined> {
    const state = await call<PlanetState>('GET', '/planet');
    if (!this.running) return undefined;
    const before = live.getState();
    if (before.link === 'live' && before.planet) return state.event;
    const now = Date.now();
    const planet = planetOf(state);
    const feeds = feedRates(before.planet, planet, (now - this.polled) / 1000);
    this.polled = now;
    live.setState({ planet, figures: figuresOf(state), loads: loadsOf(state), feeds });
    return state.event;
  }
}

/** The one link of these pages to their manager. */
export const planetLink = new PlanetLink();
