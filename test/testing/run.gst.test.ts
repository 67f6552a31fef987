import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defineComponent } from '../../core/src/plugin';
import { runComponent } from '../../core/src/testing';

const producer = defineComponent({
  type: 'test-producer',
  kind: 'producer',
  description: 'Makes pictures.',
  properties: {
    pattern: { type: 'enum', values: ['smpte', 'ball'], description: 'Pattern.', sets: 'source.pattern' },
    width: { type: 'int', min: 16, max: 4096, default: 64, description: 'Width.' },
  },
  feeders: { default: { caps: 'video/x-raw', description: 'Pictures.' } },
  pipeline:
    'videotestsrc name=source is-live=true ! video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1',
});

const inverter = defineComponent(
  {
    type: 'test-inverter',
    kind: 'converter',
    description: 'Turns the colours round.',
    properties: {
      saturation: {
        type: 'float',
        min: 0,
        max: 2,
        default: 1,
        live: true,
        description: 'Saturation.',
        sets: 'balance.saturation',
      },
    },
    stats: { changes: { kind: 'counter', description: 'Live changes.' } },
    eaters: { default: { caps: 'video/x-raw', description: 'Pictures.' } },
    feeders: { default: { caps: 'video/x-raw', description: 'Pictures.' } },
    pipeline: 'videoconvert ! videobalance name=balance',
  },
  {
    changed(context) {
      context.count('changes');
    },
  },
);

const muxer = defineComponent({
  type: 'test-muxer',
  kind: 'muxer',
  description: 'Muxes.',
  eaters: {
    default: {
      caps: 'video/x-theora; audio/x-vorbis',
      multiple: true,
      into: 'muxer',
      description: 'Streams.',
    },
  },
  feeders: { default: { caps: 'application/ogg', description: 'Ogg.' } },
  pipeline: 'oggmux name=muxer max-delay=100000000 max-page-delay=100000000',
});

describe('runComponent', () => {
  it('runs a producer and returns what came out', async () => {
    const result = await runComponent(producer, { pattern: 'ball' }, { buffers: 5, data: true });
    const output = result.feeders['default'];
    expect(result.mood).toBe('happy');
    expect(output?.caps).toMatch(/^video\/x-raw, .*width=\(int\)64/);
    expect(output?.buffers.length).toBeGreaterThanOrEqual(5);
    const [first, second] = output?.buffers ?? [];
    expect(first).toMatchObject({ size: 64 * 48, delta: false, header: false });
    expect(first?.data?.length).toBe(64 * 48);
    expect(Number((second?.pts ?? 0n) - (first?.pts ?? 0n))).toBeCloseTo(40_000_000, -7);
    expect(result.messages).toEqual([]);
  });

  it('feeds a converter with what its declaration asks for, and changes live properties', async () => {
    const result = await runComponent(
      inverter,
      { saturation: 0 },
      {
        running: async (component) => {
          await component.set('saturation', 1.5);
        },
      },
    );
    const output = result.feeders['default'];
    expect(output?.caps).toMatch(/width=\(int\)320/);
    expect(output?.buffers.length).toBeGreaterThanOrEqual(10);
    expect(output?.buffers[0]?.data).toBeUndefined();
    expect(result.stats).toMatchObject({ changes: 1 });
  });

  it('takes caps and launch text as inputs, several for one eater', async () => {
    const small = await runComponent(
      inverter,
      {},
      { inputs: { default: 'video/x-raw,width=32,height=16' }, buffers: 2 },
    );
    expect(small.feeders['default']?.caps).toMatch(/width=\(int\)32, height=\(int\)16/);
    const muxed = await runComponent(
      muxer,
      {},
      {
        inputs: {
          'default:video': 'video/x-theora',
          'default:audio': 'audiotestsrc is-live=true ! audioconvert ! vorbisenc',
        },
        buffers: 10,
        data: true,
      },
    );
    const pages = muxed.feeders['default']?.buffers ?? [];
    expect(pages[0]).toMatchObject({ header: true });
    expect(pages[0]?.data?.subarray(0, 4).toString()).toBe('OggS');
    const bytes = Buffer.concat(pages.map((page) => page.data ?? Buffer.alloc(0)));
    expect(bytes.includes('theora')).toBe(true);
    expect(bytes.includes('vorbis')).toBe(true);
  });

  it('runs a consumer until a condition holds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flumotion-run-test-'));
    const file = join(folder, 'out.raw');
    const consumer = defineComponent({
      type: 'test-consumer',
      kind: 'consumer',
      description: 'Writes.',
      properties: {
        location: { type: 'string', required: true, description: 'File.', sets: 'file.location' },
      },
      eaters: { default: { caps: 'audio/x-raw', description: 'Sound.' } },
      pipeline: 'filesink name=file buffer-mode=unbuffered sync=false async=false',
    });
    try {
      const size = (): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      const result = await runComponent(consumer, { location: file }, { until: () => size() > 20_000 });
      expect(result.messages).toEqual([]);
      expect(result.feeders).toEqual({});
      expect(size()).toBeGreaterThan(20_000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('ends at once with the reason when the component fails', async () => {
    const spec = { ...producer.spec, properties: {}, pipeline: 'filesrc location=/nowhere/at.all' };
    const result = await runComponent(defineComponent(spec));
    expect(result.mood).toBe('sad');
    expect(result.messages.some((message) => message.level === 'error')).toBe(true);
    expect(result.feeders['default']?.buffers).toEqual([]);
  });

  it('ends at the deadline with what came', async () => {
    const begin = Date.now();
    const result = await runComponent(producer, {}, { buffers: 1_000_000, deadline: 800 });
    expect(Date.now() - begin).toBeLessThan(10_000);
    expect(result.feeders['default']?.buffers.length).toBeGreaterThan(1);
  });

  it.each([
    [{ colour: 'red' }, {}, /unknown property "?colour/],
    [{ width: 5 }, {}, /property width: 5/],
    [{}, { inputs: { video: 'ANY' } }, /input video: test-producer has no eater video \(its eaters: none\)/],
  ])('refuses %j with %j', async (properties, options, message) => {
    await expect(runComponent(producer, properties, options)).rejects.toThrow(message);
  });

  it('says when a test source breaks', async () => {
    const inputs = { default: 'filesrc location=/nowhere/at.all' };
    await expect(runComponent(inverter, {}, { inputs, deadline: 3000 })).rejects.toThrow(
      /test source of default/,
    );
  });
});
