import type { Ejection, HeldKeycard, Keycard, Plugged, Stay } from '@flumotion/core/plugin';

/** Milliseconds between two judgements of one who is in. */
const REVIEW_INTERVAL = 30_000;
/** Milliseconds between looks who is due. */
const LOOK = 1000;
/** Most that are judged again at one look. */
const MOST_AT_ONCE = 500;

interface Entry {
  readonly keycard: HeldKeycard;
  readonly ejected: (ejection: Ejection) => void;
  readonly granted: (seconds: number) => void;
  due: number;
}

/** Those whom plugs in the component itself have let in: they judge them again, and learn who has left. */
export class PlugStays {
  /** Who is due first stands first. */
  private readonly entries = new Map<string, Entry>();
  private timer: NodeJS.Timeout | undefined;

  /** @param judges - one that refuses is enough. */
  constructor(
    private readonly component: string,
    private readonly judges: readonly Plugged<'bouncer-algorithm'>[],
  ) {}

  /** Somebody is in, until `leave`. */
  add(
    { id, user, address, path, agent, purpose }: Keycard,
    ejected: (ejection: Ejection) => void,
    granted: (seconds: number) => void = () => undefined,
  ): Stay {
    const keycard: HeldKeycard = {
      id,
      address,
      component: this.component,
      since: Date.now(),
      ...(user === undefined ? {} : { user }),
      ...(path === undefined ? {} : { path }),
      ...(agent === undefined ? {} : { agent }),
      ...(purpose === undefined ? {} : { purpose }),
    };
    const entry: Entry = { keycard, ejected, granted, due: performance.now() + REVIEW_INTERVAL };
    this.entries.set(id, entry);
    this.timer ??= setInterval(() => this.check(), LOOK).unref();
    return { leave: () => this.leave(entry) };
  }

  private leave(entry: Entry): void {
    const { keycard } = entry;
    if (this.entries.get(keycard.id) !== entry) return;
    this.entries.delete(keycard.id);
    if (this.entries.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    const seconds = Math.round((Date.now() - keycard.since) / 1000);
    for (const judge of this.judges) void judge.left(keycard, seconds);
  }

  private check(): void {
    const now = performance.now();
    let looked = 0;
    for (const [id, entry] of this.entries) {
      if (entry.due > now || ++looked > MOST_AT_ONCE) return;
      entry.due = now + REVIEW_INTERVAL;
      this.entries.delete(id);
      this.entries.set(id, entry);
      void this.review(entry);
    }
  }

  private async review(entry: Entry): Promise<void> {
    const { keycard, ejected, granted } = entry;
    let duration = Infinity;
    let all = true;
    for (const judge of this.judges) {
      const verdict = await judge.review(keycard);
      if (verdict?.admitted === false) {
        if (this.entries.get(keycard.id) === entry)
          ejected({ id: keycard.id, reason: 'ejected', text: verdict.reason });
        return;
      }
      // What one who does not judge again has granted is not known here, and holds.
      all &&= verdict !== undefined;
      duration = Math.min(duration, verdict?.duration ?? Infinity);
    }
    if (all && duration !== Infinity && this.entries.get(keycard.id) === entry) granted(duration);
  }
}
