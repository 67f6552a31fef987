import { kept } from '../app/planet/kept';

const node = (id: string, mood: object, x = 1) => ({ id, position: { x }, data: { mood } });
const [happy, sad] = [{ mood: 'happy' }, { mood: 'sad' }];

test('what is as it was stays the very same object, what changed does not', () => {
  const before = [node('a', happy), node('b', happy), node('c', happy)];
  const known = new Map(before.map((one) => [one.id, one]));
  const [a, b, c, d] = kept(known, [node('a', happy), node('b', sad), node('c', happy, 2), node('d', happy)]);
  expect(a).toBe(before[0]);
  expect(b).not.toBe(before[1]);
  expect(b!.data.mood).toBe(sad);
  expect(c!.position.x).toBe(2);
  expect(d!.id).toBe('d');
});

test('a field more, or one less, is a difference', () => {
  const known = new Map<string, { id: string; parentId?: string }>([['a', { id: 'a' }]]);
  expect(kept(known, [{ id: 'a', parentId: 'box' }])).toEqual([{ id: 'a', parentId: 'box' }]);
  expect(kept(new Map([['a', { id: 'a', parentId: 'box' }]]), [{ id: 'a' } as never])).toEqual([{ id: 'a' }]);
});
