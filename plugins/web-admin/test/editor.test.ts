import { connectionId } from '../app/editor/feeds';
import { begun, changed, redone, undone, type History } from '../app/editor/history';
import { keepPlaces, keptPlaces, moved, standing } from '../app/editor/places';
import { feedersFor, newPlug, plugNames, plugsFor } from '../app/editor/plugs';
import { byComponent, byConnection, unfed } from '../app/editor/problems';
import type { ComponentDeclaration, PlugDeclaration } from '../app/api/types';

const about = {
  description: '',
  package: { name: 'p', version: '1.0.0', description: '', dir: '', api: '^1' },
  schema: {},
};

describe('steps', () => {
  const after = (steps: readonly (readonly [number, string?])[]): History<number> =>
    steps.reduce((history, [value, what]) => changed(history, value, what), begun(0));

  it('are undone and done again, one by one', () => {
    const back = undone(undone(after([[1], [2]])));
    expect([back.now, undone(back).now, redone(back).now, redone(redone(redone(back))).now]).toEqual([
      0, 0, 1, 2,
    ]);
    expect(redone(changed(undone(after([[1]])), 5)).now).toBe(5);
  });

  it('are one where the same is changed on and on, until it was undone', () => {
    const typed = after([[1], [2, 'label'], [3, 'label'], [4, 'volume'], [5, 'volume']]);
    expect([undone(typed).now, undone(undone(typed)).now]).toEqual([3, 1]);
    expect(undone(changed(undone(typed), 9, 'volume')).now).toBe(3);
  });

  it('are bounded, and none where nothing changes', () => {
    const many = after(Array.from({ length: 500 }, (_, at) => [at + 1] as const));
    expect(many.past).toHaveLength(200);
    expect(changed(many, many.now)).toBe(many);
  });
});

describe('places', () => {
  const keeper = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };

  it('are kept by flow, for a number of flows, and forgotten when all are placed anew', () => {
    const browser = keeper();
    for (let at = 0; at < 40; at++) keepPlaces(browser, `flow ${at}`, { a: { x: at, y: 1 } });
    expect(keptPlaces(browser, 'flow 39')).toEqual({ a: { x: 39, y: 1 } });
    expect(keptPlaces(browser, 'flow 0')).toEqual({});
    expect(keptPlaces(browser, 'constructor')).toEqual({});
    keepPlaces(browser, 'flow 39', {});
    expect(keptPlaces(browser, 'flow 39')).toEqual({});
  });

  it.each(['no JSON', '[]', '{"f":{"a":{"x":"far"}}}', '{"f":1}', 'null'])(
    'that are %s count as none',
    (text) => {
      const browser = keeper();
      browser.kept.set('flumotion-editor-places', text);
      expect(keptPlaces(browser, 'f')).toEqual({});
    },
  );
});

describe('a component that is put elsewhere', () => {
  const [left, right] = [{ a: { x: 0, y: 1 } }, { a: { x: 9, y: 1 } }];

  it('stands where it stood when that is undone, although nobody had put it there', () => {
    const { before, now } = moved({ b: { x: 5, y: 5 } }, right, left);
    expect(before).toEqual({ ...left, b: { x: 5, y: 5 } });
    expect(now).toEqual({ ...right, b: { x: 5, y: 5 } });
  });

  it('is drawn there, and all others as they are', () => {
    const nodes = ['a', 'b'].map((id) => ({ id, position: { x: 0, y: 0 } }));
    const there = standing(nodes, right);
    expect(there.map(({ position }) => position)).toEqual([right.a, { x: 0, y: 0 }]);
    expect(there[1]).toBe(nodes[1]);
    expect(standing(there, right)).toBe(there);
  });
});

describe('problems', () => {
  const problems = [
    { level: 'error', text: 'a', component: '/main/http', property: 'limits.0.bytes' },
    { level: 'error', text: 'b', component: '/main/http', plug: 'logger-2', property: 'logfile' },
    { level: 'error', text: 'c', component: '/main/http', eater: 'default', feed: 'tone:default' },
    { level: 'warning', text: 'd', component: '/main/tone' },
    { level: 'error', text: 'e', component: '/main/http', field: 'worker' },
    { level: 'error', text: 'f' },
  ] as const;

  it('are told where they are', () => {
    const found = byComponent(problems);
    expect([...found.keys()]).toEqual(['http', 'tone']);
    expect(found.get('http')).toEqual({
      own: [],
      byProperty: { limits: 'a' },
      byPlug: { 'logger-2': { logfile: 'b' } },
      byEater: { default: ['c'] },
      ofWorker: ['e'],
      isWrong: true,
    });
    expect(found.get('tone')).toMatchObject({ own: ['d'], isWrong: false });
  });

  it('are told at the connection', () => {
    const flow = {
      name: 'main',
      components: [
        { name: 'tone', type: 'x' },
        { name: 'http', type: 'y', eaters: { default: [{ feed: 'tone' }], other: [{ feed: 'tone' }] } },
      ],
    };
    const id = connectionId({ from: 'tone', feeder: 'default', to: 'http', eater: 'default' });
    expect([...byConnection(flow, problems)]).toEqual([[id, 'c']]);
  });

  it('are eaters that need a feed and have none', () => {
    const eaters = { video: { caps: 'ANY' }, audio: { caps: 'ANY' }, text: { caps: 'ANY', required: false } };
    const declaration = { ...about, type: 'x', kind: 'muxer', eaters };
    expect([...unfed({ name: 'm', type: 'x', eaters: { video: [{ feed: 'a' }] } }, declaration)]).toEqual([
      'audio',
    ]);
    expect([...unfed({ name: 'm', type: 'x' }, undefined)]).toEqual([]);
  });
});

describe('plugs', () => {
  const declaration: ComponentDeclaration = {
    ...about,
    type: 'loop-producer',
    kind: 'producer',
    sockets: ['request-logger'],
    feeders: {
      video: { caps: 'video/x-raw' },
      audio: { caps: 'audio/x-raw, rate=8000' },
      any: { caps: 'ANY' },
    },
  };
  const plug = (type: string, socket: string): PlugDeclaration => ({ ...about, type, socket });
  const all = [
    plug('log', 'request-logger'),
    plug('files', 'file-provider'),
    plug('example', 'component'),
    plug('volume', 'effect'),
  ];

  it('are those for its sockets, those for all, and effects where there are feeders', () => {
    const types = (of: typeof declaration): readonly string[] => plugsFor(all, of).map(({ type }) => type);
    expect(types(declaration)).toEqual(['log', 'example', 'volume']);
    expect(types({ ...declaration, feeders: {} })).toEqual(['log', 'example']);
  });

  it('have a place in front of a feeder where several would do', () => {
    const effect = { ...plug('volume', 'effect'), caps: 'audio/x-raw' as const };
    expect(feedersFor(effect, declaration)).toEqual(['audio', 'any']);
    expect(newPlug(effect, declaration)).toEqual({ type: 'volume', feeder: 'audio' });
    const one = { ...declaration, feeders: { default: { caps: 'audio/x-raw' } } };
    expect(newPlug(effect, one)).toEqual({ type: 'volume' });
    expect(newPlug(plug('log', 'request-logger'), declaration)).toEqual({ type: 'log' });
  });

  it('of one type are told apart as the manager does', () => {
    expect(plugNames([{ type: 'a' }, { type: 'b' }, { type: 'a' }])).toEqual(['a', 'b', 'a-2']);
  });
});
