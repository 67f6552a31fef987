import type { WebSocket } from 'ws';
import { z } from 'zod/v3';
import { textOf } from '../../rpc/websocket';
import type { Events } from '../events/events';
import type { FigureKeeper } from '../events/figures';
import type { LogBook, NotedLine } from '../events/log-book';
import { eventText } from '../events/ring';

/** Bytes that may wait for a client before it is sent nothing more until it has read. */
const MOST_WAITING = 256 * 1024;
/** Topics of one client. */
const MAX_TOPICS = 200;
/** Messages of a client that are not understood before it is cut off. */
const MAX_BAD = 10;

const asked = z
  .object({
    subscribe: z.array(z.string().max(500)).max(MAX_TOPICS).optional(),
    unsubscribe: z.array(z.string().max(500)).max(MAX_TOPICS).optional(),
  })
  .strict();

const TOPIC = /^(figures|log|log:.+)$/;

/** What clients of the events are given. */
export interface EventSources {
  readonly events: Events;
  readonly figures: Pick<FigureKeeper, 'listen'>;
  readonly logs: Pick<LogBook, 'listen'>;
  /** The whole planet as JSON text, and the number of the last event that is in it. */
  readonly snapshot: () => { readonly number: number; readonly data: string };
}

/** Who listens. */
export interface EventListener {
  readonly admin: boolean;
  /** Id of the last event that it has, when it comes again. */
  readonly since?: string | undefined;
}

/**
 * One listener to the events. Nothing is queued for it but what its socket holds: it has a place in the ring of events,
 * goes on there when it has read, and gets the whole planet afresh when its place is gone.
 */
export class EventClient {
  private place: number;
  private readonly topics = new Set<string>();
  private readonly ends: (() => void)[] = [];
  private endFigures: (() => void) | undefined;
  private endLogs: (() => void) | undefined;
  private missedLines = 0;
  private bad = 0;
  private heard = true;
  private waitedBefore = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly sources: EventSources,
    private readonly listener: EventListener,
  ) {
    const { ring } = sources.events;
    const since = listener.since === undefined ? undefined : ring.numberIn(listener.since);
    this.place = since ?? -1;
    this.ends.push(
      sources.events.listen(() => {
        this.pump();
      }),
    );
    socket.on('message', (data, binary) => {
      this.take(binary ? '' : textOf(data));
    });
    socket.on('pong', () => (this.heard = true));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.close();
    });
    this.pump();
  }

  /** Ends it. @param code - of WebSocket. */
  close(code = 1001, reason = 'the manager ends'): void {
    for (const end of this.ends.splice(0)) end();
    this.endFigures?.();
    this.endLogs?.();
    this.endFigures = this.endLogs = undefined;
    if (this.socket.readyState === this.socket.OPEN) this.socket.close(code, reason);
  }

  /** Asks whether it is still there, and cuts it off when it neither answered the last time nor read anything since. */
  ping(): void {
    const { socket } = this;
    const reads = socket.bufferedAmount < this.waitedBefore;
    if (!this.heard && !reads) {
      socket.terminate();
      return;
    }
    this.heard = false;
    this.waitedBefore = socket.bufferedAmount;
    socket.ping();
  }

  /** Sends what follows its place in the ring, as far as it reads. */
  private pump(): void {
    const { ring } = this.sources.events;
    while (this.ends.length > 0 && this.socket.bufferedAmount < MOST_WAITING) {
      const event = this.place < 0 ? 'lost' : ring.after(this.place);
      if (event === undefined) return;
      if (event === 'lost') {
        const { number, data } = this.sources.snapshot();
        this.place = number;
        this.send(eventText(ring.id(number), 'snapshot', data));
      } else {
        this.place = event.number;
        if (!event.secret || this.listener.admin) this.send(event.text);
      }
    }
  }

  private send(text: string): void {
    this.socket.send(text, () => {
      if (this.socket.readyState === this.socket.OPEN) this.pump();
    });
  }

  /** Sends what is not kept: a client that does not read it in time goes without. @returns whether it was sent. */
  private sendNow(type: string, data: string): boolean {
    if (this.socket.bufferedAmount >= MOST_WAITING) return false;
    this.send(eventText(this.sources.events.ring.id(Math.max(0, this.place)), type, data));
    return true;
  }

  private take(text: string): void {
    let told: unknown;
    try {
      told = JSON.parse(text);
    } catch {
      told = undefined;
    }
    const { success, data } = asked.safeParse(told);
    if (!success) {
      this.complain('expected {"subscribe": […]} or {"unsubscribe": […]} with names of topics');
      return;
    }
    const unknown = data.subscribe?.find((topic) => !TOPIC.test(topic));
    if (unknown !== undefined) {
      this.complain(
        `there is no topic ${JSON.stringify(unknown)}; there are figures, log and log:/flow/name`,
      );
      return;
    }
    for (const topic of data.unsubscribe ?? []) this.topics.delete(topic);
    for (const topic of data.subscribe ?? []) if (this.topics.size < MAX_TOPICS) this.topics.add(topic);
    this.follow();
  }

  private complain(message: string): void {
    this.bad += 1;
    if (this.bad > MAX_BAD) this.close(1008, 'too many messages that are not understood');
    else this.sendNow('error', JSON.stringify({ code: 'body-invalid', message }));
  }

  private follow(): void {
    const { figures, logs } = this.sources;
    if (!this.topics.has('figures')) {
      this.endFigures?.();
      this.endFigures = undefined;
    } else {
      this.endFigures ??= figures.listen((text) => {
        this.sendNow('figures', text);
      });
    }
    if (![...this.topics].some((topic) => topic.startsWith('log'))) {
      this.endLogs?.();
      this.endLogs = undefined;
    } else {
      this.endLogs ??= logs.listen((line) => {
        this.log(line);
      });
    }
  }

  private log(line: NotedLine): void {
    if (!this.topics.has('log') && !this.topics.has(`log:${line.object}`)) return;
    const missed = this.missedLines === 0 ? {} : { missed: this.missedLines };
    if (this.sendNow('log', JSON.stringify({ ...line, ...missed }))) this.missedLines = 0;
    else this.missedLines += 1;
  }
}
