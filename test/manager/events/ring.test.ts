import { EventRing, type KeptEvent } from '../../../core/src/manager/events/ring';

function all(ring: EventRing, from: number): (KeptEvent | 'lost')[] {
  const found: (KeptEvent | 'lost')[] = [];
  for (let place = from; ;) {
    const event = ring.after(place);
    if (event === undefined) return found;
    found.push(event);
    if (event === 'lost') return found;
    place = event.number;
  }
}

it('numbers events without a gap and gives those after a place', () => {
  const ring = new EventRing();
  expect(ring.after(0)).toBeUndefined();
  for (const data of ['{"a":1}', '{"b":2}', '3']) ring.add('thing', data);
  expect(all(ring, 0).map((one) => (one as KeptEvent).number)).toEqual([1, 2, 3]);
  expect(all(ring, 2).map((one) => JSON.parse((one as KeptEvent).text) as unknown)).toEqual([
    { id: `${ring.epoch}:3`, time: expect.any(Number) as number, type: 'thing', data: 3 },
  ]);
  expect(ring.last).toBe(3);
});

it('keeps so many, and says when a place is gone', () => {
  const ring = new EventRing(10);
  for (let index = 0; index < 25; index++) ring.add('thing', '1');
  expect(ring.after(14)).toBe('lost');
  expect(all(ring, 15).map((one) => (one as KeptEvent).number)).toEqual([
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
  ]);
});

it('keeps less of what is large, but always some', () => {
  const ring = new EventRing(100, 10_000);
  for (let index = 0; index < 100; index++) ring.add('thing', JSON.stringify('x'.repeat(1000)));
  expect(ring.after(80)).toBe('lost');
  expect(all(ring, 90)).toHaveLength(10);
});

it('takes back only ids of its own whose followers it has', () => {
  const ring = new EventRing(2);
  for (let index = 0; index < 5; index++) ring.add('thing', '1');
  expect(ring.numberIn(ring.id())).toBe(5);
  expect(ring.numberIn(`${ring.epoch}:3`)).toBe(3);
  for (const id of [`${ring.epoch}:2`, `${ring.epoch}:6`, 'abcdef:5', '5', '', `${ring.epoch}:-1`])
    expect([id, ring.numberIn(id)]).toEqual([id, undefined]);
  expect(new EventRing().epoch).not.toBe(ring.epoch);
});
