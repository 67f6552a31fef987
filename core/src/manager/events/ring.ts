import { randomBytes } from 'node:crypto';

/** Events kept for those who come again. */
export const RING_EVENTS = 5000;
/** Characters of all kept events together, unless they are fewer than a tenth of `RING_EVENTS`. */
const RING_TEXT = 64 * 1024 * 1024;

/** An event as it is kept. */
export interface KeptEvent {
  /** Counts from 1 over the life of the manager. */
  readonly number: number;
  /** Told to admins alone. */
  readonly secret: boolean;
  /** The whole message, JSON. */
  readonly text: string;
}

/**
 * The last events of this manager, numbered without a gap. An id is `EPOCH:NUMBER`; the epoch is another one after each
 * start of the manager.
 */
export class EventRing {
  readonly epoch = randomBytes(6).toString('hex');
  private readonly events: KeptEvent[] = [];
  private size = 0;
  private lastNumber = 0;

  constructor(
    private readonly most = RING_EVENTS,
    private readonly mostText = RING_TEXT,
  ) {}

  /** Number of the last event; 0 before the first. */
  get last(): number {
    return this.lastNumber;
  }

  /** Id of an event; of the last one when left out. */
  id(number: number = this.lastNumber): string {
    return `${this.epoch}:${number}`;
  }

  /** Takes an event in. @param data - JSON text. */
  add(type: string, data: string, secret = false): KeptEvent {
    const number = ++this.lastNumber;
    const text = eventText(this.id(number), type, data);
    const event = { number, secret, text };
    this.events.push(event);
    this.size += text.length;
    const few = this.most / 10;
    while (this.events.length > this.most || (this.size > this.mostText && this.events.length > few))
      this.size -= this.events.shift()?.text.length ?? 0;
    return event;
  }

  /** The event that follows a number; undefined when there is none yet, and `lost` when it is not kept any more. */
  after(number: number): KeptEvent | 'lost' | undefined {
    if (number >= this.lastNumber) return undefined;
    const [oldest] = this.events;
    const at = number + 1 - (oldest?.number ?? 0);
    return at < 0 ? 'lost' : (this.events[at] ?? 'lost');
  }

  /** The number in an id of this epoch whose followers are all kept; undefined for another one. */
  numberIn(id: string): number | undefined {
    const [, epoch, digits] = /^([0-9a-f]{1,64}):(\d{1,15})$/.exec(id) ?? [];
    const number = Number(digits);
    if (epoch !== this.epoch || number > this.lastNumber || this.after(number) === 'lost') return undefined;
    return number;
  }
}

/** A message as it is sent. @param data - JSON text. */
export function eventText(id: string, type: string, data: string): string {
  return `{"id":${JSON.stringify(id)},"time":${Date.now()},"type":${JSON.stringify(type)},"data":${data}}`;
}
