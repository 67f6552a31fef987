import { expect, test } from '@jest/globals';
import { playComponent } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { streamer } from '../src/streamer/streamer';
import { ask, urls } from './streamer/rig';

const input =
  'videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=10/1 ! ' +
  'x264enc tune=zerolatency key-int-max=5 ! mpegtsmux';
const properties = {
  port: 0,
  interface: '127.0.0.1',
  'segment-duration': 1,
  'part-duration': 0.5,
  'min-window': 1,
};

test('a plain muxer is served; a second quality may come and go', async () => {
  const played = await playComponent(streamer, {
    properties,
    inputs: { default: input, 'variant-2': '' },
  });
  try {
    const main = (): string => String(played.state.stats['stream-url']);
    await waitUntil('it can be played', () => Number(played.state.stats['segments'] ?? 0) > 0, 20_000);
    expect(urls(await ask(main()), main())).toHaveLength(1);
    await played.restore('variant-2', input);
    await waitUntil('two qualities', async () => urls(await ask(main()), main()).length === 2, 20_000);
    const [first = '', second = ''] = urls(await ask(main()), main());
    await played.lose('variant-2');
    for (const url of [first, second]) expect((await ask(url)).text).toContain('#EXTINF');
  } finally {
    await played.stop();
  }
});

test('starts and stops without a trace', async () => {
  await restartsCleanly(
    streamer,
    { properties, inputs: { default: input } },
    (played) => Number(played.state.stats['stream-totalbytes'] ?? 0) > 0,
  );
});
