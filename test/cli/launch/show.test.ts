import { Shower } from '../../../core/src/cli/launch/show';
import type { JobState } from '../../../core/src/rpc/job-state';

const state: JobState = {
  id: '/launch/http-streamer0',
  type: 'http-streamer',
  pid: 1,
  mood: 'waking',
  messages: [],
  started: 0,
  cpu: 0,
  memory: 0,
  eaters: [],
  feeders: [],
  stats: {},
  restarts: 0,
};

function shown(...states: JobState[]): string[] {
  return shownWith(false, ...states);
}

function shownWith(details: boolean, ...states: JobState[]): string[] {
  const lines: string[] = [];
  const shower = new Shower((text) => lines.push(text), details);
  for (const one of states) shower.show(one);
  return lines;
}

test('each change of mood is shown once, with its reason', () => {
  const hungry: JobState = { ...state, mood: 'hungry', reason: 'no feed' };
  expect(shown(state, state, hungry, hungry, state)).toEqual([
    'http-streamer0 is waking\n',
    'http-streamer0 is hungry: no feed\n',
    'http-streamer0 is waking\n',
  ]);
});

test('a message is shown once, with advice below, and details when they are asked for', () => {
  const message = {
    level: 'warning',
    id: 'slow',
    text: 'It is slow.',
    advice: 'Wait.',
    debug: 'a\nb',
    time: 0,
  } as const;
  const warned: JobState = { ...state, messages: [message] };
  expect(shown(state, warned, warned).slice(1)).toEqual(['WARNING http-streamer0: It is slow.\n  Wait.\n']);
  expect(shownWith(true, state, warned).slice(1)).toEqual([
    'WARNING http-streamer0: It is slow.\n  Wait.\n  a\n  b\n',
  ]);
});

test('the address of a stream is shown when it is there', () => {
  const stats = { 'stream-url': 'http://localhost:8800/' };
  expect(shown({ ...state, stats }, { ...state, stats, mood: 'happy' })).toEqual([
    'http-streamer0 is waking\n',
    'http-streamer0 is happy\n',
    'http-streamer0: http://localhost:8800/\n',
  ]);
});

test('outside text cannot steer the terminal', () => {
  expect(shown({ ...state, mood: 'sad', reason: '\u001b[2J' })).toEqual([
    'http-streamer0 is sad: \\x1b[2J\n',
  ]);
});

test('why a component is sad is said once', () => {
  const message = { level: 'error', id: 'start-failed', text: 'The file is not there.', time: 0 } as const;
  const sad: JobState = { ...state, mood: 'sad', reason: message.text, messages: [message] };
  expect(shown(sad)).toEqual(['ERROR http-streamer0: The file is not there.\n']);
});
