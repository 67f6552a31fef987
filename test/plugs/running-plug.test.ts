import { expect, test } from '@jest/globals';
import { definePlug, type Message, type PlugDefinition } from '../../core/src/plugin';
import { plugNames } from '../../core/src/plugs/names';
import { RunningPlug } from '../../core/src/plugs/running-plug';
import { keepingLogger } from '../support/feed-ends';

const description = 'For tests.';

interface Rig {
  readonly plug: RunningPlug;
  readonly said: Message[];
  readonly stats: Record<string, number | string>;
  readonly lines: string[];
  readonly driven: unknown[];
  readonly cleared: string[];
}

function rig(definition: PlugDefinition, given = {}): Rig {
  const { log, lines } = keepingLogger();
  const said: Message[] = [];
  const stats: Record<string, number | string> = {};
  const driven: unknown[] = [];
  const cleared: string[] = [];
  const plug = new RunningPlug(definition.spec.type, definition, given, {
    id: '/f/c',
    log,
    say: (message) => void said.push(message),
    clear: (id) => void cleared.push(id),
    stat: (name, value) => {
      stats[name] = value;
    },
    offers: { component: { type: 'x', kind: 'misc' } },
    drive: (_, value) => void driven.push(value),
  });
  return { plug, said, stats, lines, driven, cleared };
}

const seen: string[] = [];
const full = definePlug(
  {
    type: 'full',
    socket: 'component',
    description,
    properties: {
      level: { type: 'int', min: 0, max: 5, default: 1, live: true, description },
      name: { type: 'string', description },
    },
    stats: { calls: { kind: 'counter', description } },
  },
  {
    check: ({ level, name }) => (level === 5 && name === 'x' ? 'not both' : undefined),
    start: (context) => {
      context.count('calls');
      context.message({ level: 'error', id: 'hot', text: 'it is hot' });
      seen.push(`start ${context.component.type} ${context.properties.level}`);
    },
    changed: (context, name, value) =>
      void seen.push(`${name} ${JSON.stringify(value)} ${context.properties.level}`),
    stop: () => void seen.push('stop'),
  },
);

test('names of plugs are their types, numbered where there are several', () => {
  expect(plugNames(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', 'a-2', 'a-3']);
});

test('a plug lives: start, changes, stop; figures and messages carry its name, and an error is a warning', async () => {
  const { plug, said, stats, driven } = rig(full, { level: 2 });
  await plug.start();
  expect(plug.set('level', 3)).toEqual({ level: 3 });
  expect(plug.set('level', null)).toEqual({});
  await plug.stop();
  await plug.stop();
  expect(seen.splice(0)).toEqual(['start x 2', 'level 3 3', 'level 1 1', 'stop']);
  expect(stats).toEqual({ 'full.calls': 1 });
  expect(said).toEqual([{ level: 'warning', id: 'full.hot', text: 'it is hot' }]);
  expect(driven).toEqual([2, undefined, 3, 1]);
});

test('what cannot change, and what is wrong, is refused and changes nothing', () => {
  const { plug } = rig(full, { name: 'x' });
  expect(() => plug.set('name', 'y')).toThrow(/property name of \/f\/c, plug full .*cannot change/);
  expect(() => plug.set('constructor', 1)).toThrow(/cannot change/);
  expect(() => plug.set('level', 6)).toThrow(/6 is not a whole number from 0 to 5/);
  expect(() => plug.set('level', 5)).toThrow(/not both/);
  expect(plug.properties).toEqual({ level: 1, name: 'x' });
});

const events: string[] = [];
const logger = (event: (text: string) => unknown): PlugDefinition =>
  definePlug(
    { type: 'bad', socket: 'request-logger', description },
    {
      event: (_context: unknown, text: string) => event(text),
    },
  );

test('a hook that throws is reported once, and the next call goes through', async () => {
  const { plug, said } = rig(
    logger((text) => {
      events.push(text);
      throw new Error('disk full');
    }),
  );
  expect(plug.ask('event', 'early')).toBeUndefined();
  await plug.start();
  for (const text of ['a', 'b', 'c']) expect(plug.ask('event', text)).toBeUndefined();
  expect(events.splice(0)).toEqual(['a', 'b', 'c']);
  expect(said).toEqual([
    { level: 'warning', id: 'bad.failed', text: 'the plug bad failed (event): disk full' },
  ]);
  await plug.stop();
  expect(plug.ask('event', 'late')).toBeUndefined();
  expect(events).toEqual([]);
});

test('a hook that rejects answers undefined', async () => {
  const { plug, said } = rig(logger(() => Promise.reject(new Error('gone'))));
  await plug.start();
  await expect(plug.ask('event', 'a')).resolves.toBeUndefined();
  expect(said[0]?.text).toContain('gone');
});

test.each([
  [
    'at once',
    (error: Error) => {
      throw error;
    },
    (value: string) => value,
  ],
  ['later', (error: Error) => Promise.reject(error), (value: string) => Promise.resolve(value)],
])('the warning of a hook that failed %s goes when it works again', async (_, fail, work) => {
  let broken = true;
  const { plug, said, cleared, lines } = rig(
    logger((text) => (broken ? fail(new Error('disk full')) : work(text))),
  );
  await plug.start();
  for (const again of [1, 2]) {
    broken = true;
    expect(await plug.ask('event', 'a')).toBeUndefined();
    expect(await plug.ask('event', 'a')).toBeUndefined();
    broken = false;
    expect(await plug.ask('event', 'b')).toBe('b');
    expect(await plug.ask('event', 'b')).toBe('b');
    expect(said).toHaveLength(again);
    expect(cleared).toEqual(Array.from({ length: again }, () => 'bad.failed'));
  }
  expect(lines.filter((line) => line.includes('disk full'))).toHaveLength(1);
});

test('a plug that cannot start says so, and is not stopped', async () => {
  const broken = definePlug(
    { type: 'broken', socket: 'component', description },
    { start: () => Promise.reject(new Error('no port')), stop: () => void seen.push('stop') },
  );
  const { plug } = rig(broken);
  await expect(plug.start()).rejects.toThrow('the plug broken cannot start: no port');
  await plug.stop();
  expect(seen).toEqual([]);
});

test('a stat that is not declared is an error of the plug', async () => {
  const wrong = definePlug(
    { type: 'wrong', socket: 'component', description },
    {
      start: ({ stat }) => {
        stat('nothing', 1);
      },
    },
  );
  await expect(rig(wrong).plug.start()).rejects.toThrow('stat nothing is not declared by the plug wrong');
});
