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
 * Decides the mood of a component from what is known of it. In order: an error message makes it sad; its start keeps it
 * waking; an input without data makes it hungry; something it waits for keeps it waking; otherwise it is happy.
 */
export class MoodKeeper {
  private readonly said = new Map<string, TimedMessage>();
  private starting: string | undefined;
  private waiting: string | undefined;
  private readonly hungers = new Map<string, string>();

  /** @param changed - called whenever mood, reason or messages may have changed. */
  constructor(private readonly changed: () => void) {}

  get mood(): Mood {
    if (this.error()) return 'sad';
    if (this.starting !== undefined) return 'waking';
    if (this.hungers.size > 0) return 'hungry';
    return this.waiting === undefined ? 'happy' : 'waking';
  }

  /** Why the mood is not happy. */
  get reason(): string | undefined {
    return this.error()?.text ?? this.starting ?? this.hungers.values().next().value ?? this.waiting;
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

  /** Says that the component starts; nothing ends that. */
  start(reason: string | undefined): void {
    if (this.starting === reason) return;
    this.starting = reason;
    this.changed();
  }

  /** Says what the started component waits for; no reason ends that. */
  wait(reason: string | undefined): void {
    if (this.waiting === reason) return;
    this.waiting = reason;
    this.changed();
  }

  /** Says that an input has no data and why; no reason ends that. */
  hunger(input: string, reason: string | undefined): void {
    if (this.hungers.get(input) === reason) return;
    if (reason === undefined) this.hungers.delete(input);
    else this.hungers.set(input, reason);
    this.changed();
  }

  private error(): TimedMessage | undefined {
    return [...this.said.values()].find((message) => message.level === 'error');
  }
}
