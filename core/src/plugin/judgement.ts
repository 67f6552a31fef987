import type { HeldKeycard, Keycard, Verdict } from './keycard';
import type { PlugBase } from './plug';
import type { PropertyValue, PropertyValues } from './properties';

/**
 * Behaviour of what judges keycards, for a bouncer component and for a plug of the sockets `bouncer` and
 * `bouncer-algorithm` alike: it uses only what the contexts of both have.
 * @example
 * ```ts
 * const early: Judgement = {
 *   authenticate: () =>
 *     new Date().getHours() < 12 ? { admitted: true } : { admitted: false, reason: 'it is open until noon' },
 * };
 * ```
 */
export interface Judgement<P = PropertyValues> {
  /** Judges values that do not go together. @returns the complaint, or undefined. */
  check?(properties: P): string | undefined;
  start?(context: PlugBase<P>): void | Promise<void>;
  stop?(context: PlugBase<P>): void | Promise<void>;
  changed?(context: PlugBase<P>, name: string, value: PropertyValue | undefined): void | Promise<void>;
  /** Judges a keycard. One that cannot judge throws; the asker then decides by its policy. */
  authenticate(context: PlugBase<P>, keycard: Keycard): Verdict | Promise<Verdict>;
  /** Judges again somebody who is in; whom it refuses is ejected. Called about twice a minute for each: keep it cheap. */
  review?(context: PlugBase<P>, keycard: HeldKeycard): Verdict | Promise<Verdict>;
  /** Somebody who was in has left after so many seconds. */
  left?(context: PlugBase<P>, keycard: HeldKeycard, seconds: number): void | Promise<void>;
}
