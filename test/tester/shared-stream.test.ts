import type { StreamChecker, StreamProblem } from '../../core/src/tester/checker';
import { clone } from '../../core/src/tester/clone';
import { Judge, SharedStreams } from '../../core/src/tester/judge';
import { FlvChecker } from '../../core/src/tester/flv';

/** An FLV tag of sound with noise that stands nowhere else. */
function tag(time: number, size = 700): Buffer {
  const bytes = Buffer.alloc(11 + size + 4);
  bytes[0] = 8;
  bytes.writeUIntBE(size, 1, 3);
  bytes.writeUIntBE(time & 0xffffff, 4, 3);
  for (let at = 0; at < size; at++) bytes[11 + at] = (Math.imul(time * 7919 + at, 2654435761) >>> 13) & 255;
  bytes.writeUInt32BE(11 + size, 11 + size);
  return bytes;
}
const HEADER = Buffer.from('FLV\x01\x04\0\0\0\x09\0\0\0\0', 'latin1');
const tags = Array.from({ length: 9000 }, (_, index) => tag(index + 1));

function judges(count: number): { all: Judge[]; streams: SharedStreams } {
  const streams = new SharedStreams();
  return { streams, all: Array.from({ length: count }, () => new Judge('video/x-flv', streams)) };
}

/** Whether a judge has no check of its own. */
const follows = (judge: Judge): boolean => (judge as unknown as { own?: StreamChecker }).own === undefined;

function give(judge: Judge, pieces: readonly Buffer[], now = 0): StreamProblem | undefined {
  let problem: StreamProblem | undefined;
  for (const piece of pieces) problem ??= judge.push(piece, now);
  return problem;
}

it('has the first check, and the others compared with it, wherever they come in', () => {
  const { all, streams } = judges(3);
  const [first, second, third] = all as [Judge, Judge, Judge];
  give(first, [HEADER, ...tags.slice(0, 20)], 1000);
  give(second, [HEADER, ...tags.slice(10, 20)], 1100);
  expect(all.map(follows)).toEqual([true, true, false]);
  expect(give(second, tags.slice(20, 40), 1200)).toBeUndefined();
  expect(give(first, tags.slice(20, 40), 1250)).toBeUndefined();
  expect([first.lag, second.lag]).toEqual([50, 100]);
  const late = new Judge('video/x-flv', streams);
  expect(give(late, [HEADER, ...tags.slice(30, 40)])).toBeUndefined();
  expect(follows(late)).toBe(true);
  expect(late.description).toBe('FLV: sound');
  expect(follows(third)).toBe(false);
});

it('cuts pieces as it likes, and notices what is wrong with the stream for whoever gets there', () => {
  const [first, second] = judges(2).all as [Judge, Judge];
  give(first, [HEADER, ...tags.slice(0, 8)]);
  give(second, [HEADER, ...tags.slice(0, 8)]);
  const bytes = Buffer.concat([...tags.slice(8, 20), Buffer.from('damage'), ...tags.slice(20, 30)]);
  const problems = [first, second].map((judge, index) => {
    let problem: StreamProblem | undefined;
    for (let at = 0; at < bytes.length; at += 300 + index)
      problem ??= judge.push(bytes.subarray(at, at + 300 + index), 0);
    return problem?.reason;
  });
  expect(problems).toEqual(['bytes that are no FLV tag', 'bytes that are no FLV tag']);
});

it('blames only who gets something else, whether before the others or after them', () => {
  const [first, second, third] = judges(3).all as [Judge, Judge, Judge];
  for (const judge of [first, second, third]) give(judge, [HEADER, ...tags.slice(0, 8)]);
  expect(give(first, [tags[8]!, Buffer.from('damage'), tags[9]!])?.reason).toBe('bytes that are no FLV tag');
  expect(give(second, tags.slice(8, 30))).toBeUndefined();
  expect(give(third, [...tags.slice(8, 12), tags[3]!])?.reason).toBe('time runs backwards');
  expect(give(second, tags.slice(30, 60))).toBeUndefined();
});

it('lets who falls far behind go on alone, without a fault', () => {
  const { all } = judges(2);
  const [first, second] = all as [Judge, Judge];
  give(first, [HEADER, ...tags.slice(0, 8)]);
  give(second, [HEADER, ...tags.slice(0, 8)]);
  expect(give(first, tags.slice(8))).toBeUndefined();
  expect(tags.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(8 * 1024 * 1024);
  for (let round = 1; round < 3; round++)
    expect(
      give(
        first,
        Array.from({ length: 9000 }, (_, index) => tag(round * 9000 + index + 1)),
      ),
    ).toBeUndefined();
  expect(follows(second)).toBe(false);
  expect(give(second, tags.slice(8, 500))).toBeUndefined();
  expect(give(second, [tags[3]!])?.reason).toBe('time runs backwards');
});

it('begins anew when all have left', () => {
  const { all, streams } = judges(1);
  give(all[0]!, [HEADER, ...tags.slice(0, 8)]);
  all[0]!.leave();
  const late = new Judge('video/x-flv', streams);
  give(late, [HEADER, ...tags.slice(5000, 5008)]);
  expect(follows(late)).toBe(true);
  expect(give(late, tags.slice(5008, 5030))).toBeUndefined();
});

it('clones a checker with all that it knows, and shares nothing that changes', () => {
  const checker = new FlvChecker();
  checker.push(Buffer.concat([HEADER, tags[5]!, tags[6]!.subarray(0, 100)]));
  const copy = clone(checker);
  copy.push(Buffer.concat([tags[6]!.subarray(100), tags[1]!]));
  expect(copy.problems.map(({ reason }) => reason)).toEqual(['time runs backwards']);
  expect(checker.problems).toEqual([]);
  checker.push(Buffer.concat([tags[6]!.subarray(100), tags[7]!]));
  expect(checker.problems).toEqual([]);
});
