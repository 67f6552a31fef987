import { segmentClock } from '../../core/src/feed/segment';

function event(over: {
  format?: string;
  base?: bigint;
  offset?: bigint;
  start?: bigint;
  rate?: number;
}): string {
  const { format = 'time', base = 0n, offset = 0n, start = 0n, rate = 1 } = over;
  return (
    'GstEventSegment, segment=(GstSegment)"segment, flags=(GstSegmentFlags)GST_SEGMENT_FLAG_NONE, ' +
    `rate=(double)${rate}, applied-rate=(double)1, format=(GstFormat)${format}, base=(guint64)${base}, ` +
    `offset=(guint64)${offset}, start=(guint64)${start}, stop=(guint64)18446744073709551615, time=(guint64)7, ` +
    'position=(guint64)9, duration=(guint64)18446744073709551615;";'
  );
}

test.each([
  [{}, 1000n, 1000n],
  [{ start: 3_600_000_000_000_000n }, 3_600_000_000_000_040n, 40n],
  [{ start: 100n, base: 20n }, 150n, 70n],
  [{ start: 100n, offset: 10n }, 150n, 40n],
  [{ start: 100n }, 50n, -50n],
  [{ rate: 2 }, 1000n, 500n],
  [{ format: 'bytes', start: 26n }, 1000n, 1000n],
])('segment %o turns %s into %s', (segment, time, expected) => {
  expect(segmentClock(event(segment))?.(time)).toBe(expected);
});

test('other events change nothing', () => {
  expect(segmentClock('GstTagList-stream, taglist=(taglist)"start=(guint64)4";')).toBeUndefined();
});
