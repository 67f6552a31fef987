import { run } from '../../../test/support/process';
import { waitUntil } from '../../../test/support/wait-until';
import { feed, parts, reserialled, rig, stopAll, type Rig } from './rig';

afterEach(stopAll);

/** What ffmpeg makes of the streams of an http-streamer. */
const ogg = parts(feed('ogg-av'));
const webm = parts(feed('webm'));
const PROBE = '-v error -count_frames -show_entries stream=codec_name,nb_read_frames -of csv=p=0';

/** Frames by codec that ffmpeg decodes when it starts after some buffers of a feed, and gets the rest. */
async function decoded({ caps, buffers }: typeof ogg, late: number): Promise<(codec: string) => number> {
  const { context, port, tap, stop }: Rig = await rig({ 'burst-on-connect': true });
  tap.caps(caps);
  for (const buffer of buffers.slice(0, late)) tap.buffer(buffer);
  const output = run('ffprobe', [...PROBE.split(' '), `http://127.0.0.1:${port}/`]);
  await waitUntil('the player', () => context.stats['clients-current'] === 1, 10_000);
  for (const buffer of buffers.slice(late)) tap.buffer(buffer);
  await stop();
  const text = await output;
  return (codec) => Number(new RegExp(`${codec},(\\d+)`).exec(text)?.[1]);
}

it('plays Ogg from the beginning', async () => {
  const frames = await decoded(ogg, 1);
  expect(frames('theora')).toBe(90);
  expect(frames('vorbis')).toBeGreaterThan(200);
});

// Keyframes are 15 frames apart, so a late start is at a multiple of 15 frames before the end.
it.each([
  ['Ogg', ogg, 'theora'],
  ['WebM', webm, 'vp8'],
])('plays %s from a late start', async (_, stream, codec) => {
  const frames = (await decoded(stream, 100))(codec);
  expect(frames).toBeGreaterThanOrEqual(30);
  expect(frames).toBeLessThan(90);
  expect(frames % 15).toBe(0);
});

it('plays on in ffmpeg when the muxer was started again', async () => {
  const { context, port, tap, stop } = await rig({ 'burst-on-connect': true });
  const again = reserialled(ogg);
  tap.caps(ogg.caps);
  tap.buffer(ogg.buffers[0]!);
  const output = run('ffprobe', [...PROBE.split(' '), `http://127.0.0.1:${port}/`]);
  await waitUntil('the player', () => context.stats['clients-current'] === 1, 10_000);
  for (const buffer of ogg.buffers.slice(1, 100)) tap.buffer(buffer);
  tap.lost?.('the muxer was killed');
  tap.caps(again.caps);
  for (const buffer of again.buffers.slice(100)) tap.buffer(buffer);
  await stop();
  const keyframes = ogg.buffers.flatMap((buffer, index) => (buffer.delta ? [] : [index]));
  const group = keyframes.filter((index) => index < 100).length;
  const frames = Number(/theora,(\d+)/.exec(await output)?.[1]);
  // All groups of 15 frames but the one that was cut, of which a part was sent.
  expect(frames).toBeGreaterThan(75);
  expect(frames).toBeLessThan(90);
  expect(group).toBeLessThan(keyframes.length);
});
