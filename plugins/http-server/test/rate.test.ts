import { afterEach, expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import { waitUntil } from '../../../test/support/wait-until';
import { Bucket } from '../src/bucket';
import { fixedRate } from '../src/ratecontroller-fixed';
import { ask, bytes, cleanUp, folder, serve } from './rig';

afterEach(cleanUp);

test('the declaration is sound', () => {
  expect(checkPlug(fixedRate)).toEqual([]);
  expect(refusals(fixedRate, {})).toEqual([expect.stringContaining('rate')]);
});

test('a bucket cannot begin with more than it holds', async () => {
  await expect(runPlug(fixedRate, { rate: 1000, 'initial-level': 20_000 })).rejects.toThrow(
    'initial-level 20000 is more than max-level 10000',
  );
});

/** Bytes that a bucket lets pass in some seconds to a sender who always has more, and how often it was asked. */
function passed(
  settings: { rate: number; maxLevel: number; initialLevel: number },
  seconds: number,
): [number, number] {
  let now = 0;
  const bucket = new Bucket(
    () => settings,
    () => now,
  );
  let [total, asked] = [0, 0];
  for (;;) {
    const { bytes: got, wait } = bucket.take(65_536);
    asked++;
    total += got;
    if (got > 0) continue;
    now += wait;
    if (now > seconds * 1000) return [total, asked];
  }
}

test.each([800, 128_000, 2_000_000, 800_000_000])('%i bit/s are that, over ten seconds', (rate) => {
  const [total, asked] = passed({ rate, maxLevel: rate * 10, initialLevel: 0 }, 10);
  expect(total).toBeLessThanOrEqual((rate * 10) / 8);
  expect(total).toBeGreaterThan(((rate * 10) / 8) * 0.98);
  // Ten pieces a second, or as many as it takes to send pieces of 64 KiB twice.
  expect(asked).toBeLessThan(250 + (rate * 10) / 8 / 32_768);
});

test('what it holds at first is given at once, and no more is ever saved than it holds', () => {
  const [total] = passed({ rate: 8000, maxLevel: 80_000, initialLevel: 40_000 }, 1);
  expect(total).toBeGreaterThanOrEqual(5900);
  expect(total).toBeLessThanOrEqual(6000);
  let now = 0;
  const bucket = new Bucket(
    () => ({ rate: 8000, maxLevel: 16_000, initialLevel: 0 }),
    () => now,
  );
  now = 3_600_000;
  expect(bucket.take(1_000_000).bytes).toBe(2000);
  expect(bucket.take(1_000_000).bytes).toBe(0);
});

test('an answer goes as fast as it may and not faster', async () => {
  const content = bytes(60_000);
  const { port } = await serve({ path: folder({ 'a.mp4': content }) }, [
    { definition: fixedRate, properties: { rate: 160_000, 'initial-level': 160_000 } },
  ]);
  const began = performance.now();
  const { body } = await ask(port, '/a.mp4');
  // 20,000 bytes at once, 40,000 at 20,000 a second.
  expect(performance.now() - began).toBeGreaterThan(1900);
  expect(body.equals(content)).toBe(true);
});

test('what is known of a file reaches the one who sets its pace', async () => {
  const seen: unknown[] = [];
  const { port } = await serve({ path: folder({ 'a.mp4': 'A' }) }, [
    { socket: 'metadata-provider', hooks: { metadata: (path: string) => ({ path, bitrate: 1000 }) } },
    {
      socket: 'rate-controller',
      hooks: {
        pace: (metadata: unknown) => (
          seen.push(metadata),
          { take: (most: number) => ({ bytes: most, wait: 0 }) }
        ),
      },
    },
  ]);
  expect((await ask(port, '/a.mp4')).body.toString()).toBe('A');
  expect(seen).toEqual([{ path: 'a.mp4', bitrate: 1000 }]);
});

test('who leaves while waiting for the pace leaves nothing behind', async () => {
  let asked = 0;
  const take = (): object => (asked++, { bytes: 0, wait: 1e9 });
  const { port, context, stop } = await serve({ path: folder({ 'a.mp4': bytes(1000) }) }, [
    { socket: 'rate-controller', hooks: { pace: () => ({ take }) } },
  ]);
  const waiting = ask(port, '/a.mp4');
  await waitUntil('the answer waits', () => asked > 0);
  await stop();
  expect((await waiting.catch(() => ({ whole: false }))).whole).toBe(false);
  await waitUntil('its end is logged', () => context.logged.some((line) => line.includes('GET /a.mp4')));
  expect(asked).toBe(1);
});
