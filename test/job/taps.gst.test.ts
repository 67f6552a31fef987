import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '../../core/src/plugin';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

/** Every connection between Node and a pipeline comes late, as on a busy machine. */
jest.mock('../../core/src/feed/socket-pair', () => {
  const actual = jest.requireActual<typeof import('../../core/src/feed/socket-pair')>(
    '../../core/src/feed/socket-pair',
  );
  return {
    ...actual,
    connectedPair: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return actual.connectedPair();
    },
  };
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('a tap has all from the first buffer on, however late its connection comes', async () => {
  const times: (bigint | undefined)[] = [];
  let caps = '';
  const tapped = defineComponent(
    {
      type: 'tapped-producer',
      kind: 'producer',
      description: 'For tests.',
      pipeline: 'audiotestsrc num-buffers=5 ! audio/x-raw,format=S16LE,rate=44100,channels=1 ! @tap:all@',
    },
    {
      start(context) {
        context.tap('all', {
          caps: ({ mediaType }) => void (caps = mediaType),
          buffer: ({ pts }) => void times.push(pts),
        });
      },
    },
  );
  played = await playComponent(tapped);
  await waitUntil(
    () => `all five buffers (${String(times.length)})`,
    () => times.length === 5,
    10_000,
  );
  expect(caps).toBe('audio/x-raw');
  expect(times[0]).toBe(0n);
});
