import { expect, test } from '@jest/globals';
import { defineComponent } from '../../core/src/plugin';
import { runComponent } from '../../core/src/testing';

const counter = defineComponent(
  {
    type: 'test-counter',
    kind: 'consumer',
    description: 'Counts buffers.',
    eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
    stats: {
      bytes: { kind: 'counter', unit: 'bytes', description: 'Bytes that came.' },
      buffers: { kind: 'counter', description: 'Buffers that came.' },
      'media-type': { kind: 'text', description: 'What came.' },
    },
    pipeline: '@eater:default@ ! @tap:default@',
  },
  {
    start(context) {
      context.tap('default', {
        caps: ({ mediaType }) => {
          context.stat('media-type', mediaType);
        },
        buffer: ({ data }) => {
          context.count('bytes', data.length);
          context.count('buffers');
        },
      });
    },
  },
);

test('a component with elements before its tap gets what they make', async () => {
  const converting = defineComponent(
    {
      ...counter.spec,
      pipeline: '@eater:default@ ! videoscale ! video/x-raw,width=32,height=16 ! @tap:default@',
    },
    counter.behaviour,
  );
  const result = await runComponent(
    converting,
    {},
    { inputs: { default: 'video/x-raw' }, until: ({ stats }) => Number(stats['buffers']) >= 5 },
  );
  expect(result.messages).toEqual([]);
  expect(Number(result.stats['buffers'])).toBeGreaterThanOrEqual(5);
});

test('a component that reads a tap gets the buffers of its input', async () => {
  const counted = (value: unknown): boolean => Number(value) >= 5;
  const result = await runComponent(
    counter,
    {},
    {
      inputs: { default: 'application/ogg' },
      until: ({ stats }) => counted(stats['buffers']),
    },
  );
  expect(result.messages).toEqual([]);
  expect(result.stats).toMatchObject({ 'media-type': 'application/ogg' });
  expect(counted(result.stats['buffers'])).toBe(true);
});
