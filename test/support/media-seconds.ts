import { writeFileSync } from 'node:fs';
import type { Listener } from './listener';
import { run } from './process';
import { waitUntil } from './wait-until';

/** Milliseconds that a stream is waited for at most, beside what it lasts. */
const PATIENCE = 60_000;
/** Milliseconds between two looks, each of which reads a file. */
const LOOK = 500;

/** Seconds of media that each track of a file has, also of one that still grows: of the shortest one. */
export async function mediaSeconds(file: string): Promise<number> {
  const entries = ['-show_entries', 'packet=stream_index,pts_time', '-of', 'csv=p=0'];
  const said = await run('ffprobe', ['-v', 'quiet', ...entries, file]).catch(() => '');
  const tracks = new Map<string, { first: number; last: number }>();
  for (const [, track = '', text = ''] of said.matchAll(/^(\d+),(-?[\d.]+)/gm)) {
    const time = Number(text);
    const { first, last } = tracks.get(track) ?? { first: time, last: time };
    tracks.set(track, { first: Math.min(first, time), last: Math.max(last, time) });
  }
  return tracks.size === 0 ? 0 : Math.min(...[...tracks.values()].map(({ first, last }) => last - first));
}

/** Waits until files that are being written have so many seconds of media each. @param files - their names, once they are there. */
export async function grown(files: () => readonly string[], seconds: number): Promise<void> {
  let found: string | undefined;
  await waitUntil(
    () => `${String(seconds)} s of media; there are ${found ?? 'none'}`,
    async () => {
      try {
        const names = files();
        const lengths = await Promise.all(names.map(mediaSeconds));
        found = names.map((name, at) => `${String(lengths[at])} s in ${name}`).join(', ');
        return lengths.length > 0 && lengths.every((one) => one >= seconds);
      } catch (error) {
        found = String(error);
        return false;
      }
    },
    seconds * 1000 + PATIENCE,
    LOOK,
  );
}

/** Waits until a listener that keeps what it gets has so many seconds of media, and saves them in a file. */
export async function listened(listener: Listener, file: string, seconds: number): Promise<void> {
  const saved = (): readonly string[] => {
    writeFileSync(file, listener.data);
    return [file];
  };
  await grown(saved, seconds);
}
