/** @long A minute is a minute. */
import { readdirSync } from 'node:fs';
import { Listener } from '../support/listener';
import { rss } from '../support/memory';
import { id, OnAir } from '../support/on-air';
import { waitUntil } from '../support/wait-until';

let air: OnAir;

beforeAll(async () => {
  air = await OnAir.start();
});

afterAll(() => air.dispose());

test('200 listeners come and go for a minute and leave nothing behind', async () => {
  const http = await air.installation.pid(id('http'));
  const descriptors = (): number => readdirSync(`/proc/${String(http)}/fd`).length;
  const wave = async (): Promise<void> => {
    const crowd = Array.from({ length: 200 }, () => new Listener(air.url));
    await waitUntil('all are served', () => crowd.every((one) => one.bytes > 0), 15_000);
    for (const one of crowd) one.close();
  };
  const end = performance.now() + 60_000;
  const memory: number[] = [];
  const before = descriptors();
  // A slow machine has fewer in a minute than tell anything.
  while (performance.now() < end || memory.length < 12) {
    await wave();
    memory.push(rss(http));
  }
  await waitUntil('the descriptors are closed', () => descriptors() <= before, 10_000);
  // The heap grows to its working size first; what counts is that it then stays.
  const least = (part: readonly number[]): number => Math.min(...part);
  const third = Math.floor(memory.length / 3);
  expect(least(memory.slice(-third)) - least(memory.slice(third, 2 * third))).toBeLessThan(8000);
  expect(air.listener.ended).toBeUndefined();
});
