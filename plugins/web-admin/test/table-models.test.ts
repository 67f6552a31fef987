import { daysOf, dayText } from '../app/component/calendar-model';
import { controlForm, controlsOf, labelled } from '../app/component/control-form';
import {
  folderOf,
  isBrowser,
  lastPage,
  pathTo,
  periodColumns,
  tablesToShow,
} from '../app/component/table-model';

const description = '';

test('a table that goes with a property is shown where that is given', () => {
  const files = { description, columns: {} };
  const schedule = { ...files, property: 'ical-schedule' };
  const names = (given: Record<string, string>): string[] =>
    tablesToShow({ files, schedule }, given).map(([name]) => name);
  expect(names({})).toEqual(['files']);
  expect(names({ 'ical-schedule': '/a.ics' })).toEqual(['files', 'schedule']);
});

test('the last page of a table is there also where there is nothing', () => {
  expect([0, 1, 50, 51, 100, 101].map((total) => lastPage(total, 50))).toEqual([1, 1, 1, 2, 2, 3]);
});

describe('a table that is a calendar', () => {
  test('is one of periods, whoever declares it', () => {
    const time = { kind: 'time', description } as const;
    const text = { kind: 'text', description } as const;
    const columns = { start: time, end: time, what: text, more: text };
    expect(periodColumns({ description, columns })).toEqual({ title: 'what' });
    expect(periodColumns({ description, columns: { start: time, end: time } })).toEqual({ title: undefined });
    expect(periodColumns({ description, columns: { begun: time, ended: time, name: text } })).toBeUndefined();
    expect(periodColumns({ description, columns: { start: text, end: time } })).toBeUndefined();
  });

  const at = (day: number, hour = 0, minute = 0): number => new Date(2026, 2, day, hour, minute).getTime();
  const now = at(3, 12);

  test('has a day for each, from today on, also for those without anything', () => {
    const rows = [
      { start: at(5, 9), end: at(5, 10, 30), what: 'Later' },
      { start: at(3, 11), end: at(3, 13), what: 'Now', active: true },
      { start: at(2, 9), end: at(2, 10), what: 'Over' },
    ];
    const days = daysOf(rows, 'what', now);
    expect(days.map(({ start }) => start)).toEqual([at(3), at(4), at(5)]);
    expect(
      days.map(({ periods }) => periods.map(({ title, text, active }) => [title, text, active])),
    ).toEqual([[['Now', '11:00 to 13:00', true]], [], [['Later', '09:00 to 10:30', false]]]);
    expect(days[2]?.periods[0]).toMatchObject({ from: 9 / 24, to: 10.5 / 24 });
  });

  test('what goes over midnight is on each of its days', () => {
    const days = daysOf([{ start: at(3, 22), end: at(5, 2), what: 'Night' }], 'what', now);
    expect(days.map(({ periods }) => periods[0]?.text)).toEqual(['from 22:00', 'all day', 'until 02:00']);
    expect(days.map(({ periods }) => periods[0]?.from)).toEqual([22 / 24, 0, 0]);
    expect(days.map(({ periods }) => periods[0]?.to)).toEqual([1, 1, 2 / 24]);
    expect(daysOf([{ start: at(3), end: at(4), what: 'Day' }], 'what', now)).toHaveLength(1);
  });

  test('what has no known end begins; a row without a beginning is passed over', () => {
    const rows = [
      { start: at(3, 14), what: 'Open' },
      { end: at(3, 15), what: 'Strange' },
    ];
    const [day] = daysOf(rows, 'what', now);
    expect(day?.periods).toEqual([
      {
        ...{ title: 'Open', active: false, text: 'from 14:00', start: at(3, 14), end: undefined },
        from: 14 / 24,
        to: 14 / 24,
      },
    ]);
  });

  test('has at most fifteen days', () => {
    expect(daysOf([{ start: at(3), end: at(31), what: 'Long' }], 'what', now)).toHaveLength(15);
  });

  test('its days have names', () => {
    expect(dayText(at(3), now)).toBe('Today, Tuesday 3 March');
    expect(dayText(at(4), now)).toBe('Wednesday 4 March');
  });
});

test('a table that lists folders is gone into', () => {
  const columns = {
    folder: { kind: 'text', description },
    name: { kind: 'text', description },
    'is-folder': { kind: 'bool', description },
  } as const;
  expect(isBrowser({ description, columns })).toBe(true);
  expect(isBrowser({ description, columns: { name: columns.name } })).toBe(false);
  expect(folderOf({ folder: '/', name: 'films', 'is-folder': true })).toBe('/films');
  expect(folderOf({ folder: '/films', name: 'old', 'is-folder': true })).toBe('/films/old');
  expect(folderOf({ folder: '/films', name: 'a.mp4', 'is-folder': false })).toBeUndefined();
  expect(pathTo('/films/old')).toEqual([
    ['Top folder', '/'],
    ['films', '/films'],
    ['old', '/films/old'],
  ]);
});

describe('a live property', () => {
  test.each([
    [{ type: 'enum', values: ['master', 'backup'] }, 'buttons'],
    [{ type: 'enum', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, 'select'],
    [{ type: 'int', min: 0, max: 25, labels: { 0: 'bars', 1: 'snow' } }, 'select'],
    [{ type: 'int', min: 0, max: 100, default: 50 }, 'slider'],
    [{ type: 'int', min: 0, max: 96_000, default: 440 }, 'field'],
    [{ type: 'float', min: 0, max: 4, default: 1 }, 'slider'],
    [{ type: 'float', min: 0, max: 4 }, 'field'],
    [{ type: 'float', min: 0 }, 'field'],
    [{ type: 'bool' }, 'switch'],
    [{ type: 'string' }, 'field'],
    [{ type: 'bool', multiple: true }, 'field'],
  ] as const)('%j is changed with a %s', (spec, form) => {
    expect(controlForm({ description, ...spec })).toBe(form);
  });

  test('has a slider as soon as it has a value', () => {
    expect(controlForm({ type: 'float', min: 0, max: 4, description }, 2)).toBe('slider');
  });

  test('is at hand where its declaration says so', () => {
    const specs = {
      pattern: { type: 'int', description, live: true, control: true },
      lag: { type: 'int', description, live: true },
      size: { type: 'int', description, control: true },
    } as const;
    expect(controlsOf(specs).map(([name]) => name)).toEqual(['pattern']);
  });

  test('may have words for its numbers', () => {
    expect(labelled({ type: 'int', description, labels: { 0: 'bars', 18: 'ball' } })).toEqual([
      { value: '0', label: '0 bars' },
      { value: '18', label: '18 ball' },
    ]);
  });
});
