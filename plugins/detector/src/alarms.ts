import type { Message, StatSpec } from '@flumotion/core/plugin';
import { Alarm, type AlarmTimes } from './alarm';

/** The part of a context that alarms are told to; components and plugs have it. */
export interface AlarmContext {
  stat(name: string, value: number | string, of?: string): void;
  count(name: string, by?: number): void;
  message(message: Message): void;
  clear(id: string): void;
}

/** Stats of everything that has alarms. */
export const ALARM_STATS = {
  alarm: { kind: 'gauge', each: 'kind', description: '1 while something is wrong, 0 while it is not.' },
  alarms: { kind: 'counter', description: 'How often something began to be wrong.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

/** What is told of a thing that is wrong. */
export interface Telling {
  readonly text: string;
  readonly advice: string;
}

/** The alarms of one component or plug, by the ids of their messages. */
export class Alarms {
  private readonly alarms = new Map<string, Alarm>();

  /** @param wall - milliseconds since 1970. */
  constructor(
    private readonly context: AlarmContext,
    private readonly wall: () => number = Date.now,
  ) {}

  /** Whether an alarm is raised. */
  raised(id: string): boolean {
    return this.alarms.get(id)?.raised === true;
  }

  /**
   * Takes note of how things are, and tells of what has changed.
   * @param bad - whether it is wrong.
   * @param now - seconds, of any clock that only goes forwards.
   * @param tell - what to say; `since` is when it began, in words.
   * @param began - since when it is so, where that is earlier than now.
   */
  update(
    id: string,
    bad: boolean,
    now: number,
    times: AlarmTimes,
    tell: (since: string) => Telling,
    began?: number,
  ): void {
    const alarm = this.alarms.get(id) ?? new Alarm();
    if (!this.alarms.has(id)) this.context.stat('alarm', 0, id);
    this.alarms.set(id, alarm);
    const change = alarm.update(bad, now, times, began);
    if (change === 'raised') {
      const since = timeText(this.wall() - (now - (alarm.since ?? now)) * 1000);
      this.context.message({ level: 'warning', id, ...tell(since) });
      this.context.count('alarms');
    } else if (change === 'cleared') this.context.clear(id);
    if (change) this.context.stat('alarm', alarm.raised ? 1 : 0, id);
  }
}

/** Time of day in words, as `14:03:22 UTC`. */
function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 19)} UTC`;
}
