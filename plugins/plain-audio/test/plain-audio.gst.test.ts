import { afterEach, expect, test } from '@jest/globals';
import { lateListener } from '../../../test/support/late-joiner';
import { plainSound, tone } from '../../../test/support/plain-sound';
import { playComponent, type Played } from '../../../test/support/play-component';
import { playedSeconds } from '../../../test/support/played-seconds';
import { restartsCleanly } from '../../../test/support/restarts';
import adts from '../src/adts';
import wav from '../src/wav';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test.each([
  { muxer: adts, input: tone('avenc_aac'), type: 'audio/aac', extension: 'aac', codec: 'aac' },
  { muxer: wav, input: tone('identity'), type: 'audio/wav', extension: 'wav', codec: 'pcm_s16le' },
])('$type: a late listener hears the tone from its first byte', async (kind) => {
  played = await playComponent(kind.muxer, { inputs: { default: kind.input } });
  await playedSeconds(played, 3);
  const { stream, bytes } = lateListener(played.output(), 0.5);
  expect(stream.contentType).toBe(kind.type);
  const heard = await plainSound(bytes, kind.extension);
  expect(heard).toMatchObject({ codecs: [kind.codec], rate: 44_100 });
  expect(heard.seconds).toBeGreaterThan(2);
  expect(heard.pitch).toBeCloseTo(440, 0);
});

test.each([adts, wav])('starts and stops without a trace', async (muxer) => {
  await restartsCleanly(muxer, { inputs: { default: tone(muxer === wav ? 'identity' : 'avenc_aac') } });
});
