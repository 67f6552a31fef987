import type { Occurrence } from '../src/schedule';
import { parseCalendar } from '../src/schedule/calendar';
import { namedZone } from '../src/schedule/zones';

const NOW = Date.parse('2026-03-01T00:00:00Z');

/** A calendar of events, each a list of lines. */
function calendar(...events: readonly (readonly string[])[]): string {
  const inside = events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...inside, 'END:VCALENDAR', ''].join('\r\n');
}

function between(text: string, from: string, to: string, local = 'Europe/Madrid'): readonly Occurrence[] {
  return parseCalendar(text, NOW, namedZone(local)).between(Date.parse(from), Date.parse(to));
}

/** Beginnings and ends in UTC, as `2026-03-01T10:00/11:00` when both are on one day. */
function times(list: readonly Occurrence[]): string[] {
  const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);
  return list.map(({ start, end }) =>
    iso(start).slice(0, 10) === iso(end).slice(0, 10)
      ? `${iso(start)}/${iso(end).slice(11)}`
      : `${iso(start)}/${iso(end)}`,
  );
}

test('an event with an end, one with a duration, in UTC', () => {
  const text = calendar(
    ['UID:a', 'DTSTART:20260301T100000Z', 'DTEND:20260301T113000Z', 'SUMMARY:News\\, with a comma'],
    ['UID:b', 'DTSTART:20260301T200000Z', 'DURATION:PT45M', 'SUMMARY:Talk'],
  );
  const list = between(text, '2026-03-01', '2026-03-02');
  expect(times(list)).toEqual(['2026-03-01T10:00/11:30', '2026-03-01T20:00/20:45']);
  expect(list.map(({ summary, uid, offset }) => [uid, summary, offset])).toEqual([
    ['a', 'News, with a comma', 0],
    ['b', 'Talk', 0],
  ]);
});

test('what lasts into the time, and out of it, counts; what only touches it does not', () => {
  const text = calendar(
    ['UID:a', 'DTSTART:20260228T230000Z', 'DTEND:20260301T010000Z'],
    ['UID:b', 'DTSTART:20260301T230000Z', 'DTEND:20260302T010000Z'],
    ['UID:c', 'DTSTART:20260228T230000Z', 'DTEND:20260301T000000Z'],
    ['UID:d', 'DTSTART:20260302T000000Z', 'DTEND:20260302T010000Z'],
  );
  expect(between(text, '2026-03-01T00:00Z', '2026-03-02T00:00Z').map(({ uid }) => uid)).toEqual(['a', 'b']);
});

test('an event without a length does not take place', () => {
  const text = calendar(
    ['UID:a', 'DTSTART:20260301T100000Z'],
    ['UID:b', 'DTSTART:20260301T100000Z', 'DTEND:20260301T100000Z'],
    ['UID:c', 'DTSTART:20260301T100000Z', 'DTEND:20260301T090000Z'],
    ['UID:d', 'DTSTART:20260301T100000Z', 'DURATION:-PT1H'],
  );
  expect(between(text, '2026-03-01', '2026-03-02')).toEqual([]);
});

test('a zone of the system: the wall time stays when clocks are put forward and back', () => {
  const text = calendar([
    'UID:a',
    'DTSTART;TZID=Europe/Madrid:20260101T090000',
    'DTEND;TZID=Europe/Madrid:20260101T100000',
    'RRULE:FREQ=DAILY',
  ]);
  expect(times(between(text, '2026-03-28T00:00Z', '2026-03-31T00:00Z'))).toEqual([
    '2026-03-28T08:00/09:00',
    '2026-03-29T07:00/08:00',
    '2026-03-30T07:00/08:00',
  ]);
  expect(times(between(text, '2026-10-24T00:00Z', '2026-10-26T00:00Z'))).toEqual([
    '2026-10-24T07:00/08:00',
    '2026-10-25T08:00/09:00',
  ]);
  expect(between(text, '2026-07-01T00:00Z', '2026-07-02T00:00Z')[0]?.offset).toBe(120);
});

test('a time that is left out by the change, and one that comes twice', () => {
  const text = calendar(
    ['UID:a', 'DTSTART;TZID=Europe/Madrid:20260329T023000', 'DURATION:PT10M'],
    ['UID:b', 'DTSTART;TZID=Europe/Madrid:20261025T023000', 'DURATION:PT10M'],
  );
  expect(times(between(text, '2026-03-28', '2026-10-30'))).toEqual([
    '2026-03-29T01:30/01:40',
    '2026-10-25T00:30/00:40',
  ]);
});

