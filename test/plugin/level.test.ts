import { takeLevel } from '../../core/src/plugin';
import { fakeContext } from '../support/fake-context';

/** Text as GStreamer 1.22 gives it. */
function level(rms: string, peak: string, decay: string): string {
  const times = 'endtime=(guint64)200000000, timestamp=(guint64)0, duration=(guint64)200000000';
  const figures = `rms=(GValueArray)< ${rms} >, peak=(GValueArray)< ${peak} >, decay=(GValueArray)< ${decay} >`;
  return `level, ${times}, ${figures};`;
}

test('the loudest channel is shown, rounded', () => {
  const context = fakeContext({});
  const text = level('-4.9489804397817929, -9', '-20, -1.9386641491007353', '-3, -2.5');
  expect(takeLevel(context, { source: 'level', name: 'level', text })).toBe(true);
  expect(context.stats).toEqual({ 'volume-rms': -4.9, 'volume-peak': -1.9, 'volume-decay': -2.5 });
});

test.each(['-inf', '-350', '(double)-inf', '', 'nan'])('silence given as "%s" is -100 dB', (silence) => {
  const context = fakeContext({});
  takeLevel(context, { source: 'level', name: 'level', text: level(silence, silence, silence) });
  expect(context.stats['volume-peak']).toBe(-100);
});

test('messages of other elements are left alone', () => {
  const context = fakeContext({});
  expect(takeLevel(context, { source: 'x', name: 'progress', text: 'progress;' })).toBe(false);
  expect(context.stats).toEqual({});
});
