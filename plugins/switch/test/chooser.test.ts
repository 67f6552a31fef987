import { choose, type ChoiceRules, type SourceHealth } from '../src/chooser';
import { FlowWatch } from '../src/flow-watch';
import { essence, formOf } from '../src/form';

/** Sources from text: `a` good for 10 s, `a:200` good for 200 ms, `!a` lost. */
function sources(text: string): SourceHealth[] {
  return text.split(' ').map((word) => {
    const [name = '', steady = '10000'] = word.replace('!', '').split(':');
    const good = !word.startsWith('!');
    return { name, good, steady: good ? Number(steady) : 0 };
  });
}

const PLAIN: ChoiceRules = { replace: false, comeBack: false, hold: 0 };
const AUTO: ChoiceRules = { replace: true, comeBack: true, hold: 1000 };
const STAY: ChoiceRules = { replace: true, comeBack: false, hold: 1000 };

test.each([
  // sources, on air, asked for, rules, then on air
  ['m b', undefined, 'm', PLAIN, 'm'],
  ['m b', 'm', 'b', PLAIN, 'b'],
  ['m !b', 'm', 'b', PLAIN, 'm'],
  ['!m b', 'm', 'm', PLAIN, 'm'],
  ['!m b', undefined, 'm', PLAIN, undefined],
  ['a b c', undefined, undefined, AUTO, 'a'],
  ['!a b c', 'a', undefined, AUTO, 'b'],
  ['!a !b c', 'a', undefined, AUTO, 'c'],
  ['!a !b !c', 'a', undefined, AUTO, undefined],
  ['a:500 b c', 'b', undefined, AUTO, 'b'],
  ['a:1000 b c', 'b', undefined, AUTO, 'a'],
  ['a:500 b c', 'c', undefined, AUTO, 'b'],
  // What is lost is replaced by the best there is, however short it has been there.
  ['a:1 !b c', 'b', undefined, AUTO, 'a'],
  ['a b c', 'b', undefined, STAY, 'b'],
  ['a !b c', 'b', undefined, STAY, 'a'],
  ['a b c', 'a', 'c', AUTO, 'c'],
  ['a b c', 'a', 'c', STAY, 'c'],
  ['a b !c', 'b', 'c', AUTO, 'a'],
  ['a b c:10', 'a', 'c', AUTO, 'a'],
  ['a b c', 'c', 'c', AUTO, 'c'],
  ['a b c', 'c', 'unlinked', AUTO, 'a'],
] as const)('%s, on air %s, wanted %s', (text, current, wanted, rules, then) => {
  expect(choose(sources(text), current, wanted, rules)).toBe(then);
});

test('an eater is fed while its buffers grow, lost when they stand still or the connection is gone', () => {
  const watch = new FlowWatch(() => 500);
  const look = (now: number, buffers: number, connected = true): void => {
    watch.look(now, [{ alias: 'a', connected, buffers, caps: undefined }]);
  };
  expect(watch.linked('a')).toBe(false);
  look(0, 0);
  expect([watch.linked('a'), watch.fed('a', 0)]).toEqual([true, false]);
  look(100, 2);
  look(200, 4);
  expect([watch.fed('a', 200), watch.steady('a', 200)]).toEqual([true, 100]);
  for (const at of [400, 600, 700]) look(at, 4);
  expect(watch.fed('a', 700)).toBe(true);
  look(701, 4);
  expect([watch.fed('a', 701), watch.steady('a', 701)]).toEqual([false, 0]);
  look(800, 5);
  look(900, 6);
  expect(watch.steady('a', 900)).toBe(100);
  look(950, 6, false);
  expect(watch.fed('a', 950)).toBe(false);
  look(1000, 6);
  expect(watch.fed('a', 1000)).toBe(false);
});

const PICTURE =
  'video/x-raw, format=(string)YUY2, width=(int)320, height=(int)240, framerate=(fraction)30000/1001, pixel-aspect-ratio=(fraction)12/11, interlace-mode=(string)progressive';
const SOUND =
  'audio/x-raw, format=(string)F32LE, layout=(string)interleaved, rate=(int)48000, channels=(int)2';

test('the form of what leaves is that of a feed', () => {
  const size = 'video/x-raw, format=I420, width=320, height=240, pixel-aspect-ratio=12/11, colorimetry=bt601';
  expect(formOf('video', PICTURE)).toEqual({ input: size, output: `${size}, framerate=30000/1001` });
  const high = formOf('video', PICTURE.replace('height=(int)240', 'height=(int)720'));
  expect(high?.output).toContain('colorimetry=bt709');
  const sound = 'audio/x-raw, format=S16LE, layout=interleaved, rate=48000, channels=2';
  expect(formOf('audio', SOUND)).toEqual({ input: sound, output: sound });
  const varying = formOf('video', 'video/x-raw, width=(int)32, height=(int)24, framerate=(fraction)0/1');
  expect(varying?.output).toMatch(/pixel-aspect-ratio=1\/1.*framerate=25\/1$/);
  for (const caps of [undefined, SOUND, 'video/x-raw', 'video/x-theora, width=(int)3, height=(int)2']) {
    expect(formOf('video', caps)).toBeUndefined();
  }
  expect(formOf('audio', PICTURE)).toBeUndefined();
});

test('feeds are alike when what decoders and encoders see is the same', () => {
  expect(essence(PICTURE)).toBe(essence(PICTURE.replace('progressive', 'mixed')));
  expect(essence(PICTURE)).not.toBe(essence(PICTURE.replace('320', '322')));
  expect(essence(SOUND)).toBe('audio/x-raw format=F32LE rate=48000 channels=2 layout=interleaved');
});
