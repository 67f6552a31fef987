import { aboutText, ALL, clicked, filtered, sorted } from '../app/planet/list-model';
import { eatersFirst, suited } from '../app/planet/steering';
import type { ComponentState } from '../app/api/types';

function component(id: string, over: Partial<ComponentState> = {}): ComponentState {
  const [, flow = '', name = ''] = id.split('/');
  return {
    ...{ id, flow, name, type: 'theora-encoder', worker: 'studio', wanted: 'running', mood: 'happy' },
    ...{ messages: [], properties: {}, plugs: [], eaters: [], feeders: [] },
    ...over,
  };
}

const ids = (components: readonly ComponentState[]): readonly string[] => components.map(({ id }) => id);
const camera = component('/live/camera', { type: 'webcam-producer', mood: 'sad', reason: 'no device' });
const encoder = component('/live/encoder-10', { worker: 'rack' });
const porter = component('/atmosphere/porter', { mood: 'sleeping', wanted: 'stopped', label: 'The Porter' });
const all = [camera, encoder, porter];

test('every word has to occur, in whatever is seen', () => {
  expect(ids(filtered(all, { ...ALL, search: 'DEVICE live' }))).toEqual(['/live/camera']);
  expect(ids(filtered(all, { ...ALL, search: 'device rack' }))).toEqual([]);
  expect(ids(filtered(all, { ...ALL, flow: 'live', worker: 'rack' }))).toEqual(['/live/encoder-10']);
  expect(ids(filtered(all, { ...ALL, moods: ['sad', 'sleeping'] }))).toEqual([
    '/live/camera',
    '/atmosphere/porter',
  ]);
});

test('what is counted is what is shown', () => {
  expect(aboutText(all, all, 3, 4)).toBe('3 components in 3 flows on 4 workers');
  const shown = filtered(all, { ...ALL, flow: 'live' });
  expect(aboutText(shown, all, 3, 4)).toBe('2 of 3 components in 1 flow on 2 workers');
});

test('what needs a person comes first, numbers in names count as numbers', () => {
  expect(ids(sorted(all, {}, 'mood', false))).toEqual([
    '/live/camera',
    '/live/encoder-10',
    '/atmosphere/porter',
  ]);
  const two = component('/live/encoder-2');
  expect(ids(sorted([encoder, two], {}, 'name', false))).toEqual(['/live/encoder-2', '/live/encoder-10']);
  const figures = { '/live/encoder-10': { cpu: 0.1, stats: {} }, '/live/encoder-2': { cpu: 0.9, stats: {} } };
  expect(ids(sorted([encoder, two], figures, 'cpu', true))).toEqual(['/live/encoder-2', '/live/encoder-10']);
});

test('a click chooses one or takes it back, with shift all between', () => {
  const shown = ['a', 'b', 'c', 'd'];
  const one = clicked(new Set(), shown, 'b', undefined, false);
  expect([...one]).toEqual(['b']);
  expect([...clicked(one, shown, 'd', 'b', true)]).toEqual(['b', 'c', 'd']);
  expect([...clicked(one, shown, 'b', 'b', false)]).toEqual([]);
});

test('only those are asked that it concerns', () => {
  expect(ids(suited('start', all))).toEqual(['/live/camera', '/atmosphere/porter']);
  expect(ids(suited('stop', all))).toEqual(['/live/camera', '/live/encoder-10']);
});

test('what eats is taken away before what it eats of', () => {
  const eats = (id: string, ...feeds: readonly string[]): ComponentState =>
    component(id, {
      eaters: feeds.map((feed) => ({ eater: 'default', alias: feed, feed, connected: true, connections: 1 })),
    });
  const chain = [eats('/f/a'), eats('/f/b', '/f/a:default'), eats('/f/c', '/f/b:default', '/f/a:default')];
  expect(ids(eatersFirst(chain))).toEqual(['/f/c', '/f/b', '/f/a']);
  const circle = [eats('/f/a', '/f/b:default'), eats('/f/b', '/f/a:default')];
  expect(eatersFirst(circle)).toHaveLength(2);
});
