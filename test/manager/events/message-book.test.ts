import { MessageBook } from '../../../core/src/manager/events/message-book';
import type { MessageState } from '../../../core/src/rpc/job-state';

const message = (id: string, time: number): MessageState => ({
  level: 'warning',
  id,
  text: `this is ${id}`,
  time,
});

it('tells what is new, and remembers what is over', () => {
  const book = new MessageBook();
  expect(book.note('/main/a', [message('x', 1)])).toEqual([{ ...message('x', 1), component: '/main/a' }]);
  expect(book.note('/main/a', [message('x', 1), message('y', 2)])).toEqual([
    { ...message('y', 2), component: '/main/a' },
  ]);
  expect(book.note('/main/a', [message('y', 2)])).toEqual([]);
  book.note('/main/b', [message('z', 3)]);
  expect(book.list()).toEqual([
    { ...message('z', 3), component: '/main/b' },
    { ...message('y', 2), component: '/main/a' },
    { ...message('x', 1), component: '/main/a', cleared: expect.any(Number) as number },
  ]);
});

it('a message that is said again is new', () => {
  const book = new MessageBook();
  book.note('/main/a', [message('x', 1)]);
  expect(book.note('/main/a', [message('x', 5)])).toHaveLength(1);
});

it('what is said again and again is one message, until it has been over for a minute', () => {
  jest.useFakeTimers();
  const book = new MessageBook();
  const all = (): string[] =>
    book.list().map(({ id, time, cleared }) => `${id} ${time}${cleared ? ' over' : ''}`);
  for (let time = 1; time <= 3; time++) {
    book.note('/main/a', [message('x', time)]);
    book.note('/main/a', []);
    jest.advanceTimersByTime(4000);
  }
  book.note('/main/b', [message('x', 3)]);
  expect(all()).toEqual(['x 3', 'x 3 over']);
  jest.advanceTimersByTime(60_000);
  book.note('/main/a', [message('x', 70)]);
  expect(all()).toEqual(['x 70', 'x 3', 'x 3 over']);
  jest.useRealTimers();
});

it('keeps a thousand that are over', () => {
  const book = new MessageBook();
  for (let time = 1; time <= 1200; time++) book.note('/main/a', [message(`x${time}`, time)]);
  const listed = book.list();
  expect(listed).toHaveLength(1001);
  expect(listed[1000]?.time).toBe(200);
});
