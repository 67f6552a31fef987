/** Where a schedule takes the time from; a test gives one of its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, after so many milliseconds (at most a day). @returns what cancels the call. */
  after(delay: number, call: () => void): () => void;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, call) {
    const timer = setTimeout(call, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};
