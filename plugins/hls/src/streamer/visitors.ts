import { Departures, isMeant, type Departure, type ListenerRow, type Meant } from '@flumotion/web';
import type { Ending, Session, Sessions } from './sessions';

/** Who listens and who left last, for people. */
export class Visitors {
  private readonly gone = new Departures();

  constructor(private readonly sessions: Pick<Sessions, 'list' | 'end'>) {}

  /** Rows of the table `listeners`. */
  *listeners(): Generator<ListenerRow> {
    const now = Date.now();
    for (const session of this.sessions.list())
      yield { ...rowOf(session, now), state: session.waiting > 0 ? 'waiting' : 'streaming' };
  }

  /** Rows of the table `departures`. */
  departures(): Iterable<Departure> {
    return this.gone.all();
  }

  /** Has listeners leave. @returns how many. @throws Error when nobody is named. */
  eject(meant: Meant): number {
    // Also where nobody listens.
    isMeant(meant, {});
    const found = this.sessions.list().filter((session) => isMeant(meant, session));
    for (const { id } of found) this.sessions.end(id, 'ejected', '(a person wanted it)');
    return found.length;
  }

  /** Notes that a listener has left. */
  left(session: Session, reason: Ending, detail: string): void {
    const now = Date.now();
    this.gone.add({ ...rowOf(session, now), left: now, reason, detail });
  }
}

function rowOf({ id, user, address, agent, since, bytes }: Session, now: number): ListenerRow & Departure {
  return { id, user, address, agent, since, seconds: Math.round((now - since) / 1000), bytes };
}
