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
  const began = performance.now();
  const since = (): number => performance.now() - began;
  const memory: number[] = [];
  const before = descriptors();
  // The heap grows to its working size first; what counts is that it then stays. What leaks never does, and how soon
  // the heap is there depends on how many a machine can serve in a minute.
  const growth = (): number => {
    const third = Math.floor(memory.length / 3);
    return Math.min(...memory.slice(-third)) - Math.min(...memory.slice(third, 2 * third));
  };
  // A slow machine has fewer than twelve waves in a minute, too few to tell anything.
  while (since() < 60_000 || memory.length < 12 || (growth() >= 8000 && since() < 180_000)) {
    await wave();
    memory.push(rss(http));
  }
  await waitUntil('the descriptors are closed', () => descriptors() <= before, 10_000);
  expect(growth()).toBeLessThan(8000);
  expect(air.listener.ended).toBeUndefined();
});
