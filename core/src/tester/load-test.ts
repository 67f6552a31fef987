import type { AskingOptions } from './http/opener';
import { StreamOpener } from './http/opener';
import { SharedStreams } from './judge';
import { Listener } from './listener';
import type { ListenerPlan, ListenerResult } from './listener-plan';

/** Milliseconds between two looks at who comes and goes. */
const TICK = 20;
/** Every so many looks each listener looks at the clock. */
const LOOKS = 5;
/** Least milliseconds between two listeners in the same place. */
const RENEWAL = 1000;

/** A whole test. */
export interface LoadPlan {
  /** Listeners at a time. */
  readonly clients: number;
  /** Seconds over which the first listeners come. */
  readonly rampUp: number;
  /** Seconds during which a listener that has left is replaced; every place is taken once when left out. */
  readonly duration?: number;
  /** Listeners that leave each second, the longest there first, and are replaced at once, while `duration` lasts. */
  readonly churn?: number;
  readonly asking: AskingOptions;
  /** What the listener at a place does; called anew for each. */
  listener(place: number): ListenerPlan;
}

/** Watches a test. */
export interface LoadWatcher {
  /** A listener has left. */
  left(result: ListenerResult): void;
  /** About once a second: how many listen at the moment, and how many of them can play what they get. */
  listening?(count: number, play: number): void;
}

interface Place {
  readonly number: number;
  /** When the next listener comes, in milliseconds from the start. */
  next: number;
  listener: Listener | undefined;
}

/**
 * Runs listeners against a server; ends when the last one has left.
 * @param signal ends the test early; the listeners of the moment count as interrupted.
 */
export function runLoadTest(plan: LoadPlan, watcher: LoadWatcher, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const run = new Run(plan, watcher);
    const timer = setInterval(() => {
      if (run.look(signal?.aborted === true)) return;
      clearInterval(timer);
      resolve();
    }, TICK);
  });
}

class Run {
  private readonly opener: StreamOpener;
  private readonly streams = new SharedStreams();
  private readonly began = performance.now();
  private readonly places: readonly Place[];
  /** Places that will be taken again. */
  private waiting: number;
  private listening = 0;
  private looks = 0;
  private told = 0;
  /** Listeners that were sent away, and the place of the next. */
  private sent = 0;
  private turn = 0;

  constructor(
    private readonly plan: LoadPlan,
    private readonly watcher: LoadWatcher,
  ) {
    const { clients, rampUp } = plan;
    this.opener = new StreamOpener(plan.asking);
    this.places = Array.from({ length: clients }, (_, number): Place => {
      return { number, next: (number / clients) * rampUp * 1000, listener: undefined };
    });
    this.waiting = clients;
  }

  /** Has listeners come and go. @returns whether there will be something to look at again. */
  look(aborted: boolean): boolean {
    const now = performance.now();
    const elapsed = now - this.began;
    const over = aborted || elapsed > (this.plan.duration ?? Infinity) * 1000;
    const tick = this.looks++ % LOOKS === 0;
    for (const place of this.places) {
      if (aborted) place.listener?.interrupt();
      if (place.listener) {
        if (over && this.plan.churn !== undefined && place.listener.plays) place.listener.leave();
        else if (tick) place.listener.tick(now);
      } else if (over) this.close(place);
      else if (place.next <= elapsed) this.fill(place, elapsed);
    }
    if (!over) this.sendAway(elapsed);
    if (elapsed - this.told >= 1000) this.tell(elapsed);
    return this.listening > 0 || this.waiting > 0;
  }

  private fill(place: Place, elapsed: number): void {
    const { plan, opener, streams } = this;
    this.listening++;
    this.close(place);
    place.listener = new Listener(opener, plan.listener(place.number), streams, (result) => {
      this.listening--;
      place.listener = undefined;
      const now = performance.now() - this.began;
      if (plan.duration !== undefined && now < plan.duration * 1000) {
        this.waiting++;
        place.next = plan.churn === undefined ? Math.max(now, elapsed + RENEWAL) : now;
      }
      this.watcher.left(result);
    });
  }

  /** Nobody comes to a place any more. */
  private close(place: Place): void {
    if (place.next !== Infinity) this.waiting--;
    place.next = Infinity;
  }

  /** Those who have been there longest leave, once they could have played the stream. */
  private sendAway(elapsed: number): void {
    const { churn = 0, rampUp } = this.plan;
    const due = Math.floor(((elapsed - rampUp * 1000) / 1000) * churn);
    for (let tries = this.places.length; this.sent < due && tries > 0; tries--) {
      const listener = this.places[this.turn++ % this.places.length]?.listener;
      if (listener?.plays !== true) continue;
      this.sent++;
      listener.leave();
    }
  }

  private tell(elapsed: number): void {
    this.told = elapsed;
    const play = this.places.filter(({ listener }) => listener?.plays === true).length;
    this.watcher.listening?.(this.listening, play);
  }
}
