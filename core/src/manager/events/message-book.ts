import type { MessageState } from '../../rpc/job-state';

/** Messages kept that are over. */
const MAX_OVER = 1000;

/** A message of a component, also one that is over. */
export interface NotedMessage extends MessageState {
  /** Full id. */
  readonly component: string;
  /** When it was gone, milliseconds since 1970; absent while it stands. */
  readonly cleared?: number;
}

/** The messages of all components: those that stand, and the last ones that are over. */
export class MessageBook {
  private readonly standing = new Map<string, readonly MessageState[]>();
  private readonly over: NotedMessage[] = [];

  /** Takes what a component says now. @returns what it had not said before. */
  note(component: string, messages: readonly MessageState[]): readonly NotedMessage[] {
    const before = this.standing.get(component) ?? [];
    if (messages.length > 0) this.standing.set(component, messages);
    else this.standing.delete(component);
    const now = new Set(messages.map(keyOf));
    for (const message of before)
      if (!now.has(keyOf(message))) this.over.push({ ...message, component, cleared: Date.now() });
    if (this.over.length > MAX_OVER) this.over.splice(0, this.over.length - MAX_OVER);
    const known = new Set(before.map(keyOf));
    return messages.filter((one) => !known.has(keyOf(one))).map((one) => ({ ...one, component }));
  }

  /** All messages, the newest first. */
  list(): readonly NotedMessage[] {
    const standing = [...this.standing].flatMap(([component, messages]) =>
      messages.map((message) => ({ ...message, component })),
    );
    return [...standing, ...this.over].sort((a, b) => b.time - a.time);
  }
}

/** The same message said again has another time. */
function keyOf({ id, text, level, time }: MessageState): string {
  return JSON.stringify([id, text, level, time]);
}
