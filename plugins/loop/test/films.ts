import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { luma, samples } from '../../../test/support/media-content';
import type { Output } from '../../../test/support/play-component';

/** Size of the pictures of a film. */
const [WIDTH, HEIGHT] = [64, 48];
/** Samples a second of all sound. */
const RATE = 44_100;
/** Pitch of a film's sound, a whole number of periods in each film and each window. */
const TONE = 800;
/** Amplitudes of a film's sound in its first 0.2 s, and later. */
const [LOUD, QUIET] = [0.5, 0.2];
/** Samples over which amplitude and phase are measured. */
const WINDOW = 441;
/** Change of phase in radians that is a break; what codecs do stays below. */
const PHASE = 0.3;

const CODECS: Readonly<Record<string, readonly string[]>> = {
  ogg: ['-c:v', 'libtheora', '-q:v', '10', '-c:a', 'libvorbis', '-q:a', '8'],
  webm: ['-c:v', 'libvpx', '-b:v', '1M', '-c:a', 'libvorbis', '-q:a', '8'],
  mp4: ['-c:v', 'libx264', '-qp', '10', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '192k'],
};

/** A folder of media files. */
export class Films {
  private readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-loop-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  /**
   * Makes a film whose pictures are each a little brighter than the one before, and whose tone begins loud.
   * @param rate pictures a second.
   * @param seconds of sound.
   */
  film(name: string, pictures: number, rate: number, seconds: number): void {
    const seen = `nullsrc=s=${String(WIDTH)}x${String(HEIGHT)}:r=${String(rate)}:d=${String(pictures / rate)}`;
    const loudness = `if(lt(t\\,0.2)\\,${String(LOUD)}\\,${String(QUIET)})`;
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', `${seen},geq=lum=40+3*N:cb=128:cr=128`],
      ...['-f', 'lavfi', '-t', String(seconds)],
      ...['-i', `aevalsrc=${loudness}*sin(2*PI*${String(TONE)}*t):s=${String(RATE)}`],
      ...[...(CODECS[name.split('.')[1] ?? ''] ?? []), this.path(name)],
    ]);
  }

  /** Makes what `commonCases` wants: files with one kind of media, and what is no media file. */
  odds(): void {
    const video = 'videotestsrc num-buffers=50 ! video/x-raw,width=160,height=120,framerate=25/1 ! theoraenc';
    const audio = `audiotestsrc freq=500 num-buffers=86 ! audio/x-raw,rate=${String(RATE)},channels=1 ! vorbisenc`;
    for (const [name, media] of [
      ['video.ogg', video],
      ['audio.ogg', audio],
    ] as const) {
      const text = `${media} ! oggmux ! filesink location=${this.path(name)}`;
      execFileSync('gst-launch-1.0', ['-q', ...text.split(' ')], { timeout: 30_000 });
    }
    writeFileSync(this.path('text.ogg'), 'this is no media file at all');
    writeFileSync(this.path('empty.ogg'), '');
    mkdirSync(this.path('folder'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The sound of one channel, in whatever form it came. */
export function decoded(audio: Output): Float32Array {
  const bytes = audio.bytes();
  if (audio.caps[0]?.text.includes('S16LE')) return samples(bytes);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
}

/** Times at which the sound turns loud. */
export function beeps(audio: Output): readonly number[] {
  const found: number[] = [];
  let loud = -Infinity;
  decoded(audio).forEach((sample, at) => {
    if (Math.abs(sample) < (LOUD + QUIET) / 2) return;
    if (at - loud > RATE / 10) found.push((audio.times[0] as number) + at / RATE);
    loud = at;
  });
  return found;
}

/** Times at which the tone of a film stops, is heard twice, or is no longer where it would be if it had run through. */
export function breaks(audio: Output): readonly number[] {
  const sound = decoded(audio);
  const first = sound.findIndex((sample) => Math.abs(sample) > QUIET / 2) + WINDOW;
  const found: number[] = [];
  let before: number | undefined;
  for (let at = first; at + WINDOW <= sound.length; at += WINDOW) {
    let [real, imaginary] = [0, 0];
    for (let index = at; index < at + WINDOW; index++) {
      const angle = (2 * Math.PI * TONE * index) / RATE;
      real += (sound[index] as number) * Math.cos(angle);
      imaginary += (sound[index] as number) * Math.sin(angle);
    }
    const amplitude = (2 * Math.hypot(real, imaginary)) / WINDOW;
    const phase = Math.atan2(real, imaginary);
    const turn = before === undefined ? 0 : Math.atan2(Math.sin(phase - before), Math.cos(phase - before));
    before = phase;
    const steady = amplitude > 0.8 * QUIET && amplitude < 1.2 * LOUD && Math.abs(turn) < PHASE;
    if (!steady) found.push((audio.times[0] as number) + at / RATE);
  }
  return found;
}

/** Seconds that the times of neighbouring blocks of sound are apart. */
export function gaps(audio: Output): readonly number[] {
  return audio.buffers.slice(1).map((buffer, index) => {
    const before = audio.buffers[index];
    return Number((buffer.pts ?? 0n) - (before?.pts ?? 0n) - (before?.duration ?? 0n)) / 1e9;
  });
}

/** Number of each picture in its film, by its brightness; negative for black. */
function all(video: Output): readonly number[] {
  return video.buffers.map((buffer) => Math.round((luma(buffer.data, WIDTH, HEIGHT) - 40) / 3));
}

/** Numbers of the pictures that came; the black before the first round left out. */
export function numbers(video: Output): readonly number[] {
  const seen = all(video);
  return seen.slice(seen.findIndex((number) => number >= 0));
}

/** Times at which the first picture of a round came. */
export function begins(video: Output): readonly number[] {
  const seen = all(video);
  return video.times.filter((_, index) => seen[index] === 0 && seen[index - 1] !== 0);
}

/** Mean luma of the last picture. */
export function brightness(video: Output): number {
  return luma(video.buffers.at(-1)?.data as Buffer, WIDTH, HEIGHT);
}
