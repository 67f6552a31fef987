import { MoodKeeper } from '../../core/src/job/mood-keeper';
import { PipelineReporter, RETRY_AFTER } from '../../core/src/job/reporter';
import type { PipelineError } from '../../core/src/plugin';
import { keepingLogger } from '../support/feed-ends';

const CHANGED: PipelineError = {
  ...{ source: 'video', domain: 'flumotion-feed-error', code: 0 },
  ...{ text: 'the encoder behind the feed changed its settings', debug: '' },
};
const BROKEN: PipelineError = { ...CHANGED, domain: 'gst-stream-error-quark', code: 7, source: 'decoder' };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function reporter(): { report: PipelineReporter; retry: jest.Mock } {
  const retry = jest.fn();
  const mood = new MoodKeeper(() => undefined);
  const plugs = { elementMessage: () => false, listen: false };
  return {
    report: new PipelineReporter({}, () => undefined, plugs, mood, keepingLogger().log, retry),
    retry,
  };
}

test('what is broken is tried again after a while', () => {
  const { report, retry } = reporter();
  jest.advanceTimersByTime(RETRY_AFTER);
  report.error(BROKEN);
  jest.advanceTimersByTime(RETRY_AFTER - 1);
  expect(retry).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(retry).toHaveBeenCalledTimes(1);
});

test('a feed whose media changed is taken anew at once', () => {
  const { report, retry } = reporter();
  jest.advanceTimersByTime(RETRY_AFTER);
  report.error(CHANGED);
  jest.advanceTimersByTime(1);
  expect(retry).toHaveBeenCalledTimes(1);
});

test('a feed that changes all the time is no crash loop: one start in a while, whenever it changed', () => {
  const { report, retry } = reporter();
  jest.advanceTimersByTime(RETRY_AFTER - 1000);
  report.error(CHANGED);
  jest.advanceTimersByTime(999);
  expect(retry).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(retry).toHaveBeenCalledTimes(1);
});

test('what a muxer says of media that it refuses does not hold up the new start for the change', () => {
  const { report, retry } = reporter();
  jest.advanceTimersByTime(RETRY_AFTER);
  report.error(BROKEN);
  report.error(CHANGED);
  jest.advanceTimersByTime(1);
  expect(retry).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(RETRY_AFTER);
  expect(retry).toHaveBeenCalledTimes(1);
});
