import { randomUUID } from 'node:crypto';
import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import type { Ejection, Keycard, Stay } from '../plugin';
import {
  MOST_KEYCARDS,
  releaseKeycards,
  renewKeycards,
  type Addressed,
  type HeldKeycardMessage,
} from '../rpc/keycard-messages';
import type { RequestType } from '../rpc/messages';

/** Milliseconds after which a bouncer is told again who is in. */
const RENEWAL = 300_000;
/** Milliseconds after which a bouncer is asked whether it still knows who is in, and whether somebody may stay longer. */
const QUESTION = 10_000;
/** Milliseconds before a bouncer that could not be reached is told again. */
const RETRY = 10_000;
/** Most that have left and of whom a bouncer is still to be told; who is forgotten here, the bouncer forgets in time. */
const MOST_LEFT = 10_000;

/** Asks another component something. */
export type Pass = <P extends Addressed, R>(type: RequestType<P, R>, params: P) => Promise<R>;

interface Entry {
  readonly keycard: Omit<HeldKeycardMessage, 'age' | 'remains'>;
  readonly since: number;
  until: number | undefined;
  readonly ejected: (ejection: Ejection) => void;
  readonly granted: (seconds: number) => void;
  renewAt: number;
  /** Whether the bouncer was told. */
  told: boolean;
}

/** Those who are in by one bouncer. */
interface Door {
  readonly entries: Map<string, Entry>;
  readonly left: Set<string>;
  busy: boolean;
  retryAt: number;
  askAt: number;
  /** The process of the bouncer that was told. */
  life: string | undefined;
  away: boolean;
}

/** Those whom a component has let in by bouncers elsewhere: the bouncers are told, and may have them leave. */
export class Stays {
  private readonly doors = new Map<string, Door>();
  private readonly life = randomUUID();

  constructor(
    private readonly component: string,
    private readonly pass: Pass,
    private readonly log: Logger,
  ) {}

  /** Somebody is in from now on. */
  add(
    bouncer: string,
    keycard: Keycard,
    duration: number | undefined,
    ejected: (ejection: Ejection) => void,
    granted: (seconds: number) => void = () => undefined,
  ): Stay {
    const door = this.doors.get(bouncer) ?? emptyDoor();
    this.doors.set(bouncer, door);
    const { id, user, address, path, agent, purpose } = keycard;
    const since = performance.now();
    const shown = Object.entries({ user, path, agent, purpose }).filter(([, value]) => value !== undefined);
    const entry: Entry = {
      keycard: { id, address, ...Object.fromEntries(shown) },
      since,
      until: duration === undefined ? undefined : since + duration * 1000,
      ejected,
      granted,
      renewAt: 0,
      told: false,
    };
    door.entries.set(id, entry);
    return {
      leave: () => {
        if (door.entries.get(id) !== entry) return;
        door.entries.delete(id);
        if (entry.told && door.left.size < MOST_LEFT) door.left.add(id);
      },
    };
  }

  /** Has those leave whom a bouncer ejects. */
  eject(ejected: readonly Ejection[]): void {
    for (const ejection of ejected) {
      for (const { entries } of this.doors.values()) {
        const entry = entries.get(ejection.id);
        if (!entry) continue;
        entries.delete(ejection.id);
        entry.ejected(ejection);
      }
    }
  }

  /** Tells bouncers what they are to know; call it about once a second. */
  check(): void {
    const now = performance.now();
    for (const [bouncer, door] of this.doors) {
      if (!door.busy && now >= door.retryAt) void this.tell(bouncer, door, now);
    }
  }

  private async tell(bouncer: string, door: Door, now: number): Promise<void> {
    const due: Entry[] = [];
    for (const entry of door.entries.values()) {
      if (entry.renewAt > now) continue;
      due.push(entry);
      if (due.length === MOST_KEYCARDS) break;
    }
    const gone = [...door.left].slice(0, MOST_KEYCARDS);
    const asks = door.entries.size > 0 && now >= door.askAt;
    if (due.length === 0 && gone.length === 0 && !asks) return;
    door.busy = true;
    const addressed = { to: bouncer, from: this.component };
    try {
      if (gone.length > 0) {
        await this.pass(releaseKeycards, { ...addressed, ids: gone });
        for (const id of gone) door.left.delete(id);
      }
      if (due.length > 0 || asks) {
        for (const entry of due) entry.told = true;
        const keycards = due.map((entry) => messageOf(entry, now));
        const answer = await this.pass(renewKeycards, { ...addressed, life: this.life, keycards });
        // A bouncer that was started anew knows nobody yet.
        if (answer.life !== door.life) for (const entry of door.entries.values()) entry.renewAt = 0;
        door.life = answer.life;
        door.askAt = now + QUESTION;
        for (const entry of due) entry.renewAt = now + RENEWAL;
        for (const { id, remains } of answer.granted ?? []) grant(door.entries.get(id), remains);
        this.eject(answer.ejected);
      }
      if (door.away) this.log.info(`the bouncer ${bouncer} knows again who is in`);
      door.away = false;
    } catch (error) {
      door.retryAt = performance.now() + RETRY;
      if (!door.away) {
        const why = errorText(error);
        this.log.warn(
          `the bouncer ${bouncer} cannot be told who is in; they stay, and it is told later: ${why}`,
        );
      }
      door.away = true;
    } finally {
      door.busy = false;
    }
  }
}

function emptyDoor(): Door {
  return {
    entries: new Map(),
    left: new Set(),
    busy: false,
    retryAt: 0,
    askAt: 0,
    life: undefined,
    away: false,
  };
}

function grant(entry: Entry | undefined, seconds: number): void {
  if (!entry) return;
  entry.until = performance.now() + seconds * 1000;
  entry.granted(seconds);
}

function messageOf({ keycard, since, until }: Entry, now: number): HeldKeycardMessage {
  return {
    ...keycard,
    age: Math.max(0, (now - since) / 1000),
    ...(until === undefined ? {} : { remains: Math.max(0, (until - now) / 1000) }),
  };
}
