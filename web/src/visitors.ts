import type { ActionSpecs, RowOf, TableSpecs } from '@flumotion/core/plugin';

const visitor = {
  id: { kind: 'text', description: 'Names the listener; where a bouncer let it in, its keycard.' },
  user: { kind: 'text', description: 'Name that the bouncer was given.' },
  address: { kind: 'text', description: 'Address of the client.' },
  agent: { kind: 'text', description: 'What the client says it is.' },
  since: { kind: 'time', description: 'When it was let in.' },
  seconds: { kind: 'number', unit: 's', description: 'How long it has been, or was, here.' },
  bytes: { kind: 'number', unit: 'bytes', description: 'What it was sent.' },
} as const;

/** Tables of a component that serves listeners. */
export const visitorTables = {
  listeners: {
    description: 'Who listens now.',
    figure: 'clients-current',
    columns: {
      ...visitor,
      lag: { kind: 'number', unit: 's', description: 'How far it is behind.' },
      state: {
        kind: 'text',
        description: 'waiting (for the next keyframe), streaming, or behind (it takes less than there is).',
      },
    },
  },
  departures: {
    description: 'Who left last: at most the last 500.',
    columns: {
      ...visitor,
      left: { kind: 'time', description: 'When it left.' },
      reason: {
        kind: 'text',
        description: 'Why: left, error, too-slow, abuse, limit, expired, ejected, source-end, stopped.',
      },
      detail: { kind: 'text', description: 'Why, in words.' },
    },
  },
} as const satisfies TableSpecs;

/** Actions of a component that serves listeners. */
export const visitorActions = {
  'eject-listener': {
    description: 'Has listeners leave: one of them, or all of a user or an address.',
    parameters: {
      id: { type: 'string', description: 'The listener.' },
      user: { type: 'string', description: 'All listeners of this user.' },
      address: { type: 'string', description: 'All listeners of this address.' },
    },
    answer: { ejected: { kind: 'number', description: 'How many had to leave.' } },
  },
} as const satisfies ActionSpecs;

/** A row of the table `listeners`. */
export type ListenerRow = RowOf<typeof visitorTables.listeners.columns>;

/** A row of the table `departures`. */
export type Departure = RowOf<typeof visitorTables.departures.columns>;

/** Whom an ejection means; all given conditions hold. */
export interface Meant {
  readonly id?: string | undefined;
  readonly user?: string | undefined;
  readonly address?: string | undefined;
}

/** Whether somebody is meant. @throws Error when nobody is named. */
export function isMeant(meant: Meant, who: Meant): boolean {
  const names = (['id', 'user', 'address'] as const).filter((name) => meant[name] !== undefined);
  if (names.length === 0) throw new Error('say who is meant: by id, user or address');
  return names.every((name) => meant[name] === who[name]);
}

/** Most departures that are remembered. */
const MOST = 500;

/** The last departures, the newest first. */
export class Departures {
  private readonly rows: Departure[] = [];
  private next = 0;

  /** Notes one. */
  add(departure: Departure): void {
    this.rows[this.next] = departure;
    this.next = (this.next + 1) % MOST;
  }

  /** Rows of the table `departures`. */
  *all(): Generator<Departure> {
    for (let back = 1; back <= this.rows.length; back++) {
      const row = this.rows[(this.next - back + MOST) % MOST];
      if (row) yield row;
    }
  }
}
