/** How long things have to last, in seconds. */
export interface AlarmTimes {
  /** Before it is raised; 0 for never. */
  readonly after: number;
  /** For which it must be well again before it is cleared. */
  readonly clear: number;
}

/** Turns a condition that comes and goes into one that has lasted. Times are seconds that only go forwards. */
export class Alarm {
  private from: number | undefined;
  private well: number | undefined;
  private up = false;

  /** Whether it is raised. Thresholds are then to be crossed by more than before, so that it does not flap. */
  get raised(): boolean {
    return this.up;
  }

  /** Since when the condition has lasted; undefined while it does not. */
  get since(): number | undefined {
    return this.from;
  }

  /**
   * Takes note of how things are.
   * @param bad - whether the condition holds.
   * @param began - since when it holds, where that is known to be earlier than now.
   * @returns whether it has just been raised or cleared.
   */
  update(
    bad: boolean,
    now: number,
    { after, clear }: AlarmTimes,
    began = now,
  ): 'raised' | 'cleared' | undefined {
    if (bad && after > 0) {
      this.from ??= began;
      this.well = undefined;
      if (this.up || now - this.from < after) return undefined;
      this.up = true;
      return 'raised';
    }
    if (!this.up) {
      this.from = undefined;
      return undefined;
    }
    this.well ??= now;
    if (after > 0 && now - this.well < clear) return undefined;
    this.up = false;
    this.from = undefined;
    this.well = undefined;
    return 'cleared';
  }
}
