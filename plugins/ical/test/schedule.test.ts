import { FakeClock } from '../../../test/support/fake-clock';
import { describePoints, Schedule, type ScheduleState } from '../src/schedule';
import { parseCalendar } from '../src/schedule/calendar';

let clock: FakeClock;
let told: string[];
let failures: string[];
let last: ScheduleState;
let schedule: Schedule;

function follow(...events: readonly string[]): void {
  const inside = events.map((lines) => `BEGIN:VEVENT\n${lines}\nEND:VEVENT`);
  schedule.follow(parseCalendar(`BEGIN:VCALENDAR\n${inside.join('\n')}\nEND:VCALENDAR\n`, clock.now()));
}

function event(uid: string, start: string, end: string, more = ''): string {
  return `UID:${uid}\nSUMMARY:${uid}\nDTSTART:${start}Z\nDTEND:${end}Z${more}`;
}

beforeEach(() => {
  clock = new FakeClock('2026-03-01T12:00:00Z');
  told = [];
  failures = [];
  schedule = new Schedule(
    (state) => {
      last = state;
      const active = state.active.map(({ summary }) => summary).join('+') || '-';
      const line = `${new Date(clock.now()).toISOString().slice(5, 16)} ${active}`;
      if (told.at(-1)?.slice(12) !== active) told.push(line);
    },
    (error) => failures.push(error.message),
    clock,
  );
});
afterEach(() => {
  schedule.close();
  expect(clock.waiting).toBe(0);
});

test('events begin and end at their times', () => {
  follow(event('a', '20260301T130000', '20260301T140000'), event('b', '20260301T150000', '20260301T150001'));
  clock.runTo('2026-03-01T18:00:00Z');
  expect(told).toEqual(['03-01T12:00 -', '03-01T13:00 a', '03-01T14:00 -', '03-01T15:00 b', '03-01T15:00 -']);
});

test('what takes place at the start is told at once', () => {
  follow(event('a', '20260301T110000', '20260301T130000'));
  expect(told).toEqual(['03-01T12:00 a']);
});

test('events that touch follow each other without a pause, those that overlap are both told', () => {
  follow(
    event('a', '20260301T130000', '20260301T140000'),
    event('b', '20260301T140000', '20260301T160000'),
    event('c', '20260301T150000', '20260301T170000'),
  );
  clock.runTo('2026-03-01T18:00:00Z');
  expect(told.map((line) => line.slice(6))).toEqual([
    '12:00 -',
    '13:00 a',
    '14:00 b',
    '15:00 b+c',
    '16:00 c',
    '17:00 -',
  ]);
});

test('an event of months from now is still met, and so is every day of a rule', () => {
  follow(
    event('far', '20260601T080000', '20260601T090000'),
    event('daily', '20260530T070000', '20260530T073000', '\nRRULE:FREQ=DAILY;COUNT=3'),
  );
  expect(last.points).toEqual([]);
  clock.runTo('2026-06-02T00:00:00Z');
  expect(told.map((line) => line.slice(0, 16))).toEqual([
    '03-01T12:00 -',
    ...['05-30T07:00 dail', '05-30T07:30 -', '05-31T07:00 dail', '05-31T07:30 -'],
    ...['06-01T07:00 dail', '06-01T07:30 -', '06-01T08:00 far', '06-01T09:00 -'],
  ]);
});

test('a clock that is set is noticed within a minute, in both directions', () => {
  follow(event('a', '20260301T130000', '20260301T140000'));
  clock.set('2026-03-01T13:30:00Z');
  clock.run(60_000);
  expect(last.active).toHaveLength(1);
  clock.set('2026-03-01T12:30:00Z');
  clock.run(60_000);
  expect(last.active).toHaveLength(0);
  clock.set('2026-03-05T12:00:00Z');
  clock.run(60_000);
  expect(last.points).toEqual([]);
});

test('the points of the next 24 hours are told, ends before beginnings', () => {
  follow(
    event('a', '20260301T130000', '20260301T140000'),
    event('b', '20260301T140000', '20260302T130000'),
    event('c', '20260302T115900', '20260302T140000'),
    event('d', '20260302T120000', '20260302T140000'),
  );
  expect(last.points.map(({ kind, event: { summary } }) => `${kind} ${summary}`)).toEqual([
    'start a',
    'end a',
    'start b',
    'start c',
  ]);
  expect(describePoints(last.points.slice(0, 2))).toBe(
    'start 2026-03-01T13:00+00:00 a; end 2026-03-01T14:00+00:00 a',
  );
  clock.runTo('2026-03-01T12:01:00Z');
  expect(last.points.at(-1)?.event.summary).toBe('d');
});

test('a new calendar: what still takes place goes on, what does not ends', () => {
  follow(event('a', '20260301T110000', '20260301T130000'), event('b', '20260301T110000', '20260301T130000'));
  follow(event('a', '20260301T110000', '20260301T140000'));
  expect(last.active.map(({ summary }) => summary)).toEqual(['a']);
  clock.runTo('2026-03-01T13:59:00Z');
  expect(last.active).toHaveLength(1);
  clock.runTo('2026-03-01T14:00:00Z');
  expect(told.map((line) => line.slice(6))).toEqual(['12:00 a+b', '12:00 a', '14:00 -']);
});

test('many points are told in short', () => {
  follow(event('x'.repeat(60), '20260301T120500', '20260301T120600', '\nRRULE:FREQ=MINUTELY;INTERVAL=5'));
  expect(last.points).toHaveLength(100);
  expect(describePoints(last.points).length).toBeLessThan(510);
  expect(describePoints(last.points)).toMatch(/; …$/);
  expect(failures).toEqual([]);
});

describe('what people see of what is to come', () => {
  const coming = (): readonly string[] =>
    schedule.coming.map(({ summary, start }) => `${summary} ${new Date(start).toISOString().slice(5, 16)}`);

  test('is what takes place now and in the next 14 days, and goes on with time', () => {
    follow(
      event('now', '20260301T110000', '20260301T130000'),
      event('far', '20260315T115900', '20260315T130000'),
      event('later', '20260315T120100', '20260315T130000'),
      event('weekly', '20260202T080000', '20260202T090000', '\nRRULE:FREQ=WEEKLY'),
    );
    expect(coming()).toEqual([
      'now 03-01T11:00',
      'weekly 03-02T08:00',
      'weekly 03-09T08:00',
      'far 03-15T11:59',
    ]);
    clock.runTo('2026-03-01T13:05:00Z');
    expect(coming()).toEqual([
      ...['weekly 03-02T08:00', 'weekly 03-09T08:00'],
      ...['far 03-15T11:59', 'later 03-15T12:01'],
    ]);
    follow(event('other', '20260302T110000', '20260302T130000'));
    expect(coming()).toEqual(['other 03-02T11:00']);
  });

  test('is bounded, and of a day where 14 are too many', () => {
    follow(event('often', '20260301T120000', '20260301T120500', '\nRRULE:FREQ=MINUTELY;INTERVAL=6'));
    expect(coming()).toHaveLength(1000);
    follow(event('always', '20260301T120000', '20260301T120030', '\nRRULE:FREQ=MINUTELY'));
    expect(coming().length).toBeGreaterThan(900);
    expect(failures).toEqual([]);
  });

  test('is nothing without a calendar', () => {
    expect(coming()).toEqual([]);
  });
});
