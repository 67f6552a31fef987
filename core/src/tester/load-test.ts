import { Listener, type ListenerPlan, type ListenerResult } from './listener';
import { StreamOpener } from './open-stream';

/** Milliseconds between two looks at the clock. */
const TICK = 20;
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
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** What a listener does; called anew for each. */
  listener(): ListenerPlan;
}

/** Watches a test. */
export interface LoadWatcher {
  /** A listener has left. */
  left(result: ListenerResult): void;
  /** About once a second: how many listen at the moment. */
  listening?(count: number): void;
}

interface Place {
  /** When the next listener comes, in milliseconds from the start. */
  next: number;
  listener: Listener | undefined;
}

/**
 * Runs listeners against a server; ends when the last one has left.
 * @param signal ends the test early; the listeners of the moment count as interrupted.
 */
export async function runLoadTest(plan: LoadPlan, watcher: LoadWatcher, signal?: AbortSignal): Promise<void> {
  const opener = new StreamOpener(plan.insecure);
  const began = performance.now();
  const places = Array.from({ length: plan.clients }, (_, index): Place => {
    return { next: (index / plan.clients) * plan.rampUp * 1000, listener: undefined };
  });
  const fill = (place: Place, elapsed: number): void => {
    const listener = new Listener(opener, plan.listener());
    place.listener = listener;
    void listener.result.then((result) => {
      watcher.left(result);
      place.listener = undefined;
      const now = performance.now() - began;
      const again = plan.duration !== undefined && now < plan.duration * 1000;
      place.next = again ? Math.max(now, elapsed + RENEWAL) : Infinity;
    });
  };
  await new Promise<void>((resolve) => {
    let told = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      const elapsed = now - began;
      const stopping = signal?.aborted === true || elapsed > (plan.duration ?? Infinity) * 1000;
      for (const place of places) {
        if (place.listener) place.listener.tick(now);
        else if (stopping) place.next = Infinity;
        else if (place.next <= elapsed) fill(place, elapsed);
        if (signal?.aborted) place.listener?.interrupt();
      }
      const listening = places.filter((place) => place.listener).length;
      if (elapsed - told >= 1000) {
        told = elapsed;
        watcher.listening?.(listening);
      }
      if (listening > 0 || places.some((place) => place.next !== Infinity)) return;
      clearInterval(timer);
      resolve();
    }, TICK);
  });
}