test('an end that is named is a length in hours, a duration of a day is one of the calendar', () => {
  const text = calendar(
    [
      'UID:a',
      'DTSTART;TZID=Europe/Madrid:20260327T120000',
      'DTEND;TZID=Europe/Madrid:20260328T120000',
      'RRULE:FREQ=DAILY;COUNT=3',
    ],
    ['UID:b', 'DTSTART;TZID=Europe/Madrid:20260327T130000', 'DURATION:P1D', 'RRULE:FREQ=DAILY;COUNT=3'],
  );
  const list = between(text, '2026-03-27T00:00Z', '2026-04-02T00:00Z');
  const hours = (uid: string): number[] =>
    list.filter((event) => event.uid === uid).map(({ start, end }) => (end - start) / 3_600_000);
  expect(hours('a')).toEqual([24, 24, 24]);
  expect(hours('b')).toEqual([24, 23, 24]);
});

test('a zone that the file describes is taken from the file, not from the system', () => {
  // The real Madrid is an hour ahead of UTC in winter; this one is five, six in summer from May on.
  const described = [
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Madrid',
    ...[
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU',
      'TZOFFSETFROM:+0600',
      'TZOFFSETTO:+0500',
      'END:STANDARD',
    ],
    ...[
      'BEGIN:DAYLIGHT',
      'DTSTART:19700501T000000',
      'RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1',
      'TZOFFSETFROM:+0500',
      'TZOFFSETTO:+0600',
      'END:DAYLIGHT',
    ],
    'END:VTIMEZONE',
  ];
  const event = [
    'UID:a',
    'DTSTART;TZID=Europe/Madrid:20260101T090000',
    'DURATION:PT1H',
    'RRULE:FREQ=MONTHLY',
  ];
  const text = calendar(event).replace('VERSION:2.0\r\n', `VERSION:2.0\r\n${described.join('\r\n')}\r\n`);
  expect(times(between(text, '2026-04-01T00:00Z', '2026-06-02T00:00Z'))).toEqual([
    '2026-04-01T04:00/05:00',
    '2026-05-01T03:00/04:00',
    '2026-06-01T03:00/04:00',
  ]);
});

test("a time without a zone is the machine's", () => {
  const text = calendar(['UID:a', 'DTSTART:20260301T100000', 'DTEND:20260301T110000']);
  expect(times(between(text, '2026-03-01', '2026-03-02'))).toEqual(['2026-03-01T09:00/10:00']);
  expect(times(between(text, '2026-03-01', '2026-03-02', 'America/New_York'))).toEqual([
    '2026-03-01T15:00/16:00',
  ]);
});

test('the machine has the zone that its dates are shown in', () => {
  const text = calendar(['UID:a', 'DTSTART:20260301T100000', 'DURATION:PT1H']);
  const [event] = parseCalendar(text, NOW).between(Date.parse('2026-02-01'), Date.parse('2026-04-01'));
  expect(event?.start).toBe(new Date(2026, 2, 1, 10).getTime());
});

test('an all-day event lasts from midnight to midnight of the machine, 23 hours when clocks are put forward', () => {
  const text = calendar(
    ['UID:a', 'DTSTART;VALUE=DATE:20260301'],
    ['UID:b', 'DTSTART;VALUE=DATE:20260329', 'DTEND;VALUE=DATE:20260330'],
    ['UID:c', 'DTSTART;VALUE=DATE:20260401', 'DURATION:P2D'],
  );
  expect(times(between(text, '2026-02-20', '2026-04-20'))).toEqual([
    '2026-02-28T23:00/2026-03-01T23:00',
    '2026-03-28T23:00/2026-03-29T22:00',
    '2026-03-31T22:00/2026-04-02T22:00',
  ]);
});

test('recurrence: several rules, a count, an end in UTC, dates added and taken away', () => {
  const text = calendar([
    'UID:a',
    'DTSTART;TZID=Europe/Madrid:20260302T090000',
    'DURATION:PT1H',
    'RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4',
    // 9:00 in Madrid is 8:00 UTC: the sixth is in, the seventh would begin a second too late.
    'RRULE:FREQ=DAILY;BYDAY=FR,SA;UNTIL=20260307T075959Z',
    'RDATE;TZID=Europe/Madrid:20260305T200000',
    'RDATE;VALUE=PERIOD:20260308T100000Z/PT15M,20260308T120000Z/20260308T123000Z',
    'EXDATE;TZID=Europe/Madrid:20260304T090000',
  ]);
  expect(times(between(text, '2026-03-01', '2026-04-01'))).toEqual([
    '2026-03-02T08:00/09:00',
    '2026-03-05T19:00/20:00',
    '2026-03-06T08:00/09:00',
    '2026-03-08T10:00/10:15',
    '2026-03-08T12:00/12:30',
    '2026-03-09T08:00/09:00',
    '2026-03-11T08:00/09:00',
  ]);
});

