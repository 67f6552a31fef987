import type { LiveEvent } from './live-model';

/** Milliseconds between attempts to reach the manager: first, and at most. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
/** Milliseconds without a sign of life after which a connection counts as dead. The manager sends something each second. */
const SILENCE = 45_000;

/** What the link tells. */
export interface LinkListener {
  /** Events in their order. */
  events(events: readonly LiveEvent[]): void;
  /** The connection is there (`true`), or was lost or could not be made. */
  open(open: boolean): void;
}

/** Part of a browser's WebSocket that is used. */
export interface Wire {
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

/**
 * The manager's events, over a WebSocket that is made again whenever it breaks. It then asks for what was missed; where
 * the manager no longer has that, or has been started anew, it sends the whole planet.
 */
export class EventLink {
  private wire: Wire | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_WAIT;
  private last: string | undefined;
  private ended = false;
  private open = false;
  private readonly wanted = new Map<string, number>();

  /** @param dial - opens a connection to a path of this host. */
  constructor(
    private readonly listener: LinkListener,
    private readonly dial: (path: string) => Wire,
  ) {}

  /** Begins. @param since - id of the last event that is known already; without it the whole planet is sent first. */
  start(since?: string): void {
    this.ended = false;
    this.last = since;
    this.connect();
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    this.drop();
  }

  /** Tries at once, as when the browser says that the network is back. */
  hurry(): void {
    if (this.ended || this.wire) return;
    clearTimeout(this.timer);
    this.wait = FIRST_WAIT;
    this.connect();
  }

  /** Asks for what is told only to who asks, such as `figures`; call what it gives back when it is no longer wanted. */
  subscribe(topic: string): () => void {
    const count = this.wanted.get(topic) ?? 0;
    this.wanted.set(topic, count + 1);
    if (count === 0) this.say({ subscribe: [topic] });
    let over = false;
    return () => {
      if (over) return;
      over = true;
      const left = (this.wanted.get(topic) ?? 1) - 1;
      if (left > 0) {
        this.wanted.set(topic, left);
        return;
      }
      this.wanted.delete(topic);
      this.say({ unsubscribe: [topic] });
    };
  }

  private say(what: object): void {
    if (this.open) this.wire?.send(JSON.stringify(what));
  }

  private connect(): void {
    const since = this.last === undefined ? '' : `?since=${encodeURIComponent(this.last)}`;
    const wire = this.dial(`/api/events${since}`);
    this.wire = wire;
    wire.onopen = () => {
      this.open = true;
      this.wait = FIRST_WAIT;
      this.heard();
      if (this.wanted.size > 0) this.say({ subscribe: [...this.wanted.keys()] });
      this.listener.open(true);
    };
    wire.onmessage = ({ data }: { readonly data: unknown }) => {
      this.heard();
      const event = parse(data);
      if (!event) return;
      if (event.id !== undefined) this.last = String(event.id);
      this.listener.events([event]);
    };
    wire.onclose = () => {
      if (this.wire === wire) this.lost();
    };
    this.heard();
  }

  private lost(): void {
    this.drop();
    if (this.ended) return;
    this.listener.open(false);
    this.timer = setTimeout(() => {
      this.connect();
    }, this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  private drop(): void {
    const { wire } = this;
    this.wire = undefined;
    this.open = false;
    clearTimeout(this.watch);
    if (!wire) return;
    wire.onopen = wire.onclose = wire.onmessage = null;
    wire.close();
  }

  private heard(): void {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => {
      this.lost();
    }, SILENCE);
  }
}

function parse(data: unknown): LiveEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const event = JSON.parse(data) as Partial<LiveEvent> | null;
    return typeof event?.type === 'string' ? (event as LiveEvent) : undefined;
  } catch {
    return undefined;
  }
}
