import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from '../app/audit/differences';
import { pipelineOf } from '../app/component/dot';
import { appended, historyOf, seriesOf } from '../app/component/history';
import { joined, visible, type LogLine } from '../app/component/log-lines';
import { meterShare, ownStats } from '../app/component/meters';
import { levelShare, shownOf } from '../app/component/preview-model';
import { rowActions, rowText, tableActions } from '../app/component/row-actions';
import { words } from '../app/frame/words';

test('the elements of a pipeline and their links, through the pads of bins', () => {
  const { elements, links } = pipelineOf(readFileSync(join(__dirname, 'pipeline.dot'), 'utf8'));
  expect(elements.map(({ name }) => name).sort()).toEqual(
    ['convert', 'filter', 'one', 'queue0', 'queue1', 'source', 'split', 'two'].sort(),
  );
  expect(elements.find(({ name }) => name === 'source')).toMatchObject({
    type: 'GstVideoTestSrc',
    state: '>',
  });
  const nameOf = new Map(elements.map(({ id, name }) => [id, name]));
  const pairs = links.map(({ source, target }) => `${nameOf.get(source)} ${nameOf.get(target)}`).sort();
  expect(pairs).toEqual(
    [
      ...['source convert', 'convert filter', 'filter split', 'split queue0', 'split queue1'],
      ...['queue0 one', 'queue1 two'],
    ].sort(),
  );
  expect(links.find(({ source }) => nameOf.get(source) === 'source')?.caps).toMatch(
    /^video\/x-raw\nformat: /,
  );
});

test('text that is no pipeline is an empty one', () => {
  expect(pipelineOf('')).toEqual({ elements: [], links: [] });
});

describe('a history', () => {
  const told = historyOf({
    interval: 2000,
    start: 10_000,
    series: { cpu: [0.1, null, 0.3], clients: [1, 2] },
  });

  test('has a time for each value', () => {
    expect(told.times).toEqual([10_000, 12_000, 14_000]);
    expect(seriesOf(told, 'clients')).toEqual({ times: [10, 12, 14], values: [1, 2, null] });
    expect(seriesOf(told, 'nothing')).toEqual({ times: [], values: [] });
  });

  test('grows by what is told since, and loses what is old', () => {
    const more = appended(told, { cpu: 0.4, stats: { clients: 3, mime: 'x' } }, 16_000);
    expect(more.series['cpu']).toEqual([0.1, null, 0.3, 0.4]);
    expect(more.series['mime']).toBeUndefined();
    expect(appended(more, { cpu: 9, stats: {} }, 16_100)).toBe(more);
    expect(appended(more, { cpu: 0.5, stats: {} }, 13_000 + 30 * 60_000).series['cpu']).toEqual([
      0.3, 0.4, 0.5,
    ]);
  });
});

