import { run } from './process';

/** Times of one decoded buffer, in seconds. */
export interface BufferTime {
  readonly pts: number;
  readonly duration: number;
}

const LINE = /pts: (\d+):(\d+):([\d.]+), duration: (\d+):(\d+):([\d.]+)/g;

/** Times of all pictures or all blocks of sound in an Ogg file, repeated pictures included (ffmpeg leaves those out). */
export async function bufferTimes(file: string, decoder: 'theoradec' | 'vorbisdec'): Promise<BufferTime[]> {
  const said = await run('gst-launch-1.0', [
    ...['-v', 'filesrc', `location=${file}`, '!', 'oggdemux', '!', decoder],
    ...['!', 'identity', 'silent=false', '!', 'fakesink'],
  ]);
  const seconds = (parts: readonly (string | undefined)[]): number =>
    Number(parts[0]) * 3600 + Number(parts[1]) * 60 + Number(parts[2]);
  return [...said.matchAll(LINE)].map((hit) => ({
    pts: seconds(hit.slice(1, 4)),
    duration: seconds(hit.slice(4, 7)),
  }));
}

/** Distances between the end of each buffer and the beginning of the next that are longer than a limit, in seconds. */
export function jumps(times: readonly BufferTime[], limit = 0.001): number[] {
  return times
    .slice(1)
    .map(({ pts }, at) => pts - (times[at]?.pts ?? 0) - (times[at]?.duration ?? 0))
    .filter((jump) => Math.abs(jump) > limit);
}
