import { systemClock, type Clock } from '@flumotion/plugin-ical/schedule';

/** A clock that nobody sets; it does not know the date. */
export const steadyClock: Clock = {
  now: () => performance.now(),
  after: (delay, call) => systemClock.after(delay, call),
};

/** The clocks of a switch; a test gives its own. */
export interface Clocks {
  /** For how long things last. */
  readonly steady: Clock;
  /** For what happens at a date. */
  readonly calendar: Clock;
}

/** The clocks of the machine. */
export const machineClocks: Clocks = { steady: steadyClock, calendar: systemClock };
