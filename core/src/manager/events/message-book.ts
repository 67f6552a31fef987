import type { MessageState } from '../../rpc/job-state';

/** Messages kept that are over. */
const MAX_OVER = 1000;
/** Milliseconds within which what is said again was not over: of a component that tries again and again. */
const AGAIN = 60_000;

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
    const fresh = messages.filter((one) => !known.has(keyOf(one)));
    for (const message of fresh) this.takeBack(component, message);
    return fresh.map((one) => ({ ...one, component }));
  }

  /** Has a message that is said again not be among those that are over. */
  private takeBack(component: string, message: MessageState): void {
    const at = this.over.findLastIndex((one) => one.component === component && isSaidAgain(one, message));
    const { cleared = 0 } = this.over[at] ?? {};
    if (at >= 0 && Date.now() - cleared < AGAIN) this.over.splice(at, 1);
  }

  /** All messages, the newest first. */
  list(): readonly NotedMessage[] {
    const standing = [...this.standing].flatMap(([component, messages]) =>
      messages.map((message) => ({ ...message, component })),
    );
    return [...standing, ...this.over].sort((a, b) => b.time - a.time);
  }
}

function isSaidAgain(before: MessageState, now: MessageState): boolean {
  return before.id === now.id && before.text === now.text && before.level === now.level;
}

/** The same message said again has another time. */
function keyOf({ id, text, level, time }: MessageState): string {
  return JSON.stringify([id, text, level, time]);
}
