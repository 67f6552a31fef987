import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GDP_FLAGS, serialiseGdp } from '../../core/src/feed/gdp';
import type { FeedBuffer } from '../../core/src/plugin';
import { pictures, sound, type DecodedPicture, type DecodedSound, type PictureForm } from './decode';
import { gstStream } from './gst-stream';
import type { Output, Played } from './play-component';
import { waitUntil } from './wait-until';

/** A segment whose times are running times, as `gdppay` writes it. */
const SEGMENT = {
  kind: 'event',
  type: 17934,
  text:
    'GstEventSegment, segment=(GstSegment)"segment, flags=(GstSegmentFlags)GST_SEGMENT_FLAG_NONE, rate=(double)1, ' +
    'applied-rate=(double)1, format=(GstFormat)time, base=(guint64)0, offset=(guint64)0, start=(guint64)0, ' +
    'stop=(guint64)18446744073709551615, time=(guint64)0, position=(guint64)0, duration=(guint64)18446744073709551615;";',
} as const;
const MUX_DEADLINE = 30_000;

/** Buffers that are media. Parsers mark pictures with settings before them as headers too; those are media. */
export function media(output: Output): readonly FeedBuffer[] {
  const headed = output.caps.some(({ streamHeader }) => streamHeader.length > 0);
  return output.buffers.filter((buffer) => !(headed && buffer.header) && buffer.data.length > 0);
}

/** Bits a second of the media buffers from one index on, by their times. */
export function bitrate(output: Output, from = 0): number {
  const buffers = media(output).slice(from);
  const [first, last] = [buffers[0], buffers.at(-1)];
  const seconds = Number((last?.pts ?? 0n) - (first?.pts ?? 0n)) / 1e9;
  return (buffers.slice(0, -1).reduce((sum, { data }) => sum + data.length, 0) * 8) / seconds;
}

/** Distances between keyframes, in pictures. */
export function keyframeDistances(output: Output): number[] {
  const keys = media(output).flatMap((buffer, at) => (buffer.delta ? [] : [at]));
  return keys.slice(1).map((key, at) => key - (keys[at] ?? 0));
}

