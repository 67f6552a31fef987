import { execFile } from 'node:child_process';

/** Most bytes one decoding may give. */
const MAX_OUTPUT = 400_000_000;
/** Milliseconds one decoding may take. */
const DEADLINE = 60_000;

/** One decoded picture. */
export interface DecodedPicture {
  /** Presentation time in seconds. */
  readonly time: number;
  /** Rows from the top, one byte (gray) or three (rgb24) a pixel. */
  readonly pixels: Buffer;
}

/** How pictures are wanted. */
export interface PictureForm {
  readonly width: number;
  readonly height: number;
  readonly format?: 'gray' | 'rgb24';
}

/** Decoded sound, one channel. */
export interface DecodedSound {
  readonly rate: number;
  /** Samples from -1 to 1. */
  readonly samples: Float32Array;
  /** Time of the first sample in seconds. */
  readonly start: number;
  /** Seconds between the end of each decoded block and the beginning of the next, where they differ. */
  readonly jumps: readonly number[];
}

/** Difference of audio times that is rounding, in seconds. */
const ROUNDING = 0.001;

/** Names of the codecs in a media file, sorted, as `ffprobe` finds them. */
export async function codecs(file: string): Promise<string[]> {
  const { output } = await decode('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', file],
  ]);
  return output.toString().trim().split(/\s+/).sort();
}

/** Every picture of a file, scaled to the wanted size, with its time. */
export async function pictures(file: string, form: PictureForm): Promise<DecodedPicture[]> {
  const { width, height, format = 'gray' } = form;
  const { output, said } = await decode('ffmpeg', [
    ...['-nostats', '-loglevel', 'info', '-copyts', '-i', file, '-map', '0:v:0'],
    ...['-vf', `showinfo,scale=${String(width)}:${String(height)}:flags=area`, '-fps_mode', 'passthrough'],
    ...['-f', 'rawvideo', '-pix_fmt', format, 'pipe:1'],
  ]);
  const times = [...said.matchAll(/Parsed_showinfo\S* @ .*\bpts_time:\s*(\S+)/g)].map((hit) =>
    Number(hit[1]),
  );
  const size = width * height * (format === 'gray' ? 1 : 3);
  if (times.length * size !== output.length) {
    throw new Error(
      `${file}: ${String(times.length)} times for ${String(output.length / size)} pictures\n${said}`,
    );
  }
  return times.map((time, at) => ({ time, pixels: output.subarray(at * size, (at + 1) * size) }));
}

/** The sound of a file as one channel, at its own rate. */
export async function sound(file: string): Promise<DecodedSound> {
  const { output, said } = await decode('ffmpeg', [
    ...['-nostats', '-loglevel', 'info', '-copyts', '-i', file, '-map', '0:a:0'],
    ...['-af', 'ashowinfo', '-ac', '1', '-f', 'f32le', 'pipe:1'],
  ]);
  const blocks = [...said.matchAll(/pts_time:\s*(\S+) .*\brate:(\d+) nb_samples:(\d+)/g)].map((hit) => ({
    time: Number(hit[1]),
    rate: Number(hit[2]),
    length: Number(hit[3]),
  }));
  const [first] = blocks;
  if (!first) throw new Error(`${file}: no sound\n${said}`);
  const jumps = blocks.slice(1).map((block, at) => {
    const before = blocks[at] ?? first;
    return block.time - before.time - before.length / before.rate;
  });
  return {
    rate: first.rate,
    start: first.time,
    jumps: jumps.filter((jump) => Math.abs(jump) > ROUNDING),
    samples: new Float32Array(new Uint8Array(output).buffer),
  };
}

/** Distances in time between successive pictures, in seconds. */
export function intervals(list: readonly DecodedPicture[]): number[] {
  return list.slice(1).map((picture, at) => picture.time - (list[at]?.time ?? 0));
}

function decode(command: string, args: readonly string[]): Promise<{ output: Buffer; said: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      ['-hide_banner', ...args],
      { encoding: 'buffer', maxBuffer: MAX_OUTPUT, timeout: DEADLINE, killSignal: 'SIGKILL' },
      (error, output, said) => {
        if (error) reject(new Error(`${error.message}\n${said.toString().slice(-4000)}`));
        else resolve({ output, said: said.toString() });
      },
    );
  });
}