describe('lines of a log', () => {
  const line = (number: number, level = 3, text = `line ${number}`): LogLine => ({
    ...{ number, level, text, time: number * 10, category: 'job', object: '/a/b' },
  });

  test('are there once, in their order', () => {
    const lines = joined([line(1), line(3)], [line(2), line(3)]);
    expect(lines.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(joined(lines, [line(2)])).toBe(lines);
  });

  test('are never more than two thousand', () => {
    const many = Array.from({ length: 2500 }, (_, index) => line(index));
    expect(joined([], many)).toHaveLength(2000);
    expect(joined([], many)[0]?.number).toBe(500);
  });

  test('are shown from a level on, and by a word', () => {
    const lines = [line(1, 1, 'broken'), line(2, 4, 'detail'), line(3, 3, 'Broken too')];
    expect(visible(lines, 'info', 'broken').map(({ number }) => number)).toEqual([1, 3]);
    expect(visible(lines, 'debug', '')).toHaveLength(3);
  });
});

test('meters: decibels from -60, per cent as they are, nothing else', () => {
  expect(meterShare(-30, 'dB')).toBe(0.5);
  expect(meterShare(3, 'dB')).toBe(1);
  expect(meterShare(-100, 'dB')).toBe(0);
  expect(meterShare(3, 'bytes')).toBeUndefined();
  expect(levelShare(-15)).toBe(0.75);
  expect(ownStats({ 'volume.peak': 1, 'volume2.peak': 2, frames: 3 }, 'volume')).toEqual([['peak', 1]]);
});

test.each([
  ['video/x-theora, width=(int)64', true, false],
  ['video/x-raw, format=(string)I420', true, false],
  ['image/jpeg', true, false],
  ['audio/x-raw', false, true],
  ['audio/x-vorbis', false, true],
  ['application/ogg', true, true],
  ['video/webm', true, true],
  ['video/mpegts', true, true],
  ['text/x-raw', false, false],
  ['', false, false],
])('of %s a picture: %s, sound: %s', (caps, picture, sound) => {
  expect(shownOf(caps)).toEqual({ picture, sound });
});

test('an action of one row takes its id', () => {
  const columns = { id: { kind: 'text', description: '' }, user: { kind: 'text', description: '' } } as const;
  const text = { type: 'string', description: '' } as const;
  const actions = {
    'eject-listener': { description: '', parameters: { id: text, user: text } },
    'rotate-logs': { description: '' },
    rename: { description: '', parameters: { id: text, title: { ...text, required: true } } },
  };
  expect(rowActions({ description: '', columns }, actions).map(({ name }) => name)).toEqual([
    'eject-listener',
  ]);
});

test('actions of a table as a whole are those that belong to it and need nothing', () => {
  const parameter = { type: 'string', description: '' } as const;
  const actions = {
    'new-file': { description: '', table: 'files', parameters: { filename: parameter } },
    rename: { description: '', table: 'files', parameters: { to: { ...parameter, required: true } } },
    rotate: { description: '' },
  };
  expect(tableActions('files', actions).map(([name]) => name)).toEqual(['new-file']);
  expect(tableActions('others', actions)).toEqual([]);
});

test('what a row is about is told by who, from where and with what', () => {
  const column = { kind: 'text', description: '' } as const;
  const columns = { id: column, address: column, agent: column, user: column, lag: column };
  const row = { id: '7', address: '192.0.2.7', agent: 'VLC/3', lag: '1', more: 'x' };
  expect(rowText(row, columns)).toBe('Address 192.0.2.7, Agent VLC/3, Id 7');
  expect(rowText({ ...row, user: 'ann' }, columns)).toMatch(/^User ann, /);
});

test('what differs is named by its innermost place', () => {
  const before = { worker: 'a', properties: { width: 320, text: 'x' } };
  const after = { worker: 'a', properties: { width: 640, text: 'x' }, label: 'L' };
  expect(differences(before, after)).toEqual([
    { path: 'properties.width', from: '320', to: '640' },
    { path: 'label', from: 'nothing', to: '"L"' },
  ]);
  expect(differences(before, before)).toEqual([]);
});

test('what differs of things in a list that have names is told of each', () => {
  const part = (name: string, width: number) => ({ name, properties: { width, list: [1] } });
  const before = { components: [part('a', 1), part('b', 2)], feeds: [{ feed: 'a' }] };
  const after = { components: [part('b', 3), part('c', 1)], feeds: [{ feed: 'b' }] };
  expect(differences(before, after)).toEqual([
    { path: 'components.a', from: JSON.stringify(part('a', 1)), to: 'nothing' },
    { path: 'components.b.properties.width', from: '2', to: '3' },
    { path: 'components.c', from: 'nothing', to: JSON.stringify(part('c', 1)) },
    { path: 'feeds', from: '[{"feed":"a"}]', to: '[{"feed":"b"}]' },
  ]);
});

test('declared names as words', () => {
  expect(words('eject-listener')).toBe('Eject listener');
});
