import { BOX_HEAD, find, type Box } from './boxes';

const DATA_OFFSET = 0x1;
const FIRST_FLAGS = 0x4;
const SAMPLE_DURATION = 0x100;
const SAMPLE_SIZE = 0x200;
const SAMPLE_FLAGS = 0x400;
const SAMPLE_OFFSET = 0x800;

/** What the head of a fragment says. */
export interface FragmentHead {
  readonly track: number;
  /** How much later than it is decoded the first sample is shown, in units of the track's time. */
  readonly offset: number;
  /** Time of all samples together, in units of the track's time. */
  readonly duration: number;
}

/** Reads a `moof` box of one track; undefined when it has no track or no samples. */
export function readFragment(moof: Buffer): FragmentHead | undefined {
  const [tfhd] = find(moof, ['moof', 'traf', 'tfhd']);
  const [trun] = find(moof, ['moof', 'traf', 'trun']);
  if (!tfhd || !trun) return undefined;
  const flags = moof.readUInt32BE(trun.body) & 0xffffff;
  const count = moof.readUInt32BE(trun.body + 4);
  const samples = firstSample(trun, flags);
  const fields = [SAMPLE_DURATION, SAMPLE_SIZE, SAMPLE_FLAGS, SAMPLE_OFFSET].filter((flag) => flags & flag);
  const width = 4 * fields.length;
  if (count === 0 || samples + count * width > trun.end) return undefined;
  let duration = 0;
  if (flags & SAMPLE_DURATION) {
    for (let at = samples; at < samples + count * width; at += width) duration += moof.readUInt32BE(at);
  }
  const offset = flags & SAMPLE_OFFSET ? moof.readInt32BE(samples + 4 * fields.indexOf(SAMPLE_OFFSET)) : 0;
  return { track: moof.readUInt32BE(tfhd.body + 4), offset, duration };
}

function firstSample(trun: Box, flags: number): number {
  return trun.body + 8 + (flags & DATA_OFFSET ? 4 : 0) + (flags & FIRST_FLAGS ? 4 : 0);
}

/**
 * A `moof` box with another time of decoding, as 64 bits: the box grows by four bytes when the time had 32.
 * @param time - in units of the track's time.
 */
export function retimed(moof: Buffer, time: bigint): Buffer {
  const [tfdt] = find(moof, ['moof', 'traf', 'tfdt']);
  if (!tfdt) return moof;
  const long = moof.readUInt8(tfdt.body) === 1;
  const fresh = Buffer.alloc(20);
  fresh.writeUInt32BE(fresh.length, 0);
  fresh.write('tfdt', 4, 'latin1');
  fresh.writeUInt8(1, BOX_HEAD);
  fresh.writeBigUInt64BE(time, 12);
  const made = Buffer.concat([moof.subarray(0, tfdt.start), fresh, moof.subarray(tfdt.end)]);
  if (long) return made;
  for (const path of [['moof'], ['moof', 'traf']]) {
    const [box] = find(moof, path);
    if (box) made.writeUInt32BE(box.end - box.start + 4, box.start);
  }
  const [trun] = find(made, ['moof', 'traf', 'trun']);
  if (trun && made.readUInt32BE(trun.body) & DATA_OFFSET) {
    made.writeInt32BE(made.readInt32BE(trun.body + 8) + 4, trun.body + 8);
  }
  return made;
}
