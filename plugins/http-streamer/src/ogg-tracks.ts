import { OggPage } from './ogg';

interface Track {
  sequence: number;
  granule: bigint;
  ended: boolean;
}

/** Serial numbers of the tracks of a new stream, each with that of the same track in the stream before. */
export type Successors = ReadonlyMap<number, number>;

/** Contents of the header pages of each track, whatever its serial number. */
function headersByTrack(headers: Buffer): Map<number, string> {
  const tracks = new Map<number, string>();
  for (const page of OggPage.all(headers)) {
    tracks.set(page.serial, (tracks.get(page.serial) ?? '') + page.payload.toString('latin1'));
  }
  return tracks;
}

/**
 * Pairs the tracks of two streams whose headers differ in nothing but serial numbers, as those of a muxer that was
 * started again; undefined when they differ in more.
 */
export function successors(before: Buffer, after: Buffer): Successors | undefined {
  const old = headersByTrack(before);
  const pairs = new Map<number, number>();
  for (const [serial, contents] of headersByTrack(after)) {
    const same = [...old].find(([, each]) => each === contents)?.[0];
    if (same === undefined) return undefined;
    old.delete(same);
    pairs.set(serial, same);
  }
  return old.size === 0 && pairs.size > 0 ? pairs : undefined;
}

/** Follows the pages of an Ogg stream that listeners get, so that another can continue or properly end it. */
export class OggTracks {
  private readonly tracks = new Map<number, Track>();

  /** Takes note of pages. */
  follow(data: Buffer): void {
    for (const { serial, sequence, granule, last } of OggPage.all(data)) {
      const before = this.tracks.get(serial)?.granule ?? 0n;
      this.tracks.set(serial, { sequence, granule: granule ?? before, ended: last });
    }
  }

  /** Whether a stream that begins with these pages can go on where this one stopped: later in time, and nothing ended. */
  canContinue(data: Buffer, pairs: Successors): boolean {
    if ([...this.tracks.values()].some((track) => track.ended)) return false;
    for (const { serial, granule } of OggPage.all(data)) {
      const track = this.tracks.get(pairs.get(serial) ?? serial);
      if (track && granule !== undefined && granule < track.granule) return false;
    }
    return true;
  }

  /** Pages of a new stream as pages of this one, in memory of their own. */
  continue(data: Buffer, pairs: Successors): Buffer {
    const moved = Buffer.from(data);
    const next = new Map<number, number>();
    for (const page of OggPage.all(moved)) {
      const serial = pairs.get(page.serial) ?? page.serial;
      const sequence = next.get(serial) ?? (this.tracks.get(serial)?.sequence ?? -1) + 1;
      next.set(serial, sequence + 1);
      page.move(serial, sequence);
    }
    return moved;
  }

  /** One empty last page for each track that has not ended; the tracks are forgotten. */
  end(): Buffer {
    const open = [...this.tracks].filter(([, track]) => !track.ended);
    this.tracks.clear();
    return Buffer.concat(
      open.map(([serial, { sequence, granule }]) => OggPage.end(serial, sequence + 1, granule).bytes),
    );
  }
}
