import { EachSecond } from '../src/each-second';

let times: number[];
let regularly: EachSecond;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  times = [];
  regularly = new EachSecond(() => times.push(Date.now()));
});
afterEach(() => {
  regularly.end();
  jest.useRealTimers();
});

it('is done each second where nothing wakes the process', () => {
  jest.advanceTimersByTime(3000);
  expect(times).toEqual([1000, 2000, 3000]);
});

it('is done with what wakes the process, and at no time of its own then', () => {
  for (let at = 245; at < 4000; at += 245) {
    jest.advanceTimersByTime(245);
    regularly.awake();
  }
  expect(times).toEqual([980, 1960, 2940, 3920]);
  jest.advanceTimersByTime(1000);
  expect(times).toEqual([980, 1960, 2940, 3920, 4920]);
});

it('is done no more after its end', () => {
  regularly.end();
  jest.advanceTimersByTime(5000);
  expect(times).toEqual([]);
});
