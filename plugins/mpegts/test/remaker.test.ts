import { expect, test } from '@jest/globals';
import type { FeedBuffer } from '@flumotion/core/plugin';
import { PACKET, PAT, pidOf } from '../src/packets';
import { Remaker } from '../src/remaker';

const [PMT, VIDEO] = [32, 65];
const SECOND = 1_000_000_000n;

/** A packet in which a frame or a table begins. */
function packet(pid: number, ...payload: number[]): Buffer {
  const data = Buffer.alloc(PACKET, 0xff);
  Buffer.from([0x47, 0x40 | (pid >> 8), pid & 0xff, 0x10, ...payload]).copy(data);
  return data;
}

/** A table: pointer, kind, length, number, version, two section numbers, what it says, checksum. */
function table(pid: number, kind: number, ...body: number[]): Buffer {
  return packet(pid, 0, kind, 0xb0, body.length + 9, 0, 1, 0xc1, 0, 0, ...body, 0, 0, 0, 0);
}

const PROGRAMMES = table(PAT, 0, 0, 1, 0xe0, PMT);
/** One stream, H.264. */
const PROGRAMME = table(PMT, 2, 0xe0, VIDEO, 0xf0, 0, 0x1b, 0xe0, VIDEO, 0xf0, 0);

/** A frame of so many seconds of the flow's time, which `mpegtsmux` writes an hour ahead. */
function frame(seconds: number): Buffer {
  const ticks = BigInt(3600 + seconds) * 90_000n;
  const bits = (shift: bigint, mask: bigint): number => Number(((ticks >> shift) & mask) << 1n) | 1;
  const [middle, low] = [bits(15n, 0x7fffn), bits(0n, 0x7fffn)];
  const time = [0x20 | bits(30n, 7n), middle >> 8, middle & 0xff, low >> 8, low & 0xff];
  return packet(VIDEO, 0, 0, 1, 0xe0, 0, 0, 0x80, 0x80, 5, ...time);
}

/** What leaves when each packet is read by itself: the packet, its time in seconds, whether it is flagged as a keyframe. */
async function remade(
  ...packets: readonly (readonly [Buffer, number | undefined, boolean])[]
): Promise<readonly FeedBuffer[]> {
  const made: FeedBuffer[] = [];
  const inlet = { caps: () => undefined, buffer: (buffer: FeedBuffer) => void made.push(buffer) };
  const remaker = new Remaker(inlet, () => 10n * SECOND);
  for (const [data, time, key] of packets) {
    const pts = time === undefined ? {} : { pts: BigInt(time) * SECOND };
    remaker.buffer({ data, delta: !key, header: false, discont: false, ...pts });
    await new Promise((read) => setImmediate(read));
  }
  return made;
}

test('times are those of the flow; a keyframe can be entered where the muxer puts tables in front of it, and flags the first of them', async () => {
  const made = await remade(
    [PROGRAMMES, undefined, true],
    [PROGRAMME, undefined, true],
    [frame(10), 0, true],
    [frame(11), 1, false],
    [PROGRAMMES, 2, true],
    [PROGRAMME, 2, false],
    [frame(12), 2, false],
    [frame(13), 3, false],
  );
  const entries = made.filter(({ delta }) => !delta);
  expect(entries.map(({ pts }) => pts)).toEqual([10n * SECOND, 12n * SECOND]);
  for (const { data } of entries) expect([pidOf(data), data.length]).toEqual([PAT, 3 * PACKET]);
});

test('tables that come by themselves before the first frame wait for it: they have no time of the flow', async () => {
  const made = await remade(
    [PROGRAMMES, 0, true],
    [PROGRAMME, 0, false],
    [frame(10), 0, false],
    [frame(11), 1, false],
  );
  expect(made.map(({ pts, data }) => [pts, data.length])).toEqual([
    [10n * SECOND, 3 * PACKET],
    [11n * SECOND, PACKET],
  ]);
});

test('all that had come goes on before more may wait', () => {
  const made: FeedBuffer[] = [];
  const inlet = { caps: () => undefined, buffer: (buffer: FeedBuffer) => void made.push(buffer) };
  const remaker = new Remaker(inlet, () => 10n * SECOND);
  for (const [index, data] of [PROGRAMMES, PROGRAMME, frame(10)].entries())
    remaker.buffer({ data, delta: index > 0, header: false, discont: false, pts: 0n });
  expect(made).toEqual([]);
  expect(remaker.drained()).toBeGreaterThan(0);
  expect(made.map(({ data }) => data.length)).toEqual([3 * PACKET]);
});
