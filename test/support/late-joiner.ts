import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamChecker } from '../../core/src/tester/checker';
import { checkerFor } from '../../core/src/tester/choose-checker';
import type { Chunk } from '../../plugins/http-streamer/src/chunks';
import { Source } from '../../plugins/http-streamer/src/source';
import type { Stream } from '../../plugins/http-streamer/src/stream';
import { codecs, intervals, pictures, sound } from './decode';
import { beeps, flashes } from './flash-and-beep';
import { pitch } from './media-content';
import type { Output } from './play-component';

/** Rate of the sound of `beeping`. */
export const RATE = 48_000;
/** Pitch of its beeps in Hz. */
export const PITCH = 440;

/**
 * Launch text of a picture that turns from black to white at 0.52 s, 2.52 s, 4.52 s … of the flow's time.
 * @param past - whole even seconds for which the flow has been running.
 */
export function flashing(encoder: string, past = 0): string {
  return (
    `videotestsrc pattern=blink timestamp-offset=${String(past)}000000000 ! ` +
    'video/x-raw,format=I420,width=160,height=120,framerate=1/1 ! videorate skip-to-first=true ! ' +
    `video/x-raw,framerate=25/1 ! clocksync ! ${encoder}`
  );
}

/** Launch text of a sound that beeps for 227 ms at each whole second of the flow's time; `past` as for `flashing`. */
export function beeping(encoder: string, past = 0): string {
  return (
    `audiotestsrc timestamp-offset=${String(past)}000000000 wave=ticks sine-periods-per-tick=100 freq=${String(PITCH)} samplesperbuffer=960 ! ` +
    `audio/x-raw,rate=${String(RATE)},channels=1 ! clocksync ! ${encoder}`
  );
}

/** A listener that came late. */
export interface LateListener {
  readonly stream: Stream;
  /** All it gets, headers first. */
  readonly bytes: Buffer;
  /** What the tester says of the bytes. */
  readonly checker: StreamChecker;
}

/** What a listener gets that comes to an http-streamer when a feed has been running for some seconds. */
export function lateListener(output: Output, after: number): LateListener {
  let position = 0;
  const parts: Buffer[] = [];
  let stream: Stream | undefined;
  const source = new Source(
    () => 0,
    (chunk: Chunk) => {
      if (parts.length > 0) parts.push(chunk.data);
      else if (position >= after && chunk.fromFirstKey) parts.push(chunk.fromFirstKey);
    },
    (begun) => (stream = begun),
  );
  for (const caps of output.caps) source.caps(caps);
  const start = output.times.find((time) => time >= 0) ?? 0;
  for (const buffer of output.buffers) {
    if (buffer.pts !== undefined) position = Number(buffer.pts) / 1e9 - start;
    source.buffer(buffer);
  }
  source.close();
  if (!stream || parts.length === 0)
    throw new Error(`no place to enter after ${String(after)} s in ${String(output.buffers.length)} buffers`);
  const bytes = Buffer.concat([stream.headers, ...parts]);
  const checker = checkerFor(stream.contentType);
  checker.push(bytes);
  return { stream, bytes, checker };
}

/** What a player makes of bytes. */
export interface Heard {
  readonly codecs: readonly string[];
  /** Pictures from the first byte to the end. */
  readonly pictures: number;
  /** Longest time between two pictures, in seconds. */
  readonly gap: number;
  readonly pitch: number;
  /** How much later than it should each beep comes after the picture's flash, in seconds; the one that is most off. */
  readonly drift: number;
}

/** Decodes `flashing` and `beeping` with ffmpeg. */
export async function judge(bytes: Buffer, extension: string): Promise<Heard> {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-late-'));
  try {
    const file = join(folder, `late.${extension}`);
    writeFileSync(file, bytes);
    // A transport stream tells them twice: as streams, and as streams of a programme.
    const found = [...new Set(await codecs(file))];
    const shown = await pictures(file, { width: 16, height: 12 });
    const heard = await sound(file);
    const marks = flashes(shown);
    const sounds = beeps(heard);
    if (marks.length === 0 || sounds.length === 0)
      throw new Error(`${String(marks.length)} flashes and ${String(sounds.length)} beeps in ${extension}`);
    const off = marks.flatMap((mark) =>
      sounds.map((beep) => beep - mark - 0.48).map((lag) => lag - Math.round(lag)),
    );
    return {
      codecs: found,
      pictures: shown.length,
      gap: Math.max(...intervals(shown)),
      pitch: firstPitch(heard.samples, heard.start, sounds[0] ?? 0),
      drift: off.reduce((most, lag) => (Math.abs(lag) > Math.abs(most) ? lag : most), 0),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function firstPitch(samples: Float32Array, start: number, beep: number): number {
  const from = Math.round((beep - start + 0.05) * RATE);
  return pitch(samples.subarray(from, from + RATE / 10), RATE);
}
