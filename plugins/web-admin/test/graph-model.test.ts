import ELK from 'elkjs';
import {
  elkGraph,
  formOf,
  graphOf,
  layoutOf,
  NODE,
  type ElkNode,
  type Layout,
} from '../app/planet/graph-model';
import type { ComponentState } from '../app/api/types';

function component(id: string, worker: string, ...feeds: readonly string[]): ComponentState {
  const [, flow = '', name = ''] = id.split('/');
  return {
    ...{ id, flow, name, worker, type: 'x', wanted: 'running', mood: 'happy', messages: [], properties: {} },
    ...{ plugs: [], feeders: [] },
    eaters: feeds.map((feed) => ({ eater: 'default', alias: 'a', feed, connected: true, connections: 1 })),
  };
}

const camera = component('/live/camera', 'studio');
const encoder = component('/live/encoder', 'rack', '/live/camera:video');
const porter = component('/atmosphere/porter', 'rack');

async function laidOut(...args: Parameters<typeof elkGraph>): Promise<Layout> {
  const root: ElkNode = await new ELK().layout(elkGraph(...args));
  return layoutOf(root);
}

test('a feed joins who feeds and who eats; what is not shown joins nothing', () => {
  expect(graphOf([camera, encoder], false).edges).toEqual([
    {
      ...{ id: '/live/camera:video /live/encoder:a', source: '/live/camera', target: '/live/encoder' },
      ...{ feed: '/live/camera:video', client: '/live/encoder:a', connected: true },
    },
  ]);
  expect(graphOf([encoder], false).edges).toEqual([]);
});

test('one flow has no box, several have one each, machines always', () => {
  expect(graphOf([camera, encoder], false).groups).toEqual([]);
  expect(graphOf([camera, encoder, porter], false).groups.map(({ label }) => label)).toEqual([
    'live',
    'atmosphere',
  ]);
  expect(graphOf([encoder, porter], true).groups).toEqual([
    { id: 'worker rack', label: 'rack', members: ['/live/encoder', '/atmosphere/porter'] },
  ]);
});

test('a mood changes nothing about the form, a feed does', () => {
  const sad = { ...encoder, mood: 'sad' } as const;
  expect(formOf(graphOf([camera, sad], false))).toBe(formOf(graphOf([camera, encoder], false)));
  const alone = { ...encoder, eaters: [] };
  expect(formOf(graphOf([camera, alone], false))).not.toBe(formOf(graphOf([camera, encoder], false)));
});

test('feeds go to the right, on a phone down; nothing lies on another', async () => {
  const graph = graphOf([camera, encoder], false);
  const right = await laidOut(graph, { down: false });
  const [from, to] = [right.nodes['/live/camera']!, right.nodes['/live/encoder']!];
  expect(to.x).toBeGreaterThanOrEqual(from.x + NODE.width + 40);
  const down = await laidOut(graph, { down: true });
  expect(down.nodes['/live/encoder']!.y).toBeGreaterThanOrEqual(down.nodes['/live/camera']!.y + NODE.height);
});

test('members lie within their box', async () => {
  const { nodes, groups } = await laidOut(graphOf([camera, encoder, porter], true), { down: false });
  const rack = groups['worker rack']!;
  for (const id of ['/live/encoder', '/atmosphere/porter']) {
    expect(nodes[id]!.x + NODE.width).toBeLessThanOrEqual(rack.width);
    expect(nodes[id]!.y + NODE.height).toBeLessThanOrEqual(rack.height);
  }
});

test('many flows fill the width, and feeds within them go to the right', async () => {
  const flows = Array.from({ length: 30 }, (_, n) => `/flow-${n}`);
  const many = flows.flatMap((flow) => [
    component(`${flow}/camera`, 'studio'),
    component(`${flow}/encoder`, 'rack', `${flow}/camera:video`),
  ]);
  const { nodes, groups } = await laidOut(graphOf(many, false), { down: false });
  const boxes = Object.values(groups);
  const width = Math.max(...boxes.map((box) => box.x + box.width));
  const height = Math.max(...boxes.map((box) => box.y + box.height));
  expect(boxes).toHaveLength(30);
  expect(width / height).toBeGreaterThan(1);
  expect(width / height).toBeLessThan(4);
  expect(nodes['/flow-7/encoder']!.x).toBeGreaterThanOrEqual(nodes['/flow-7/camera']!.x + NODE.width + 40);
});

test('a large graph is laid out in less time', () => {
  const thoroughness = (count: number, flows: number): unknown[] => {
    const all = Array.from({ length: count }, (_, at) => component(`/f${at % flows}/c${at}`, 'studio'));
    const graph = elkGraph(graphOf(all, false), { down: false });
    return [graph, ...(graph.children ?? [])].map((one) => one.layoutOptions?.['elk.layered.thoroughness']);
  };
  expect(thoroughness(100, 2)).toEqual([undefined, undefined, undefined]);
  expect(thoroughness(101, 2)).toEqual(['1', '1', '1']);
});
