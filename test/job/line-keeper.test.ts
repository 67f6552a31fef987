import { beforeEach, expect, test } from '@jest/globals';
import { LineKeeper } from '../../core/src/job/line-keeper';
import { MoodKeeper } from '../../core/src/job/mood-keeper';
import type { Line, PipelineError } from '../../core/src/plugin';
import { keepingLogger } from '../support/feed-ends';

const FAILURE: PipelineError = {
  source: 'source',
  domain: 'gst-resource-error-quark',
  code: 5,
  text: 'Could not connect.',
  debug: 'srtsrc.c(1)',
};

/** Milliseconds. */
let now: number;
let begun: number[];
let ends: number;
let failure: PipelineError | undefined;
let ended: boolean;
let carried: number;
let mood: MoodKeeper;
let changes: boolean[];

const part = {
  begin: () => {
    failure = undefined;
    carried = 0;
    begun.push(now / 1000);
    return true;
  },
  end: () => void ends++,
  close: () => undefined,
  failure: () => failure,
  ended: () => ended,
  carried: () => carried,
};

beforeEach(() => {
  now = 0;
  begun = [];
  ends = 0;
  failure = undefined;
  ended = false;
  carried = 0;
  changes = [];
  mood = new MoodKeeper(() => undefined);
});

function keeper(spec: Partial<Line> = {}, brings = true): LineKeeper {
  const line = {
    bin: 'line',
    meter: 'meter',
    peer: 'srt://there',
    changed: (on: boolean) => void changes.push(on),
  };
  return new LineKeeper({ ...line, ...spec }, part, brings, mood, keepingLogger().log, () => now);
}

/** Lets time pass, with a look ten times a second as a job does; `each` is called before each look. */
async function pass(line: LineKeeper, seconds: number, each: () => void = () => undefined): Promise<void> {
  for (let step = 0; step < seconds * 10; step++) {
    now += 100;
    each();
    line.tick();
    await Promise.resolve().then(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('it is hungry until media has passed, and happy then', async () => {
  const line = keeper();
  line.begin();
  await pass(line, 1);
  expect([mood.mood, mood.reason]).toEqual(['hungry', 'connecting to srt://there']);
  carried = 5;
  await pass(line, 1);
  expect([mood.mood, changes, begun]).toEqual(['happy', [true], [0.1]]);
});

test('a line that takes media out keeps the component waking', async () => {
  const line = keeper({}, false);
  line.begin();
  await pass(line, 1);
  expect(mood.mood).toBe('waking');
});

test('what fails is tried again for ever, after waits that double up to a bound', async () => {
  const line = keeper({ wait: [1, 8] });
  line.begin();
  await pass(line, 60, () => (failure = FAILURE));
  const waits = begun.slice(1).map((time, at) => Math.round(time - (begun[at] ?? 0)));
  expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 8, 8]);
  const [message] = mood.messages;
  expect([message?.id, message?.level]).toEqual(['connection-line', 'warning']);
  expect(message?.text).toMatch(/^srt:\/\/there: .*; tried again every 8 s$/);
  expect(ends).toBe(begun.length);
});

test('what broke it is explained by the component first', async () => {
  const line = keeper({ explain: () => ({ level: 'error', text: 'the password is wrong' }) });
  line.begin();
  await pass(line, 0.5, () => (failure = FAILURE));
  expect(mood.mood).toBe('sad');
  expect(mood.messages[0]?.text).toMatch(/^the password is wrong; tried again every 1 s/);
  expect(mood.messages[0]?.debug).toContain('Could not connect.');
});

test('its return takes the message away; a connection that held begins with the first wait again', async () => {
  const line = keeper({ wait: [1, 30] });
  line.begin();
  await pass(line, 10, () => (failure = FAILURE));
  const before = begun.length;
  await pass(line, 60, () => carried++);
  expect([begun.length, mood.mood, mood.messages]).toEqual([before + 1, 'happy', []]);
  failure = FAILURE;
  await pass(line, 1.5);
  expect(begun).toHaveLength(before + 2);
  expect(changes).toEqual([true, false]);
  expect(mood.messages[0]?.text).toMatch(/every 1 s/);
});

test('one that holds for a moment only waits as long as before', async () => {
  const line = keeper({ wait: [1, 30] });
  line.begin();
  await pass(line, 4, () => (failure = FAILURE));
  await pass(line, 5, () => carried++);
  failure = FAILURE;
  await pass(line, 0.2);
  expect(mood.messages[0]?.text).toMatch(/every [48] s/);
});

test('the end of the stream, and silence beyond its patience, are losses', async () => {
  const line = keeper({ patience: 3 });
  line.begin();
  await pass(line, 1, () => carried++);
  await pass(line, 2.4);
  expect(mood.messages).toEqual([]);
  await pass(line, 1.5);
  expect(mood.messages[0]?.text).toMatch(/^nothing has come from srt:\/\/there for 3 s/);
  ended = true;
  await pass(line, 1.5);
  expect(mood.messages[0]?.text).toMatch(/^srt:\/\/there ended the stream/);
});

test('whether it is connected may be asked of the component', async () => {
  let there = false;
  const line = keeper({ connected: () => there });
  line.begin();
  await pass(line, 1, () => carried++);
  expect(changes).toEqual([]);
  there = true;
  await pass(line, 1);
  expect(changes).toEqual([true]);
});

test('a preparation that throws is a failed attempt', async () => {
  let ready = false;
  const line = keeper({ prepare: () => (ready ? undefined : Promise.reject(new Error('no such host'))) });
  line.begin();
  await pass(line, 0.3);
  expect([begun, mood.messages[0]?.text]).toEqual([
    [],
    'srt://there cannot be reached: no such host; tried again every 1 s',
  ]);
  ready = true;
  await pass(line, 1);
  expect(begun).toHaveLength(1);
});

test('what is closed is not begun again', async () => {
  const line = keeper();
  line.begin();
  await pass(line, 0.3, () => (failure = FAILURE));
  line.close();
  await pass(line, 10);
  expect(begun).toHaveLength(1);
});
