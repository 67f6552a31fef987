import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import muxers from '../src';

test.each(muxers.map((muxer) => [muxer.spec.type, muxer] as const))(
  '%s: the declaration is sound',
  (_, muxer) => {
    expect(checkComponent(muxer)).toEqual([]);
    expect(refusals(muxer, { 'cluster-duration': 30_001 })).toEqual([
      expect.stringContaining('cluster-duration: 30001 is not'),
    ]);
    expect(refusals(muxer, { 'cluster-duration': 0 })).toEqual([]);
  },
);
