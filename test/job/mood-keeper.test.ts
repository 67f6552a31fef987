import { MoodKeeper } from '../../core/src/job/mood-keeper';
import { EaterWatch, HUNGRY_AFTER } from '../../core/src/job/hunger';

let changes = 0;
let mood: MoodKeeper;
beforeEach(() => {
  changes = 0;
  mood = new MoodKeeper(() => changes++);
});

test('errors come before the start, the start before hunger, hunger before waiting', () => {
  expect([mood.mood, mood.reason]).toEqual(['happy', undefined]);
  mood.hunger('video', 'no data');
  expect([mood.mood, mood.reason]).toEqual(['hungry', 'no data']);
  mood.start('starting');
  expect([mood.mood, mood.reason]).toEqual(['waking', 'starting']);
  mood.say({ level: 'warning', id: 'w', text: 'look' });
  expect(mood.mood).toBe('waking');
  mood.say({ level: 'error', id: 'e', text: 'broken' });
  expect([mood.mood, mood.reason]).toEqual(['sad', 'broken']);
  mood.clear('e');
  mood.wait('a stream');
  mood.start(undefined);
  expect([mood.mood, mood.reason]).toEqual(['hungry', 'no data']);
  mood.hunger('video', undefined);
  expect([mood.mood, mood.reason]).toEqual(['waking', 'a stream']);
  mood.wait(undefined);
  expect([mood.mood, mood.reason]).toEqual(['happy', undefined]);
});

test('a message replaces the older one with its id and stands last', () => {
  mood.say({ level: 'info', id: 'a', text: 'one' });
  mood.say({ level: 'info', id: 'b', text: 'two' });
  mood.say({ level: 'info', id: 'a', text: 'three' });
  expect(mood.messages.map(({ id, text }) => `${id} ${text}`)).toEqual(['b two', 'a three']);
});

test('the list of messages is bounded', () => {
  for (let n = 0; n < 200; n++) mood.say({ level: 'info', id: String(n), text: 'x' });
  expect(mood.messages).toHaveLength(50);
  expect(mood.messages.at(-1)?.id).toBe('199');
});

test('saying the same again about an input is no change', () => {
  mood.hunger('video', 'no data');
  const before = changes;
  mood.hunger('video', 'no data');
  mood.clear('nothing');
  expect(changes).toBe(before);
});

test('an eater is hungry when its buffers stand still, and not a moment before', () => {
  const watch = new EaterWatch(mood, 'default', '/flow/producer:default');
  watch.connected(0);
  watch.tick(10, 1000);
  watch.tick(10, 1000 + HUNGRY_AFTER);
  expect(mood.mood).toBe('happy');
  watch.tick(10, 1001 + HUNGRY_AFTER);
  expect(mood.reason).toBe('no data on /flow/producer:default for more than 5 s');
  watch.tick(11, 2000 + HUNGRY_AFTER);
  expect(mood.mood).toBe('happy');
});

test('an eater without a connection says why, whatever the count', () => {
  const watch = new EaterWatch(mood, 'default', '/flow/producer:default');
  watch.disconnected('connection refused');
  watch.tick(1, 1);
  expect(mood.reason).toBe('the feed /flow/producer:default is away: connection refused');
  watch.connected(2);
  watch.tick(2, 3);
  expect(mood.mood).toBe('happy');
});
