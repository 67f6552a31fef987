import type { Message } from '../plugin';
import type { Mood } from '../model/mood';

/** A message with the time it was last said. */
export interface TimedMessage extends Message {
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Longest list of messages a job keeps; the oldest goes first. */
const MAX_MESSAGES = 50;

/**
 * Decides the mood of a component from what is known of it. In order: an error message makes it sad; work that is not
 * finished keeps it waking; an input without data makes it hungry; otherwise it is happy.
 */
export class MoodKeeper {
  private readonly said = new Map<string, TimedMessage>();
  private readonly waits = new Map<string, string>();
  private readonly hungers = new Map<string, string>();

  /** @param changed - called whenever mood, reason or messages may have changed. */
  constructor(private readonly changed: () => void) {}

  get mood(): Mood {
    if (this.error()) return 'sad';
    if (this.waits.size > 0) return 'waking';
    return this.hungers.size > 0 ? 'hungry' : 'happy';
  }

  /** Why the mood is not happy. */
  get reason(): string | undefined {
    return this.error()?.text ?? first(this.waits) ?? first(this.hungers);
  }

  get messages(): readonly TimedMessage[] {
    return [...this.said.values()];
  }

  /** Shows a message, in place of an older one with the same id. */
  say(message: Message): void {
    this.said.delete(message.id);
    this.said.set(message.id, { ...message, time: Date.now() });
    const oldest = this.said.keys().next();
    if (this.said.size > MAX_MESSAGES && !oldest.done) this.said.delete(oldest.value);
    this.changed();
  }

  /** Takes a message away. */
  clear(id: string): void {
    if (this.said.delete(id)) this.changed();
  }

  /** Keeps the component waking for a named reason; no reason ends that. */
  wait(what: string, reason: string | undefined): void {
    this.put(this.waits, what, reason);
  }

  /** Says that an input has no data and why; no reason ends that. */
  hunger(input: string, reason: string | undefined): void {
    this.put(this.hungers, input, reason);
  }

  private put(where: Map<string, string>, key: string, reason: string | undefined): void {
    if (where.get(key) === reason) return;
    if (reason === undefined) where.delete(key);
    else where.set(key, reason);
    this.changed();
  }

  private error(): TimedMessage | undefined {
    return [...this.said.values()].find((message) => message.level === 'error');
  }
}

function first(reasons: ReadonlyMap<string, string>): string | undefined {
  return reasons.values().next().value;
}
