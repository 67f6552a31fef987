import type { Graph, Layout } from '../app/planet/graph-model';
import { NODE } from '../app/planet/graph-model';
import { isSimple, simpleLayout } from '../app/planet/simple-layout';

type Link = readonly [from: string, to: string];

function graph(
  nodes: readonly string[],
  links: readonly Link[],
  groups: Readonly<Record<string, readonly string[]>> = {},
): Graph {
  return {
    nodes,
    edges: links.map(([source, target], at) => ({
      ...{ id: String(at), source, target, feed: `${source}:default`, client: `${target}:default` },
      connected: true,
    })),
    groups: Object.entries(groups).map(([id, members]) => ({ id, label: id, members })),
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Expects that of some boxes none covers a part of another. */
function expectApart(boxes: readonly Box[]): void {
  for (const [at, one] of boxes.entries())
    for (const other of boxes.slice(at + 1))
      expect([one, other, meet(one, other)]).toEqual([one, other, false]);
}

const boxesOf = ({ nodes }: Layout): Box[] => Object.values(nodes).map((corner) => ({ ...corner, ...NODE }));

const DIAMOND: readonly Link[] = [
  ['a', 'b'],
  ['a', 'c'],
  ['b', 'd'],
  ['c', 'd'],
  ['c', 'd'],
];

test.each([[false], [true]])(
  'what eats comes after what it eats, and none covers another (down: %s)',
  (down) => {
    const layout = simpleLayout(graph(['a', 'b', 'c', 'd', 'alone'], DIAMOND), { down });
    const step = (id: string): number => layout.nodes[id]?.[down ? 'y' : 'x'] ?? NaN;
    for (const [from, to] of DIAMOND)
      expect(step(to)).toBeGreaterThanOrEqual(step(from) + (down ? NODE.height : NODE.width));
    expectApart(boxesOf(layout));
    expect(Math.min(...boxesOf(layout).map(({ x }) => x))).toBe(0);
    expect(Math.min(...boxesOf(layout).map(({ y }) => y))).toBe(0);
  },
);

test('flows stand in boxes that hold their components and lie apart, in rows', () => {
  const flows = Array.from({ length: 9 }, (_, at) => [`${at}a`, `${at}b`, `${at}c`]);
  const links = flows.flatMap(([a = '', b = '', c = '']): Link[] => [
    [a, b],
    [b, c],
  ]);
  const groups = Object.fromEntries(flows.map((members, at) => [`flow ${at}`, members]));
  const layout = simpleLayout(graph(flows.flat(), links, groups), { down: false });
  const boxes = Object.values(layout.groups);
  expect(boxes).toHaveLength(9);
  expectApart(boxes);
  for (const [id, members] of Object.entries(groups)) {
    const box = layout.groups[id] as Box;
    expectApart(members.map((member) => ({ ...layout.nodes[member]!, ...NODE })));
    for (const member of members) {
      const { x, y } = layout.nodes[member]!;
      expect(x).toBeGreaterThanOrEqual(20);
      expect(y).toBeGreaterThanOrEqual(44);
      expect(x + NODE.width).toBeLessThanOrEqual(box.width - 20);
      expect(y + NODE.height).toBeLessThanOrEqual(box.height - 20);
    }
  }
  expect(new Set(boxes.map(({ y }) => y)).size).toBeGreaterThan(1);
  expect(new Set(boxes.map(({ x }) => x)).size).toBeGreaterThan(1);
});

test('a circle and an empty planet are placed too', () => {
  const circle = simpleLayout(
    graph(
      ['a', 'b'],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ),
    { down: false },
  );
  expectApart(boxesOf(circle));
  expect(simpleLayout(graph([], []), { down: false })).toEqual({ nodes: {}, groups: {} });
});

test('what leads from box to box, and very many in one, are left to the large library', () => {
  expect(isSimple(graph(['a', 'b'], [['a', 'b']]))).toBe(true);
  expect(isSimple(graph(['a', 'b'], [['a', 'b']], { one: ['a', 'b'] }))).toBe(true);
  expect(isSimple(graph(['a', 'b'], [['a', 'b']], { one: ['a'], two: ['b'] }))).toBe(false);
  const many = Array.from({ length: 61 }, (_, at) => String(at));
  expect(isSimple(graph(many, []))).toBe(false);
  expect(isSimple(graph(many, [], { one: many.slice(1), two: ['0'] }))).toBe(true);
});
