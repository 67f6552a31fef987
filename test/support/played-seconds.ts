import type { Played } from './play-component';
import { waitUntil } from './wait-until';

/** Waits until a component has given so many seconds of stream, by the times of its buffers. */
export async function playedSeconds(played: Played, seconds: number, deadline = 25_000): Promise<void> {
  const output = played.output();
  await waitUntil(
    `${String(seconds)} s of stream`,
    () => {
      const times = output.times.filter((time) => time >= 0);
      return (times.at(-1) ?? 0) - (times[0] ?? 0) >= seconds;
    },
    deadline,
  );
}
