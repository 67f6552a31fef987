import { LogBook } from '../../../core/src/manager/events/log-book';
import type { LogLine } from '../../../core/src/log/logger';

const line = (object: string, level: LogLine['level'], text = 'something'): LogLine => ({
  level,
  category: 'job',
  object,
  text,
  time: 1,
});

it('finds the last lines by component, worker and level, the oldest first', () => {
  const book = new LogBook();
  book.add(line('test', 3, 'of the manager'));
  book.add(line('/main/a', 2, 'first'), 'one');
  book.add(line('/main/a', 4, 'second'), 'one');
  book.add(line('/main/b', 1, 'third'), 'two');
  const texts = (query: Omit<Parameters<LogBook['find']>[0], 'limit'>, limit = 10): string[] =>
    book.find({ ...query, limit }).map(({ text }) => text);
  expect(texts({})).toEqual(['of the manager', 'first', 'second', 'third']);
  expect(texts({}, 2)).toEqual(['second', 'third']);
  expect(texts({ component: '/main/a' })).toEqual(['first', 'second']);
  expect(texts({ component: '/main/a', level: 3 })).toEqual(['first']);
  expect(texts({ worker: 'two' })).toEqual(['third']);
  expect(book.find({ limit: 1 })).toEqual([{ ...line('/main/b', 1, 'third'), number: 4, worker: 'two' }]);
});

it('is bounded in lines and in their length', () => {
  const book = new LogBook(100);
  for (let index = 0; index < 1000; index++) book.add(line('a', 3, 'x'.repeat(10_000)));
  const found = book.find({ limit: 5000 });
  expect(found.length).toBeLessThanOrEqual(110);
  expect(found.at(-1)?.number).toBe(1000);
  expect(found[0]?.text.length).toBeLessThan(5000);
});

it('tells those who listen, as long as they do', () => {
  const book = new LogBook();
  const heard: string[] = [];
  const end = book.listen(({ text }) => heard.push(text));
  book.add(line('a', 3, 'one'));
  end();
  book.add(line('a', 3, 'two'));
  expect(heard).toEqual(['one']);
});
