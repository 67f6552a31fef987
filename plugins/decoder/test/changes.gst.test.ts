import { expect, test } from '@jest/globals';
import type { ComponentDefinition } from '@flumotion/core/plugin';
import { beeping } from '../../../test/support/late-joiner';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import decoders from '../src';
import { backwards, beeps, flashes, off } from '../../../test/support/raw-marks';
import { AAC, H264, muxed, OGG, THEORA, VORBIS, VP8, WEBM } from '../../../test/support/muxed-sources';

const [single, av] = decoders as [ComponentDefinition, ComponentDefinition];

const BOTH = muxed(WEBM, VP8, VORBIS);
/** Waits until so many buffers more than now have left each feeder. */
async function more(played: Played, count: number): Promise<void> {
  const outputs = [...played.outputs.values()];
  const before = outputs.map(({ buffers }) => buffers.length);
  await waitUntil(
    `${String(count)} buffers more (${JSON.stringify(played.state.messages)})`,
    () => outputs.every(({ buffers }, at) => buffers.length >= (before[at] ?? 0) + count),
    20_000,
  );
}

/** Plays a component for a test that runs beside others: most of each is waiting. */
async function playing(
  definition: ComponentDefinition,
  options: PlayOptions,
  use: (played: Played) => Promise<void>,
): Promise<void> {
  const properties = { framerate: [25, 1] as const, ...options.properties };
  const played = await playComponent(definition, { ...options, properties });
  try {
    await use(played);
  } finally {
    await played.stop();
  }
}

/** The last whole even second of the flow's time. */
function evenSecond(now: Played): number {
  return 2 * Math.floor(now.now() / 2);
}

test.concurrent('a lost feed comes back as another one: times, form and step are kept', async () => {
  await playing(av, { inputs: { default: BOTH } }, async (now) => {
    const [video, audio] = [now.output('video'), now.output('audio')];
    await more(now, 30);
    await now.lose();
    await waitUntil('the component to be hungry', () => now.state.mood === 'hungry');
    // Another container, other codecs.
    await now.restore('default', muxed(OGG, THEORA, VORBIS, evenSecond(now)));
    await more(now, 30);
    await waitUntil('the component to be happy', () => now.state.mood === 'happy');
    await now.lose();
    const last = muxed(
      'matroskamux streamable=true',
      `${H264} ! h264parse`,
      `${AAC} ! aacparse`,
      evenSecond(now),
    );
    await now.restore('default', last);
    await more(now, 10);
    const from = now.now();
    const since = (marks: readonly number[]): number[] => marks.filter((at) => at > from);
    await waitUntil(
      'marks of the last stream',
      () => since(flashes(video)).length > 0 && since(beeps(audio)).length > 0,
      20_000,
    );
    expect(off(since(flashes(video)), 0.52, 2)).toBeLessThan(0.041);
    expect(off(since(beeps(audio)), 0, 1)).toBeLessThan(0.08);
    expect([backwards(video), backwards(audio)]).toEqual([0, 0]);
    expect(new Set(video.caps.map(({ text }) => text)).size).toBe(1);
    expect(new Set(audio.caps.map(({ text }) => text)).size).toBe(1);
  });
});

test.concurrent('a picture of another size is brought into the form of the first', async () => {
  const text = (width: number, height: number): string =>
    `videotestsrc is-live=true pattern=white ! video/x-raw,width=${String(width)},height=${String(height)},framerate=25/1 ` +
    `! ${VP8} ! ${WEBM}`;
  await playing(
    single,
    {
      properties: { 'media-type': 'video', 'add-borders': true },
      inputs: { default: text(160, 120) },
    },
    async (now) => {
      await more(now, 5);
      await now.lose();
      await now.restore('default', text(64, 96));
      await more(now, 40);
      const output = now.output();
      expect(new Set(output.caps.map((caps) => caps.text)).size).toBe(1);
      expect(new Set(output.buffers.map(({ data }) => data.length))).toEqual(new Set([160 * 120 * 1.5]));
      const last = output.buffers.at(-1)?.data ?? Buffer.alloc(0);
      // 64 × 96 in 160 × 120 leaves 40 pixels on each side.
      expect(luma(last, 160, 120, { x: 0, y: 0, width: 36, height: 120 })).toBeLessThan(20);
      expect(luma(last, 160, 120, { x: 44, y: 4, width: 72, height: 112 })).toBeGreaterThan(220);
    },
  );
});