test('a rule that takes away, and a day that is taken away', () => {
  const text = calendar([
    'UID:a',
    'DTSTART:20260302T090000Z',
    'DURATION:PT1H',
    'RRULE:FREQ=DAILY;COUNT=7',
    'EXRULE:FREQ=WEEKLY;BYDAY=TU,TH',
    'EXDATE;VALUE=DATE:20260307',
  ]);
  expect(times(between(text, '2026-03-01', '2026-04-01')).map((time) => time.slice(8, 10))).toEqual([
    '02',
    '04',
    '06',
    '08',
  ]);
});

test('a rule that began decades ago is worked out at once, and right', () => {
  const text = calendar(
    ['UID:a', 'DTSTART:19700104T090000Z', 'DURATION:PT1M', 'RRULE:FREQ=MINUTELY;INTERVAL=7'],
    ['UID:b', 'DTSTART:19700106T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
  );
  const began = process.cpuUsage();
  const list = between(text, '2026-03-01T00:00Z', '2026-03-15T00:00Z');
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e6).toBeLessThan(2);
  const sevens = list.filter(({ uid }) => uid === 'a').map(({ start }) => start);
  expect(sevens.every((start) => (start - Date.parse('1970-01-04T09:00Z')) % 420_000 === 0)).toBe(true);
  expect(sevens).toHaveLength(2880);
  const fortnights = list.filter(({ uid }) => uid === 'b').map(({ start }) => start);
  expect(fortnights).toHaveLength(1);
  expect(((fortnights[0] ?? 0) - Date.parse('1970-01-06T09:00Z')) % (14 * 86_400_000)).toBe(0);
});

test('one occurrence moved, one cancelled; the newer version of an event is in force', () => {
  const text = calendar(
    ['UID:a', 'DTSTART:20260302T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3', 'SUMMARY:Daily'],
    ['UID:a', 'RECURRENCE-ID:20260303T090000Z', 'DTSTART:20260303T150000Z', 'DURATION:PT2H', 'SUMMARY:Late'],
    [
      'UID:a',
      'RECURRENCE-ID:20260304T090000Z',
      'DTSTART:20260304T090000Z',
      'DURATION:PT1H',
      'STATUS:CANCELLED',
    ],
    ['UID:b', 'SEQUENCE:2', 'DTSTART:20260305T100000Z', 'DURATION:PT1H', 'SUMMARY:New'],
    ['UID:b', 'SEQUENCE:1', 'DTSTART:20260305T090000Z', 'DURATION:PT1H', 'SUMMARY:Old'],
    ['UID:c', 'DTSTART:20260305T090000Z', 'DURATION:PT1H', 'STATUS:CANCELLED'],
  );
  const list = between(text, '2026-03-01', '2026-04-01');
  expect(list.map(({ summary }) => summary)).toEqual(['Daily', 'Late', 'New']);
  expect(times(list)).toEqual(['2026-03-02T09:00/10:00', '2026-03-03T15:00/17:00', '2026-03-05T10:00/11:00']);
});

describe('a bad file is refused with the line', () => {
  const good = ['UID:a', 'DTSTART:20260301T100000Z', 'DURATION:PT1H'];
  test.each([
    ['text that is no calendar', 'hello\n', /^line 1: expected BEGIN:VCALENDAR, found "hello"/],
    ['an empty file', '', /^line 1: the file has no BEGIN:VCALENDAR/],
    ['a line without a colon', calendar([...good, 'SUMMARY']), /^line 7: invalid line/],
    ['a bad date', calendar(['DTSTART:yesterday']), /^line 4: invalid date/],
    ['a bad rule', calendar([...good, 'RRULE:FREQ=OFTEN']), /^line 7: invalid frequency "OFTEN"/],
    ['no start', calendar(['UID:a', 'SUMMARY:x']), /^line 3: the event has no DTSTART/],
    [
      'an unknown zone',
      calendar(['DTSTART;TZID=Atlantis:20260301T100000']),
      /^line 4: the time zone "Atlantis"/,
    ],
    [
      'an end that is missing',
      calendar(good).replace('END:VEVENT\r\n', ''),
      /^line 7: expected END:VEVENT, found END:VCALENDAR/,
    ],
    [
      'a rule that no date fulfils',
      calendar([...good, 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30']),
      /^line 7: the recurrence rule fits no date/,
    ],
    [
      'a rule for every second',
      calendar([...good, 'RRULE:FREQ=SECONDLY']),
      /^line 7: the event takes place more than 5000 times/,
    ],
    [
      'a rule for every second that began years ago',
      calendar(['UID:a', 'DTSTART:20200101T000000Z', 'DURATION:PT1H', 'SUMMARY:x', 'RRULE:FREQ=SECONDLY']),
      /^line 8: the recurrence rule fits .*too many since it began/,
    ],
    [
      'a folded line',
      calendar([...good, 'X-NOTE:a', ' b', 'RRULE:FREQ=NEVER']),
      /^line 9: invalid frequency/,
    ],
  ])('%s', (_, text, reason) => {
    expect(() => parseCalendar(text, NOW)).toThrow(reason);
  });
});
