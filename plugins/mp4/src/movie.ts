import { find } from './boxes';

/** What the header of a stream says of a track. */
export interface Track {
  readonly id: number;
  /** `vide` for pictures, `soun` for sound. */
  readonly handler: string;
  /** Units of its time in a second. */
  readonly timescale: number;
}

/** Tracks that a `moov` box describes. */
export function tracksOf(moov: Buffer): Track[] {
  return find(moov, ['moov', 'trak']).flatMap((trak) => {
    const [tkhd] = find(moov, ['tkhd'], trak);
    const [mdhd] = find(moov, ['mdia', 'mdhd'], trak);
    const [hdlr] = find(moov, ['mdia', 'hdlr'], trak);
    if (!tkhd || !mdhd || !hdlr) return [];
    return [
      {
        id: moov.readUInt32BE(tkhd.body + afterTimes(moov, tkhd.body)),
        handler: moov.toString('latin1', hdlr.body + 8, hdlr.body + 12),
        timescale: moov.readUInt32BE(mdhd.body + afterTimes(moov, mdhd.body)),
      },
    ];
  });
}

/**
 * A `moov` box without the time at which it was made: a muxer that is started again then gives the same header, and
 * listeners stay.
 */
export function withoutDates(moov: Buffer): Buffer {
  const copy = Buffer.from(moov);
  const boxes = [
    ...find(moov, ['moov', 'mvhd']),
    ...find(moov, ['moov', 'trak', 'tkhd']),
    ...find(moov, ['moov', 'trak', 'mdia', 'mdhd']),
  ];
  for (const { body } of boxes) copy.fill(0, body + 4, body + afterTimes(moov, body));
  return copy;
}

/** Bytes from the content of a header box to what follows its two times. */
function afterTimes(bytes: Buffer, body: number): number {
  return bytes.readUInt8(body) === 1 ? 20 : 12;
}
