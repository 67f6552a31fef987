import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../src/codecs/media';
import { readMp4 } from '../src/codecs/mp4';
import { readTs } from '../src/codecs/ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codecs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A second of picture and sound that ffmpeg has encoded. */
async function encoded(extension: string, ...args: readonly string[]): Promise<Buffer> {
  const file = join(folder, `some.${extension}`);
  await promisify(execFile)(
    'ffmpeg',
    [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=size=200x90:rate=10'],
      ...['-f', 'lavfi', '-i', 'sine=sample_rate=48000', '-t', '1', ...args, '-strict', '-2', file],
    ],
    { timeout: 60_000 },
  );
  return readFileSync(file);
}

const FRAGMENTS = ['-movflags', 'frag_keyframe+empty_moov+delay_moov'];
const X264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'];
const X265 = [
  '-c:v',
  'libx265',
  '-pix_fmt',
  'yuv420p',
  '-preset',
  'ultrafast',
  '-x265-params',
  'log-level=none',
];

const read = { mp4: readMp4, ts: readTs } as const;

test.each([
  [
    'mp4',
    [...X264, '-profile:v', 'baseline', '-level', '3.0', '-c:a', 'aac', ...FRAGMENTS],
    ['avc1.42c01e', 'mp4a.40.2'],
  ],
  [
    'mp4',
    [...X265, '-tag:v', 'hvc1', '-c:a', 'ac3', ...FRAGMENTS],
    [/^hvc1\.1\.6\.L\d+\.9\d(\.[0-9A-F]+)*$/, 'ac-3'],
  ],
  [
    'mp4',
    ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuv420p', '-c:a', 'libopus', ...FRAGMENTS],
    [/^vp09\.00\.\d\d\.08$/, 'Opus'],
  ],
  ['mp4', [...X264, '-c:a', 'libmp3lame', ...FRAGMENTS], [/^avc1\.42c0/, /^mp4a\.(6b|69|40\.34)$/]],
  ['mp4', [...X264, '-c:a', 'flac', ...FRAGMENTS], [/^avc1\.42c0/, 'fLaC']],
  [
    'ts',
    [...X264, '-preset', 'veryfast', '-profile:v', 'high', '-level', '4.0', '-c:a', 'aac'],
    ['avc1.640028', 'mp4a.40.2'],
  ],
  ['ts', [...X265, '-c:a', 'eac3'], [/^hvc1\.1\.6\.L\d+\.9\d(\.[0-9A-F]+)*$/, 'ec-3']],
  ['ts', [...X264, '-c:a', 'libmp3lame'], [/^avc1\./, 'mp4a.40.34']],
  ['ts', [...X264, '-c:a', 'libopus'], [/^avc1\./, 'Opus']],
] as const)('%s with %j', async (extension, args, expected) => {
  const media = read[extension](await encoded(extension, ...args));
  expect(media.codecs).toEqual(
    expected.map((codec) =>
      typeof codec === 'string' ? codec : (expect.stringMatching(codec) as unknown as string),
    ),
  );
  expect(media.size).toEqual({ width: 200, height: 90 });
});

test('what is not known is not told, and nothing that is cut off is an accident', async () => {
  expect(readTs(await encoded('ts', '-c:v', 'mpeg2video', '-c:a', 'aac')).codecs).toBeUndefined();
  const whole: Media = { codecs: ['avc1.42c01e', 'mp4a.40.2'], size: { width: 200, height: 90 } };
  const mp4 = await encoded(
    'mp4',
    ...X264,
    '-profile:v',
    'baseline',
    '-level',
    '3.0',
    '-c:a',
    'aac',
    ...FRAGMENTS,
  );
  expect(readMp4(mp4)).toEqual(whole);
  const ts = await encoded('ts', ...X264, '-profile:v', 'baseline', '-level', '3.0', '-c:a', 'aac');
  for (let length = 0; length < 1500; length += 7) {
    expect(() => readMp4(mp4.subarray(0, length))).not.toThrow();
    expect(() => readTs(ts.subarray(0, length))).not.toThrow();
    const [brokenMp4, brokenTs] = [Buffer.from(mp4.subarray(0, 2000)), Buffer.from(ts.subarray(0, 3000))];
    for (const broken of [brokenMp4, brokenTs]) broken.fill(0xff, length, length + 7);
    expect(() => [readMp4(brokenMp4), readTs(brokenTs)]).not.toThrow();
  }
});