/** A file of what came out, muxed by `mux`, handed to `use` and removed. @param through - elements before the muxer. */
export async function muxed<T>(
  output: Output,
  use: (file: string) => T | Promise<T>,
  { mux = 'matroskamux', through = '' } = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-encoded-'));
  try {
    const [feed, file] = [join(folder, 'feed'), join(folder, 'file')];
    writeFileSync(feed, asGdp(output));
    // The kind of a muxer's pad is chosen by the kind of media.
    const kind = output.caps[0]?.mediaType ?? 'ANY';
    const chain = [
      'filesrc',
      `location=${feed}`,
      '!',
      'gdpdepay',
      '!',
      kind,
      '!',
      ...through.split(/\s+/).filter(Boolean),
    ];
    execFileSync(
      'gst-launch-1.0',
      ['-q', ...chain, ...mux.split(/\s+/), '!', 'filesink', `location=${file}`],
      {
        timeout: MUX_DEADLINE,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes as a file, handed to `use` and removed. */
export async function written<T>(bytes: Buffer, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-encoded-'));
  try {
    const file = join(folder, 'file');
    writeFileSync(file, bytes);
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything decoded by ffmpeg, from Matroska. */
export function decodedPictures(output: Output, form: PictureForm, through = ''): Promise<DecodedPicture[]> {
  return muxed(output, (file) => pictures(file, form), { through: through && `${through} !` });
}

/** Everything decoded by ffmpeg. @param mux - muxer that ffmpeg understands for this codec. */
export function decodedSound(output: Output, through = '', mux = 'matroskamux'): Promise<DecodedSound> {
  return muxed(output, sound, { mux, through: through && `${through} !` });
}

/** A still test picture as ffmpeg reads it without any encoder. @param pattern - of `videotestsrc`. */
export async function testPicture(pattern: string, width: number, height: number): Promise<Buffer> {
  const size = `width=${String(width)},height=${String(height)}`;
  const source = `videotestsrc num-buffers=1 pattern=${pattern} ! video/x-raw,format=I420,${size}`;
  return written(gstStream(`${source} ! matroskamux ! filesink name=out`), async (file) => {
    const [picture] = await pictures(file, { width, height });
    if (!picture) throw new Error(`no picture of ${pattern}`);
    return picture.pixels;
  });
}

/** Mean difference of the values of two gray pictures, 0 to 255. */
export function meanDifference(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (const [at, value] of one.entries()) sum += Math.abs(value - (other[at] ?? 0));
  return sum / one.length;
}

/**
 * Loses the feed of a component and brings it back: what comes then must have the flow's times, never run back and be
 * no later than before.
 * @param from - media that must have come before.
 * @returns seconds that are missing.
 */
export async function crossGap(played: Played, from = 5): Promise<number> {
  const output = played.output();
  await waitUntil('media before the gap', () => media(output).length >= from, 15_000);
  const delay = played.now() - end(media(output));
  await played.lose();
  const lost = played.now();
  await waitUntil('the gap to pass', () => played.now() > lost + 0.6);
  // What was under way when the feed was lost has come out by now.
  const before = media(output).length;
  await played.restore();
  await waitUntil('media behind the gap', () => media(output).length >= before + from, 15_000);
  const list = media(output);
  const times = list.map(({ pts }) => Number(pts) / 1e9);
  const back = times.findIndex((time, at) => at > 0 && time < (times[at - 1] ?? 0));
  if (back >= 0)
    throw new Error(`time runs back: ${String(times[back - 1])} s, then ${String(times[back])} s`);
  // A busy machine may be late for a moment; what the gap added would stay.
  await waitUntil(
    `no more delay than the ${delay.toFixed(2)} s before the gap`,
    () => played.now() - end(media(output)) < delay + 0.5,
    10_000,
  );
  // What the encoder had begun may come out only now, with its time from before the gap.
  return Math.max(
    ...list.slice(before).map((_, at) => (times[before + at] ?? 0) - end(list.slice(0, before + at))),
  );
}

/** Waits for media and tells how many came to a second reader, which comes in the middle, before its first keyframe. */
export async function picturesBeforeKeyframe(played: Played): Promise<number> {
  const output = played.output();
  await waitUntil('a stream under way', () => media(output).filter(({ delta }) => delta).length > 5, 15_000);
  const late = played.join();
  await waitUntil('a keyframe', () => media(late).some(({ delta }) => !delta), 10_000);
  return media(late).findIndex(({ delta }) => !delta);
}

/** End of the last buffer in seconds. */
function end(list: readonly FeedBuffer[]): number {
  const last = list.at(-1);
  return Number((last?.pts ?? 0n) + (last?.duration ?? 0n)) / 1e9;
}

function asGdp(output: Output): Buffer {
  const [caps] = output.caps;
  if (!caps) throw new Error('no caps came');
  const flagged = (buffer: FeedBuffer): number =>
    (buffer.delta ? GDP_FLAGS.delta : 0) |
    (buffer.header ? GDP_FLAGS.header : 0) |
    (buffer.discont ? GDP_FLAGS.discont : 0);
  return Buffer.concat([
    serialiseGdp({ kind: 'event', type: 10254, text: 'GstEventStreamStart, stream-id=(string)feed;' }),
    serialiseGdp({ kind: 'caps', text: caps.text }),
    serialiseGdp(SEGMENT),
    // The caps have the headers too.
    ...media(output).map((buffer) =>
      serialiseGdp({
        kind: 'buffer',
        data: buffer.data,
        pts: buffer.pts,
        duration: buffer.duration,
        offset: undefined,
        offsetEnd: buffer.offsetEnd,
        flags: flagged(buffer),
      }),
    ),
  ]);
}
