/** Milliseconds between readings. */
export const HISTORY_INTERVAL = 5000;
/** Readings kept: 30 minutes. */
export const HISTORY_LENGTH = 360;
/** Figures kept of a component. */
const MAX_SERIES = 64;

/** Figures of a component over time. */
export interface ComponentHistory {
  /** Milliseconds between values. */
  readonly interval: number;
  /** When the first values were read, milliseconds since 1970. */
  readonly start: number;
  /** Values by figure, as `cpu`, `memory` or the name of a gauge; null where there was none. */
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The last half hour of the figures of components, in a bounded amount of memory. */
export class History {
  private readonly components = new Map<string, Map<string, Float64Array>>();
  /** Readings so far. */
  private count = 0;
  private lastTime = 0;

  constructor(
    readonly interval = HISTORY_INTERVAL,
    private readonly length = HISTORY_LENGTH,
  ) {}

  /** Takes a reading of all components in; those that are not named are forgotten. */
  read(figures: ReadonlyMap<string, Readonly<Record<string, number>>>, now = Date.now()): void {
    const at = this.count % this.length;
    this.count += 1;
    this.lastTime = now;
    for (const [id, series] of this.components) {
      for (const values of series.values()) values[at] = NaN;
      if (!figures.has(id)) this.components.delete(id);
    }
    for (const [id, values] of figures) {
      const series = this.components.get(id) ?? new Map<string, Float64Array>();
      this.components.set(id, series);
      for (const [name, value] of Object.entries(values)) {
        const kept = series.get(name) ?? this.begin(series, name);
        if (kept) kept[at] = value;
      }
    }
  }

  /** What is known of a component. */
  of(id: string): ComponentHistory {
    const kept = Math.min(this.count, this.length);
    const series: Record<string, readonly (number | null)[]> = {};
    for (const [name, values] of this.components.get(id) ?? []) {
      const inOrder = Array.from({ length: kept }, (_, index) => {
        const value = values[(this.count - kept + index) % this.length] ?? NaN;
        return Number.isNaN(value) ? null : value;
      });
      if (inOrder.some((value) => value !== null)) series[name] = inOrder;
    }
    return { interval: this.interval, start: this.lastTime - Math.max(0, kept - 1) * this.interval, series };
  }

  private begin(series: Map<string, Float64Array>, name: string): Float64Array | undefined {
    if (series.size >= MAX_SERIES) {
      const old = [...series].find(([, values]) => values.every((value) => Number.isNaN(value)));
      if (!old) return undefined;
      series.delete(old[0]);
    }
    const values = new Float64Array(this.length).fill(NaN);
    series.set(name, values);
    return values;
  }
}
