import { defineComponent } from '../../core/src/plugin';
import { lateListener } from '../support/late-joiner';
import { plainSound, tone } from '../support/plain-sound';
import { playComponent, type Played } from '../support/play-component';
import { playedSeconds } from '../support/played-seconds';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

const through = defineComponent({
  type: 'through-converter',
  kind: 'converter',
  description: 'Hands on.',
  eaters: { default: { caps: 'ANY', description: 'Anything.' } },
  feeders: { default: { caps: 'ANY', description: 'The same.' } },
  pipeline: 'identity',
});

test.each([
  { encoder: 'lamemp3enc', type: 'audio/mpeg', extension: 'mp3', codec: 'mp3' },
  { encoder: 'flacenc', type: 'audio/flac', extension: 'flac', codec: 'flac' },
])('$type needs no muxer: a late listener hears the tone from its first byte', async (kind) => {
  played = await playComponent(through, { inputs: { default: tone(kind.encoder) } });
  await playedSeconds(played, 3);
  const { stream, bytes } = lateListener(played.output(), 0.5);
  expect(stream.contentType).toBe(kind.type);
  const heard = await plainSound(bytes, kind.extension);
  expect(heard).toMatchObject({ codecs: [kind.codec], rate: 44_100 });
  expect(heard.seconds).toBeGreaterThan(1.5);
  expect(heard.pitch).toBeCloseTo(440, 0);
});
