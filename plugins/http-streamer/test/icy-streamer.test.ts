import { icyStreamer } from '../src';
import { framedInterval, type IcyProperties } from '../src/icy-declaration';
import { begin, blocks, fieldOf, ICY, play } from './icy-rig';
import { answered, get, rigOf, stopAll } from './rig';

afterEach(stopAll);

it('counts the interval in frames by the bit rate, and bursts', async () => {
  const streamer = await begin(
    await rigOf(icyStreamer, {
      'burst-on-connect': true,
      'burst-time': 60,
      'frame-size': 100,
      'metadata-interval': 0.1,
    }),
  );
  // 400 bytes in 25 ms are 128 kbit/s, or 1600 bytes in 100 ms.
  const media = play(streamer, 40);
  const client = await answered(get(streamer.port, '/', ICY));
  expect(fieldOf(client, 'icy-metaint')).toBe('1600');
  expect(fieldOf(client, 'icy-br')).toBe('128');
  const body = await blocks(client, 10);
  expect(body.media.subarray(-media.length).equals(media)).toBe(true);
  streamer.tap.tags?.({ bitrate: 64_000 });
  const later = await answered(get(streamer.port, '/', ICY));
  expect(fieldOf(later, 'icy-metaint')).toBe('800');
});

it.each([
  [256, 2, 128_000, 32_000],
  [256, 2, undefined, 32_000],
  [700, 2, 128_000, 31_500],
  [65_536, 1, 8000, 65_536],
  [100, 0, 128_000, 0],
])('frames of %d bytes, %d s, %s bit/s: %d', (frame, seconds, bitrate, bytes) => {
  const properties = { 'frame-size': frame, 'metadata-interval': seconds } as IcyProperties;
  expect(framedInterval(properties, bitrate)).toBe(bytes);
});
