import { readFile, stat } from 'node:fs/promises';
import type { Context } from '@flumotion/core/plugin';
import { systemClock, type Clock } from './clock';
import type { Occurrence } from './event';
import { Schedule, type ScheduleState } from './schedule';

/** Milliseconds between looks at the file. */
const FILE_INTERVAL = 5000;
/** Largest file that is read, in bytes. */
const MAX_FILE = 8 * 1024 * 1024;

/** Id of the message about a calendar that cannot be used. */
export const CALENDAR_MESSAGE = 'ical-schedule';

/** A calendar file that is followed. */
export interface FollowedCalendar {
  /** What takes place now, and what is to come. */
  readonly state: ScheduleState;
  /** What takes place now and in the next 14 days, by beginning; at most 1000. */
  readonly coming: readonly Occurrence[];
  close(): void;
}

/** What reads calendars costs 75 ms and 8 MB: most components that could follow one do not. */
function reader(): typeof import('./calendar') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./calendar') as typeof import('./calendar');
}

/** What following needs of a component's context. */
export type CalendarContext = Pick<Context<never>, 'log' | 'message' | 'clear'>;

/**
 * Follows a calendar file through time and through its changes. A file that has changed is read as soon as it has
 * stayed the same for 5 s; one that cannot be read leaves the old schedule in force, with a message that names the line.
 * The promise settles once the file has been read, or could not be.
 * @param changed - called when what takes place, or what is to come within 24 hours, is another; always once before
 *   the promise settles.
 */
export async function followCalendar(
  context: CalendarContext,
  file: string,
  changed: (state: ScheduleState) => void,
  clock: Clock = systemClock,
): Promise<FollowedCalendar> {
  const followed = new CalendarFile(context, file, changed, clock);
  await followed.begin();
  return followed;
}

class CalendarFile implements FollowedCalendar {
  private readonly schedule: Schedule;
  /** Stamps of the file as it was read, and as it was at the last look. */
  private taken = '';
  private seen = '';
  private good = false;
  private closed = false;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly context: CalendarContext,
    private readonly file: string,
    private readonly changed: (state: ScheduleState) => void,
    private readonly clock: Clock,
  ) {
    this.schedule = new Schedule(
      changed,
      (error) => {
        this.complain(error);
      },
      clock,
    );
  }

  get state(): ScheduleState {
    return this.schedule.state;
  }

  get coming(): readonly Occurrence[] {
    return this.schedule.coming;
  }

  async begin(): Promise<void> {
    await this.stampOf().then(
      (stamp) => this.take(stamp),
      (error: unknown) => {
        this.complain(error as Error);
      },
    );
    if (!this.good) this.changed(this.state);
    this.again();
  }

  close(): void {
    this.closed = true;
    this.cancel?.();
    this.schedule.close();
  }

  private again(): void {
    if (this.closed) return;
    this.cancel = this.clock.after(FILE_INTERVAL, () => {
      void this.look().finally(() => {
        this.again();
      });
    });
  }

  private async look(): Promise<void> {
    try {
      const stamp = await this.stampOf();
      const stable = stamp === this.seen;
      this.seen = stamp;
      if (stable && stamp !== this.taken && !this.closed) await this.take(stamp);
    } catch (error) {
      this.taken = '';
      this.complain(error as Error);
    }
  }

  private async stampOf(): Promise<string> {
    const { mtimeMs, size, ino } = await stat(this.file);
    if (size > MAX_FILE)
      throw new Error(`it has ${String(size)} bytes; at most ${String(MAX_FILE)} are read`);
    return [mtimeMs, size, ino].join(' ');
  }

  private async take(stamp: string): Promise<void> {
    this.taken = stamp;
    this.seen = stamp;
    try {
      const calendar = reader().parseCalendar(await readFile(this.file, 'utf8'), this.clock.now());
      if (this.closed) return;
      this.good = true;
      this.context.clear(CALENDAR_MESSAGE);
      this.context.log.info(`follows the calendar ${this.file}`);
      this.schedule.follow(calendar);
    } catch (error) {
      this.complain(error as Error);
    }
  }

  private complain(error: Error): void {
    if (this.closed) return;
    this.context.message({
      level: this.good ? 'warning' : 'error',
      id: CALENDAR_MESSAGE,
      text: this.good
        ? `the calendar ${this.file} cannot be used, the one before stays in force: ${error.message}`
        : `the calendar ${this.file} cannot be used: ${error.message}`,
      advice: 'correct the file; it is read again by itself',
    });
  }
}
