import { expect, test } from '@jest/globals';
import type { ComponentDefinition } from '@flumotion/core/plugin';
import { beeping, flashing } from '../support/late-joiner';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';
import flv from '../../plugins/flv/src';
import matroska from '../../plugins/matroska/src';
import mp4 from '../../plugins/mp4/src';
import mpegts from '../../plugins/mpegts/src';
import ogg from '../../plugins/ogg/src';
import decoders from '../../plugins/decoder/src';
import { backwards, beeps, flashes, off } from '../support/raw-marks';
import { AAC, H264, THEORA, VORBIS, VP8 } from '../support/muxed-sources';

const [single, av] = decoders as [ComponentDefinition, ComponentDefinition];
const [webm, mkv] = matroska as [ComponentDefinition, ComponentDefinition];

/** Seconds for which the flow has been running: times that begin at 0 somewhere show. */
const PAST = 40;
/** Milliseconds for what plays beside the others of this file: each has a small part of a busy machine. */
const TOGETHER = 150_000;

const CONTAINERS: readonly (readonly [
  name: string,
  muxer: ComponentDefinition,
  video: string,
  audio: string,
])[] = [
  ['Ogg', ogg, THEORA, VORBIS],
  ['WebM', webm, VP8, VORBIS],
  ['Matroska', mkv, H264, AAC],
  ['MPEG-TS', mpegts, H264, AAC],
  ['FLV', flv, H264, AAC],
  ['MP4', mp4, H264, AAC],
];

/** Plays components for a test that runs beside others: most of each is waiting. */
async function playing(use: (play: typeof playComponent) => Promise<void>): Promise<void> {
  const running: Played[] = [];
  try {
    await use(async (...rest) => {
      const played = await playComponent(...rest);
      running.push(played);
      return played;
    });
  } finally {
    for (const played of running.reverse()) await played.stop();
  }
}

test.concurrent('pictures and sound of each container come out in the flow’s time and in step', () =>
  playing(async (play) => {
    const all = await Promise.all(
      CONTAINERS.map(async ([name, muxer, video, audio]) => {
        const inputs = { 'default:video': flashing(video, PAST), 'default:audio': beeping(audio, PAST) };
        const muxed = await play(muxer, { past: PAST, inputs });
        const properties = { framerate: [25, 1] as const };
        return { name, played: await play(av, { past: PAST, inputs: { default: muxed }, properties }) };
      }),
    );
    for (const { name, played } of all) {
      const [video, audio] = [played.output('video'), played.output('audio')];
      await waitUntil(
        `flashes and beeps of ${name} (${JSON.stringify(played.state.messages)})`,
        () => flashes(video).length >= 2 && beeps(audio).length >= 2,
        TOGETHER,
      );
      // A flash at each even second and 0.52 s, a beep at each whole second. Encoders and muxers of sound are up to
      // 60 ms off by themselves: ffmpeg hears the same.
      expect(off(flashes(video), 0.52, 2)).toBeLessThan(0.041);
      expect(off(beeps(audio), 0, 1)).toBeLessThan(0.08);
      expect(Math.min(...flashes(video), ...beeps(audio))).toBeGreaterThan(PAST);
      expect([name, backwards(video), backwards(audio)]).toEqual([name, 0, 0]);
      expect(new Set(video.caps.map(({ text }) => text)).size).toBe(1);
      for (const field of ['I420', 'width=(int)160', 'height=(int)120', 'framerate=(fraction)25/1']) {
        expect(video.caps[0]?.text).toContain(field);
      }
      for (const field of ['S16LE', 'rate=(int)44100', 'channels=(int)2']) {
        expect(audio.caps[0]?.text).toContain(field);
      }
      expect(played.state.mood).toBe('happy');
      expect(played.state.messages).toEqual([]);
    }
  }),
);

test.concurrent.each([
  ['H.264 alone', 'video', flashing(`${H264} ! h264parse ! video/x-h264,stream-format=byte-stream`)],
  ['VP8 alone', 'video', flashing(VP8)],
  ['Theora alone', 'video', flashing(THEORA)],
  ['MP3', 'audio', beeping('audioconvert ! lamemp3enc ! mpegaudioparse')],
  ['AAC', 'audio', beeping(`${AAC} ! aacparse ! audio/mpeg,stream-format=adts`)],
  ['Opus', 'audio', beeping('audioconvert ! opusenc')],
])('%s is decoded, and its times kept', (_, media, text) =>
  playing(async (play) => {
    const properties = { 'media-type': media, framerate: [25, 1] as const };
    const played = await play(single, { inputs: { default: text }, properties });
    const output = played.output();
    const marks = (): number[] => (media === 'video' ? flashes(output) : beeps(output));
    await waitUntil('marks', () => marks().length >= 1, TOGETHER);
    expect(media === 'video' ? off(marks(), 0.52, 2) : off(marks(), 0, 1)).toBeLessThan(0.041);
    expect(played.state.messages).toEqual([]);
  }),
);
