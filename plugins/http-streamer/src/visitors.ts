import {
  Departures,
  isMeant,
  type Departure,
  type ListenerRow,
  type Meant,
  type Reason,
} from '@flumotion/web';
import type { Everybody } from './everybody';
import type { SomeListener } from './halls/halls';

/** Who listens and who left last, for people. */
export class Visitors {
  private readonly gone = new Departures();

  constructor(private readonly audience: Pick<Everybody, 'all' | 'dismiss'>) {}

  /** Rows of the table `listeners`. */
  *listeners(): Generator<ListenerRow> {
    const now = performance.now();
    for (const listener of this.audience.all()) {
      const lag = Math.round(listener.lag(now) * 10) / 10;
      yield { ...rowOf(listener, now), lag, state: listener.state };
    }
  }

  /** Rows of the table `departures`. */
  departures(): Iterable<Departure> {
    return this.gone.all();
  }

  /** Has listeners leave. @returns how many. @throws Error when nobody is named. */
  eject(meant: Meant): number {
    // Also where nobody listens.
    isMeant(meant, {});
    const found = [...this.audience.all()].filter(({ visit }) => isMeant(meant, visit));
    for (const listener of found) this.audience.dismiss(listener, 'ejected', '(a person wanted it)');
    return found.length;
  }

  /** Notes that a listener has left. */
  left(listener: SomeListener, reason: Reason, detail: string): void {
    this.gone.add({ ...rowOf(listener, performance.now()), left: Date.now(), reason, detail });
  }
}

function rowOf({ visit, since, bytes }: SomeListener, now: number): ListenerRow & Departure {
  const { id, user, address, agent } = visit;
  const stayed = now - since;
  return {
    id,
    user,
    address,
    agent,
    since: Math.round(Date.now() - stayed),
    seconds: Math.round(stayed / 1000),
    bytes,
  };
}
