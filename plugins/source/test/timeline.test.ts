import { describe, expect, test } from '@jest/globals';
import { Timeline } from '../src/timeline';

const S = 1_000_000_000n;

describe('times of a source', () => {
  test('begin now and go on as the source counts', () => {
    const line = new Timeline(() => 100n * S, 0n);
    expect([7n, 8n, 9n].map((own) => line.at(own * S))).toEqual([100n * S, 101n * S, 102n * S]);
  });

  test('are never before what came last', () => {
    const line = new Timeline(() => 100n * S, 103n * S);
    expect(line.at(0n)).toBe(103n * S);
    expect(line.at(2n * S)).toBe(105n * S);
    // Sound and pictures come a little out of order.
    expect(line.at(1n * S)).toBe(105n * S);
    expect(line.at(3n * S)).toBe(106n * S);
  });

  test('are now again when the source was late', () => {
    let now = 100n * S;
    const line = new Timeline(() => now, 0n);
    line.at(0n);
    now = 101n * S;
    // A little late is what every network is.
    expect(line.at(S / 10n)).toBe(100n * S + S / 10n);
    now = 110n * S;
    expect(line.at(S)).toBe(110n * S);
    expect(line.at(2n * S)).toBe(111n * S);
  });

  test('follow what came last when the source counts anew, or jumps', () => {
    const line = new Timeline(() => 100n * S, 0n);
    line.at(50n * S, S);
    line.at(51n * S, S);
    expect(line.at(1000n * S, S)).toBe(102n * S);
    expect(line.at(0n, S)).toBe(103n * S);
    line.restart();
    expect(line.at(2n * S)).toBe(104n * S);
  });

  test('are those of the media around it for what has none', () => {
    const line = new Timeline(() => 100n * S, 0n);
    expect(line.at(undefined)).toBe(100n * S);
    line.at(0n);
    line.at(2n * S);
    expect(line.at(undefined)).toBe(102n * S);
    expect(line.latest).toBe(102n * S);
  });
});
