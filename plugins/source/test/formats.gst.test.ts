import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { codecs, pictures, sound } from '../../../test/support/decode';
import { lateListener } from '../../../test/support/late-joiner';
import { pitch } from '../../../test/support/media-content';
import { Output } from '../../../test/support/output';
import { AnyReader } from '../src/formats/recognise';
import { Collector, pushAll } from './collector';

const SECONDS = 4;
const PITCH = 500;
const TONE = ['-f', 'lavfi', '-i', `sine=frequency=${PITCH}:sample_rate=48000`];
const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=25'];
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '12'];

const folder = mkdtempSync(join(tmpdir(), 'flumotion-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

function made(name: string, ...options: readonly string[]): Buffer {
  const inputs = options.includes('-c:v') ? [...TONE, ...PICTURES] : TONE;
  const args = [
    '-v',
    'error',
    '-nostdin',
    ...inputs,
    '-t',
    String(SECONDS),
    '-f',
    name,
    ...options,
    'pipe:1',
  ];
  return execFileSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
}

/** What comes out of the component for a stream, as a feed would carry it. */
function outputOf({ begun, pieces }: Collector): Output {
  const output = new Output();
  for (const { caps, headers } of begun)
    output.caps.push({ text: caps, mediaType: caps.replace(/,.*/, ''), streamHeader: headers });
  for (const { data, delta, time, duration } of pieces) {
    output.buffers.push({
      ...{ data, delta, header: false, discont: false },
      ...(time === undefined ? {} : { pts: time }),
      ...(duration === undefined ? {} : { duration }),
    });
  }
  return output;
}

const CASES = [
  ['Ogg Vorbis', 'ogg', ['vorbis'], 'application/ogg', ['-c:a', 'libvorbis', '-page_duration', '200000']],
  ['Ogg Opus', 'ogg', ['opus'], 'application/ogg', ['-c:a', 'libopus', '-page_duration', '200000']],
  ['Ogg FLAC', 'ogg', ['flac'], 'application/ogg', ['-c:a', 'flac', '-page_duration', '200000']],
  [
    'Ogg Speex',
    'ogg',
    ['speex'],
    'application/ogg',
    ['-c:a', 'libspeex', '-ar', '16000', '-page_duration', '200000'],
  ],
  [
    'Ogg Theora',
    'ogg',
    ['theora', 'vorbis'],
    'application/ogg',
    ['-c:a', 'libvorbis', '-c:v', 'libtheora', '-g', '12', '-page_duration', '200000'],
  ],
  [
    'WebM',
    'webm',
    ['opus', 'vp8'],
    'video/webm',
    ['-c:a', 'libopus', '-c:v', 'libvpx', '-deadline', 'realtime', '-g', '12'],
  ],
  ['WebM sound', 'webm', ['opus'], 'audio/webm', ['-c:a', 'libopus', '-cluster_time_limit', '500']],
  ['Matroska', 'matroska', ['aac', 'h264'], 'video/x-matroska', ['-c:a', 'aac', ...X264]],
  ['MPEG-TS', 'mpegts', ['aac', 'h264'], 'video/mp2t', ['-c:a', 'aac', ...X264]],
  ['MPEG-TS sound', 'mpegts', ['mp3'], 'video/mp2t', ['-c:a', 'libmp3lame']],
  ['MP3', 'mp3', ['mp3'], 'audio/mpeg', ['-c:a', 'libmp3lame', '-b:a', '64k', '-metadata', 'title=Title']],
  ['MP2', 'mp2', ['mp2'], 'audio/mpeg', ['-c:a', 'mp2', '-b:a', '128k']],
  ['AAC', 'adts', ['aac'], 'audio/aac', ['-c:a', 'aac']],
  ['FLAC', 'flac', ['flac'], 'audio/flac', ['-c:a', 'flac']],
] as const;

test.each(CASES)(
  '%s is cut where a listener can enter',
  async (name, muxer, wanted, contentType, options) => {
    const stream = made(muxer, ...options);
    const found = [7, 997, stream.length].map((size) => {
      const collector = new Collector();
      pushAll(new AnyReader(contentType, collector), stream, size);
      return collector;
    });
    const [, one] = found as [Collector, Collector, Collector];
    for (const other of found) expect(other.media.equals(one.media)).toBe(true);

    const listener = lateListener(outputOf(one), 1.5);
    expect(listener.stream.contentType).toBe(contentType);
    expect(listener.checker.problems).toEqual([]);
    const file = join(folder, name.replaceAll(' ', '-'));
    writeFileSync(file, listener.bytes);
    expect([...new Set(await codecs(file))]).toEqual([...wanted]);
    const heard = await sound(file);
    // It entered where it should, and misses nothing from there on.
    const length = heard.samples.length / heard.rate;
    expect(length).toBeGreaterThan(SECONDS - 1.5 - 1.1);
    expect(length).toBeLessThan(SECONDS - 1.5 + 0.3);
    expect(pitch(heard.samples.subarray(heard.rate / 5, -heard.rate / 5), heard.rate)).toBeCloseTo(PITCH, -1);
    if (!options.some((option) => option === '-c:v')) return;
    const shown = await pictures(file, { width: 16, height: 12 });
    // A keyframe comes every 12 pictures, and all after the first one here are there.
    expect(shown.length).toBeGreaterThanOrEqual((SECONDS - 1.5) * 25 - 13);
    const gaps = shown.slice(1).map(({ time }, at) => time - (shown[at]?.time ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(0.06);
  },
);

test('what a stream says of itself is told', () => {
  for (const [muxer, codec] of [
    ['ogg', 'libvorbis'],
    ['ogg', 'libopus'],
    ['flac', 'flac'],
  ] as const) {
    const collector = new Collector();
    const says = ['-metadata', 'title=Tîtle', '-metadata', 'artist=Some body'];
    pushAll(new AnyReader('', collector), made(muxer, '-c:a', codec, ...says));
    expect(collector.names.at(-1)).toMatchObject({ title: 'Tîtle', artist: 'Some body' });
  }
});
