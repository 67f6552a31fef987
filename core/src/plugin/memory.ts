/**
 * One small value that a component keeps over its own restarts and those of its machine, such as the number it has come
 * to. It stays with the worker's machine: a component that moves to another worker begins without.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   async start({ memory }) {
 *     const starts = await memory.recall();
 *     await memory.remember(typeof starts === 'number' ? starts + 1 : 1);
 *   },
 * };
 * ```
 */
export interface Memory {
  /**
   * What was remembered last, as JSON gives it back; undefined when there is nothing, or when it cannot be read, which
   * is a warning in the log. Judge it as you judge what comes from outside.
   */
  recall(): Promise<unknown>;
  /**
   * Keeps a value, in place of the one before. Of several that follow at once the last is kept. That it cannot be written
   * is a warning in the log, and no error.
   * @param value - anything JSON has, up to 64 KiB of it; rejects when it is more.
   */
  remember(value: unknown): Promise<void>;
}
