import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GdpParser, type GdpPacket } from '../../core/src/feed/gdp';
import type { Pipeline } from '../../core/src/gst/gst';
import { deckText, prepareDecks, type DeckForm, type PipelineElement } from '../../core/src/plugin';
import { GstFlow } from '../support/gst-feeds';
import { waitUntil } from '../support/wait-until';

let flow: GstFlow;
beforeEach(() => {
  flow = new GstFlow();
});
afterEach(() => flow.close());

const PARTS = { decks: ['a', 'b'], video: true, audio: true };
const KINDS = ['video', 'audio'] as const;
const MIXERS = { video: 'video-mix', audio: 'audio-mix' };
const FORM: DeckForm = {
  width: 64,
  height: 48,
  framerate: [25, 1],
  pixelAspectRatio: [1, 1],
  rate: 44_100,
  channels: 6,
  addBorders: true,
};
const SECOND = 1_000_000_000n;

async function build(): Promise<Pipeline> {
  const text = `${deckText(PARTS)} video-form. ! @feeder:video@ audio-form. ! @feeder:audio@`;
  const pipeline = await flow.build({ text, feeders: KINDS });
  const element = (name: string): PipelineElement => pipeline.element(name) as PipelineElement;
  prepareDecks({ element, cue: (cue) => pipeline.cue(cue) }, PARTS, FORM);
  return pipeline;
}

/** Makes a clip of half a second. */
function clip(codecs = ['-c:v', 'libtheora', '-c:a', 'libvorbis'], name = 'clip.ogg'): string {
  const location = join(flow.folder, name);
  const inputs = ['color=white:s=64x48:r=25:d=0.5', 'sine=d=0.5:r=44100'];
  const args = [...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]), '-ac', '1'];
  execFileSync('ffmpeg', ['-v', 'error', ...args, ...codecs, location]);
  return location;
}

/** Reads a feed as it is on the wire. */
async function read(pipeline: Pipeline, kind: string): Promise<GdpPacket[]> {
  const packets: GdpPacket[] = [];
  const parser = new GdpParser((packet) => void packets.push(packet));
  const { eating } = await flow.link(pipeline.feeder(kind));
  eating.on('data', (bytes: Buffer) => {
    parser.push(bytes);
  });
  return packets;
}

/** What is said in a feed beside the media. */
function words(packets: readonly GdpPacket[]): readonly string[] {
  return packets.flatMap((packet) =>
    packet.kind === 'buffer' ? [] : [packet.kind === 'caps' ? 'caps' : (packet.text.split(',')[0] as string)],
  );
}

/** Nanoseconds of the last buffer. */
function reached(packets: readonly GdpPacket[]): bigint {
  return packets.reduce((time, packet) => (packet.kind === 'buffer' ? (packet.pts ?? time) : time), 0n);
}

test('clip after clip, what leaves the mixers is one stream', async () => {
  const location = clip();
  const pipeline = await build();
  const player = pipeline.player({ decks: PARTS.decks, ...MIXERS });
  await pipeline.setState('ready');
  const feeds = await Promise.all(KINDS.map((kind) => read(pipeline, kind)));
  await pipeline.setState('playing');
  await waitUntil('it to play', () => player.playing, 10_000);
  const begin = player.now() + SECOND;
  await player.load({ location, at: begin });
  await player.load({ location, at: begin + SECOND / 2n });
  await waitUntil('both ends', () => feeds.every((feed) => reached(feed) > begin + SECOND * 2n), 20_000);
  for (const feed of feeds) expect(words(feed)).toEqual(['GstEventStreamStart', 'caps', 'GstEventSegment']);
  const [video = '', audio = ''] = feeds.map(
    (feed) => feed.flatMap((one) => (one.kind === 'caps' ? one.text : []))[0],
  );
  expect(video).toContain('colorimetry=(string)bt601');
  expect(audio).toContain('channel-mask=(bitmask)');
  expect(flow.said(pipeline).filter(({ kind }) => kind === 'error')).toEqual([]);
});

test('sound ends at the sample that was asked for', async () => {
  const pipeline = await build();
  const player = pipeline.player({ decks: PARTS.decks, ...MIXERS });
  await pipeline.setState('ready');
  const feed = await read(pipeline, 'audio');
  await pipeline.setState('playing');
  await waitUntil('it to play', () => player.playing, 10_000);
  // A busy machine takes its time to open a file.
  const at = player.now() + 3n * SECOND;
  const location = clip();
  await player.load({ location, at, soundTo: 123_000_000n });
  await player.load({ location, at: at + SECOND });
  await waitUntil('both ends', () => reached(feed) > at + SECOND * 2n, 20_000);
  const sound = Buffer.concat(feed.flatMap((one) => (one.kind === 'buffer' ? [one.data] : [])));
  const heard: number[] = [];
  for (let frame = 0; frame < sound.length / 4 / FORM.channels; frame++) {
    // A mono sound is heard in the middle, the third of six channels.
    if (Math.abs(sound.readFloatLE((frame * FORM.channels + 2) * 4)) > 0.02) heard.push(frame);
  }
  const [first = 0] = heard;
  const half = heard.findIndex((frame, index) => frame - (heard[index - 1] ?? frame) > FORM.rate / 4);
  expect((heard[half - 1] ?? 0) - first).toBeCloseTo(0.123 * FORM.rate, -2);
  expect((heard.at(-1) ?? 0) - (heard[half] ?? 0)).toBeCloseTo(0.5 * FORM.rate, -2);
});

test('where the media of a file begins and ends is found out', async () => {
  const player = (await build()).player({ decks: PARTS.decks, ...MIXERS });
  const ogg = await player.probe(clip());
  // Thirteen pictures.
  const length = 520_000_000n;
  expect(ogg).toMatchObject({ video: { start: 0n, length }, audio: { start: 0n } });
  // A packet of sound that only begins the coding makes this one begin 3 ms later.
  const webm = await player.probe(clip(['-c:v', 'libvpx', '-c:a', 'libvorbis'], 'clip.webm'));
  const start = 3_000_000n;
  expect(webm).toMatchObject({ video: { start, length: length + start }, audio: { start } });
});

test('a ground that fails is told, and not waited for', async () => {
  const pipeline = await build();
  pipeline.player({ decks: PARTS.decks, ...MIXERS });
  pipeline.element('video-ground-form')?.set('caps', 'audio/x-raw');
  const begun = performance.now();
  await pipeline.setState('playing').catch(() => undefined);
  expect(performance.now() - begun).toBeLessThan(7000);
  expect([...flow.said(pipeline), ...pipeline.poll()].map(({ kind }) => kind)).toContain('error');
});
