import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { av } from '../../plugins/decoder/src/declaration';
import decoders from '../../plugins/decoder/src';
import { PICTURES, PITCH, Station, TONE } from '../../plugins/source/test/clients';
import { pitch, samples } from '../support/media-content';
import { playComponent } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

const RATE = 44_100;
const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-g', '12'];
const WEBM = ['-c:a', 'libopus', ...VP8, '-f', 'webm', '-content_type', 'video/webm'];
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '12'];
const TS = ['-c:a', 'aac', ...X264, '-f', 'mpegts', '-content_type', 'video/mp2t'];
const MP3 = ['-vn', '-c:a', 'libmp3lame', '-f', 'mp3', '-content_type', 'audio/mpeg'];
const AAC = ['-vn', '-c:a', 'aac', '-f', 'adts', '-content_type', 'audio/aac'];

let station: Station;
beforeEach(() => {
  station = new Station();
});
afterEach(() => station.close());

test.each([
  ['of another kind', WEBM, AAC],
  ['of MPEG-TS again', TS, TS],
  ['of MP3 again', MP3, MP3],
] as const)(
  'a decoder behind a source-producer goes on over the end of a client, with one %s',
  async (_, one, other) => {
    await station.open();
    const [decoder] = decoders.filter(({ spec }) => spec.type === av.type);
    if (!decoder) throw new Error('no decoder');
    const decoded = await playComponent(decoder, {
      properties: { samplerate: RATE, channels: 1 },
      inputs: { default: station.played },
      past: 100,
    });
    try {
      const [video, audio] = [decoded.output('video'), decoded.output('audio')];
      const heard = (from: number, to?: number): number =>
        pitch(
          samples(Buffer.concat(audio.buffers.slice(from, to).map(({ data }) => data))).subarray(RATE / 10),
          RATE,
        );
      const first = station.ffmpeg([...TONE, ...PICTURES], ...one, station.url('icecast'));
      await waitUntil(
        () => `sound and pictures (${audio.buffers.length}, ${video.buffers.length})`,
        () => audio.buffers.length > 40 && (one === MP3 || video.buffers.length > 5),
        30_000,
      );
      expect(heard(0, 40)).toBeCloseTo(PITCH, -1);
      first.kill('SIGKILL');
      await station.figure('connected', 0);
      const before = audio.buffers.length;
      station.ffmpeg([...TONE, ...PICTURES], ...other, station.url('icecast'));
      await station.figure('connections', 2);
      // Of which the first fills the gap with silence.
      await waitUntil('the sound of the other', () => audio.buffers.length > before + 100, 30_000);
      await waitUntil('its pitch', () => Math.abs(heard(audio.buffers.length - 30) - PITCH) < 5, 30_000);
      expect(decoded.state.mood).toBe('happy');
    } finally {
      await decoded.stop();
    }
  },
);
