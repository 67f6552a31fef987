import { expect, test } from '@jest/globals';
import { peak } from '../../../test/support/media-content';
import { waitUntil } from '../../../test/support/wait-until';
import { greatestStep, RATE } from './heard';
import { hears, near, of, play, source, tells, tone } from './rig';

test('volume, gain, mute and pan are changed while it plays, without a click', async () => {
  const [played, heard] = await play({ a: tone(90, 0.5) }, { input: [of('a', { volume: 0.5 })] });
  await hears('half of it', heard, near(0.25));
  const from = heard.end;
  const set = (values: object): Promise<void> => played.set('input', [of('a', values)] as never);
  await set({ volume: 2, gain: -6.0206 });
  await hears('all of it', heard, near(0.5));
  await set({ mute: true, fade: 300 });
  await hears('nothing', heard, near(0, 1e-6));
  await set({ fade: 300, pan: -1 });
  await hears('it on the left', heard, near(0.5));
  await hears('nothing on the right', heard, near(0, 1e-6), 1);
  await set({ fade: 300, pan: 0.5 });
  await hears('all on the right', heard, near(0.5), 1);
  await hears('half on the left', heard, near(0.25));
  await played.set('input', null);
  await hears('it as it comes', heard, near(0.5));
  await played.set('volume', 0.5);
  await hears('a quieter mix', heard, near(0.25));
  await played.set('gain', 6.0206);
  await hears('a mix as before', heard, near(0.5));
  // The tone itself moves by 0.0064 from sample to sample, and panning by at most 0.01 from one 5 ms to the next.
  for (const channel of [0, 1]) {
    expect(greatestStep(heard.samples(from, heard.end, channel))).toBeLessThan(0.02);
  }
  expect(heard.gap()).toBeLessThanOrEqual(1);
});

test('a fade takes its time, sample by sample', async () => {
  const level = source('wave=square freq=0.001 volume=0.5');
  const [played, heard] = await play({ a: level });
  await hears('it', heard, near(0.5, 1e-3));
  const from = heard.end;
  await played.set('input', [of('a', { mute: true, fade: 1000 })] as never);
  await hears('nothing', heard, near(0, 1e-6));
  const sound = heard.samples(from, heard.end);
  const begin = sound.findIndex((sample) => Math.abs(sample) < 0.4999);
  const end = sound.findIndex((sample) => sample === 0);
  expect((end - begin) / RATE).toBeCloseTo(1, 2);
  expect(Math.abs(sound[begin + RATE / 2] ?? 0)).toBeCloseTo(0.25, 2);
  expect(greatestStep(sound)).toBeLessThan(0.0001);
});

test('music goes down while somebody speaks, and comes up again', async () => {
  const rule = {
    ...of('music'),
    'by-alias': 'default:voice',
    gain: -20,
    attack: 100,
    hold: 100,
    release: 300,
  };
  const [played, heard] = await play(
    { music: tone(100, 0.5), voice: '' },
    { ducking: [rule], input: [of('voice', { pan: 1 })] },
  );
  await hears('the music', heard, near(0.5));
  await played.restore('default:voice', tone(1000, 0.2));
  await hears('music behind the voice', heard, near(0.05));
  await hears('the voice', heard, (sound) => peak(sound) > 0.2, 1);
  expect(played.state.stats).toMatchObject({
    'input-duck.default:music': -20,
    'input-duck.default:voice': 0,
  });
  const from = heard.end;
  await played.set('ducking', [{ ...rule, gain: -6.0206 }] as never);
  await hears('less of that', heard, near(0.25));
  await played.lose('default:voice');
  await hears('the music again', heard, near(0.5));
  expect(greatestStep(heard.samples(from, heard.end))).toBeLessThan(0.01);
});

test('what is too loud is told of, and limited if wanted', async () => {
  const [played, heard] = await play({ a: tone(440, 0.9), b: tone(440, 0.9) });
  await hears('both', heard, near(1.8, 0.1));
  await waitUntil('a message', () => tells(played, 'clipping'), 15_000);
  expect(played.state.messages.find(({ id }) => id === 'clipping')?.text).toContain('5.1 dB too loud');
  await played.set('limiter', true);
  await hears('a limited mix', heard, (sound) => peak(sound) < 1 && peak(sound) > 0.9);
});
