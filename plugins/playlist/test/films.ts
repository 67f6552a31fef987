import { execFileSync } from 'node:child_process';
import { luma, type Region } from '../../../test/support/media-content';
import type { Output } from '../../../test/support/play-component';

/** Size of all pictures. */
export const [WIDTH, HEIGHT] = [64, 48] as const;
/** Samples a second of all sounds. */
export const RATE = 44_100;
/** Left half has the number of the film, right half that of the picture. */
const LEFT: Region = { x: 4, y: 4, width: 24, height: 40 };
const RIGHT: Region = { x: 36, y: 4, width: 24, height: 40 };

/** What a film is made of. */
export interface Film {
  /** Number from 1, which is seen in its left half. */
  readonly film?: number;
  /** Pictures, of which each is seen to be brighter than the one before; up to 64. */
  readonly pictures?: number;
  readonly rate?: string;
  /** Pitch in Hz; no sound when left out. */
  readonly tone?: number;
  readonly seconds: number;
}

/** Makes a film, or a sound; one whose name ends with `.ts` as a transport stream, the times of which begin anywhere. */
export function makeFilm(file: string, { film, pictures, rate = '25', tone, seconds }: Film): void {
  const picture = `geq=lum='if(lt(X,32),${String(40 + 16 * (film ?? 0))},40+3*N)':cb=128:cr=128`;
  execFileSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-y'],
      ...(pictures === undefined
        ? []
        : ['-f', 'lavfi', '-i', `nullsrc=s=${WIDTH}x${HEIGHT}:r=${rate}:d=${seconds},${picture}`]),
      ...(tone === undefined
        ? []
        : ['-f', 'lavfi', '-t', String(seconds), '-i', `aevalsrc=0.5*sin(2*PI*${tone}*t):s=${RATE}`]),
      ...[
        '-c:v',
        'libx264',
        '-qp',
        '8',
        '-pix_fmt',
        'yuv420p',
        '-c:a',
        ...(file.endsWith('.ts') ? ['mp2'] : ['pcm_s16le', '-f', 'mov']),
        file,
      ],
    ],
    { timeout: 30_000 },
  );
}

/** What was seen: `1:0` is the first picture of film 1, `-` is the filler. */
export function seen(video: Output): readonly string[] {
  return video.buffers.map(({ data }) => {
    const film = Math.round((luma(data, WIDTH, HEIGHT, LEFT) - 40) / 16);
    return film < 1 || film > 9 ? '-' : `${film}:${Math.round((luma(data, WIDTH, HEIGHT, RIGHT) - 40) / 3)}`;
  });
}

/** The pictures of a film as `seen` names them, from the first to before the last. */
export function pictures(film: number, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, at) => `${film}:${from + at}`);
}

/** Sound of one channel of two. */
export function sound(audio: Output): Float32Array {
  const bytes = audio.bytes();
  return Float32Array.from({ length: bytes.length >> 3 }, (_, at) => bytes.readFloatLE(at * 8));
}

/** Stretches of a sound that are louder than silence, in samples; a pause of a millisecond ends one. */
export function stretches(heard: Float32Array): readonly { readonly begin: number; readonly end: number }[] {
  const found: { begin: number; end: number }[] = [];
  heard.forEach((sample, at) => {
    if (Math.abs(sample) < 0.02) return;
    const last = found.at(-1);
    if (last && at - last.end <= 44) last.end = at + 1;
    else found.push({ begin: at, end: at + 1 });
  });
  return found;
}
