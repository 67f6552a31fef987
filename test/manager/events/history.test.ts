import { History } from '../../../core/src/manager/events/history';

const reading = (values: Record<string, number>): ReadonlyMap<string, Record<string, number>> =>
  new Map([['/main/a', values]]);

it('keeps the last readings in order, with gaps where there were none', () => {
  const history = new History(1000, 4);
  history.read(reading({ cpu: 1 }), 1000);
  history.read(reading({}), 2000);
  history.read(reading({ cpu: 3, clients: 7 }), 3000);
  expect(history.of('/main/a')).toEqual({
    interval: 1000,
    start: 1000,
    series: { cpu: [1, null, 3], clients: [null, null, 7] },
  });
  for (const value of [4, 5, 6]) history.read(reading({ cpu: value }), value * 1000);
  expect(history.of('/main/a')).toEqual({
    interval: 1000,
    start: 3000,
    series: { cpu: [3, 4, 5, 6], clients: [7, null, null, null] },
  });
  history.read(reading({ cpu: 7 }), 7000);
  expect(Object.keys(history.of('/main/a').series)).toEqual(['cpu']);
});

it('knows nothing of a component that left the planet, or never was in it', () => {
  const history = new History(1000, 4);
  history.read(reading({ cpu: 1 }), 1000);
  history.read(new Map(), 2000);
  expect(history.of('/main/a').series).toEqual({});
  expect(history.of('/main/b').series).toEqual({});
});

it('keeps a bounded number of figures, and gives room to new ones when old ones are empty', () => {
  const history = new History(1000, 2);
  const many = (from: number): Record<string, number> =>
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`figure-${from + index}`, 1]));
  history.read(reading(many(0)), 1000);
  expect(Object.keys(history.of('/main/a').series)).toHaveLength(64);
  for (const time of [2000, 3000]) history.read(reading({}), time);
  history.read(reading(many(1000)), 4000);
  expect(Object.keys(history.of('/main/a').series)).toHaveLength(64);
  expect(history.of('/main/a').series['figure-1000']).toEqual([null, 1]);
});