test.concurrent('garbage is told and survived; good media comes at once afterwards', async () => {
  const garbage =
    'fakesrc is-live=true filltype=random sizetype=fixed sizemax=4000 datarate=400000 format=time do-timestamp=true ' +
    '! video/webm';
  await playing(av, { inputs: { default: garbage } }, async (now) => {
    await waitUntil('a message', () => now.state.messages.some(({ id }) => id === 'decoding'), 30_000);
    expect(now.state.messages[0]?.text).toMatch(/(feed can|feed cannot) be decoded/);
    expect(now.state.mood).not.toBe('sad');
    await now.lose();
    await now.restore('default', BOTH);
    await more(now, 20);
    await waitUntil('the message to go', () => now.state.messages.length === 0);
    await waitUntil('the component to be happy', () => now.state.mood === 'happy');
  });
});

test.concurrent('bytes that break on the way do not end it', async () => {
  const broken = muxed('mpegtsmux', `${H264} ! h264parse`, `${AAC} ! aacparse`).replace(
    /queue$/,
    'breakmydata seed=7 probability=0.002',
  );
  await playing(av, { inputs: { default: broken } }, async (now) => {
    await more(now, 60);
    expect(now.state.mood).not.toBe('sad');
    expect([backwards(now.output('video')), backwards(now.output('audio'))]).toEqual([0, 0]);
    expect(now.state.messages.length).toBeLessThan(4);
  });
});

test.concurrent('what the feed lacks is said, and the rest comes', async () => {
  await playing(av, { inputs: { default: muxed(WEBM, VP8, undefined) } }, async (now) => {
    await waitUntil('pictures', () => now.output('video').buffers.length > 10, 20_000);
    expect(now.state.messages.map(({ id }) => id)).toEqual(['no-audio']);
    expect(now.output('audio').buffers).toHaveLength(0);
    await now.lose();
    await now.restore('default', BOTH);
    await more(now, 10);
    await waitUntil('the message to go', () => now.state.messages.length === 0);
    await now.lose();
    await now.restore('default', muxed(OGG, undefined, VORBIS));
    await waitUntil('the message', () => now.state.messages.some(({ id }) => id === 'no-video'), 20_000);
  });
});

test.concurrent('a feed with nothing that is wanted is said, and waited for', async () => {
  await playing(
    single,
    {
      properties: { 'media-type': 'audio' },
      inputs: { default: muxed(WEBM, VP8, undefined) },
    },
    async (now) => {
      await waitUntil('a message', () => now.state.messages.length > 0, 20_000);
      expect(now.state.messages.map(({ id }) => id)).toEqual(['no-audio']);
      await now.lose();
      await now.restore('default', BOTH);
      await more(now, 10);
      await waitUntil('the component to be happy', () => now.state.mood === 'happy');
    },
  );
});

test.concurrent(
  'what is on the blacklist is not used; without any decoder one message names the package',
  async () => {
    await playing(
      single,
      {
        properties: { 'media-type': 'audio', blacklist: ['flacdec', 'avdec_flac', 'no-such-element'] },
        inputs: { default: beeping('audioconvert ! flacenc') },
      },
      async (now) => {
        await waitUntil(
          'the message',
          () => now.state.messages.some(({ id }) => id === 'missing-decoder'),
          20_000,
        );
        expect(now.state.mood).toBe('sad');
        const [message] = now.state.messages.filter(({ id }) => id === 'missing-decoder');
        expect(message?.text).toBe('no decoder for Free Lossless Audio Codec (FLAC) is on this machine');
        expect(message?.advice).toMatch(/apt-get install gstreamer1\.0-plugins-good, or take .*blacklist/);
        await now.lose();
        await now.restore('default', muxed(OGG, undefined, VORBIS));
        await more(now, 10);
        await waitUntil('the message to go', () => now.state.messages.length === 0);
        await waitUntil('the component to be happy', () => now.state.mood === 'happy');
      },
    );
  },
);
