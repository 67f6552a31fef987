/**
 * How much a message matters: an `error` makes the component sad, a `warning` wants a look, an `info` does not.
 * @example
 * ```ts
 * const level: MessageLevel = 'warning';
 * ```
 */
export type MessageLevel = 'error' | 'warning' | 'info';

/**
 * Something people should know about a component. A message with the same id replaces the older one.
 * @example
 * ```ts
 * const message: Message = { level: 'warning', id: 'no-signal', text: 'No picture comes.', advice: 'Look at the cable.' };
 * ```
 */
export interface Message {
  readonly level: MessageLevel;
  /** Stable id, as `feed-lost` or `port-in-use`. */
  readonly id: string;
  /** What happened, in one sentence for people. */
  readonly text: string;
  /** What to do about it. */
  readonly advice?: string;
  /** Details for whoever repairs it. */
  readonly debug?: string;
}
