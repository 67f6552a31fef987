import type { Chain } from './chain';
import type { Cursor, Slot } from './slot';
import { SECOND } from './time';

/** Nanoseconds by which a chain that has been played must lie ahead to be played again: the clock was set back. */
const AGAIN = 60n * SECOND;

/** How far each chain has been played, through all changes of the playlists. */
export class Progress {
  private readonly places = new Map<string, Cursor>();
  private chains: readonly Chain[] = [];

  /** By the chain's id. */
  get cursors(): ReadonlyMap<string, Cursor> {
    return this.places;
  }

  /** An entry plays, and the next may follow at its end. */
  played({ chain, index, round, end }: Slot): void {
    this.places.set(chain, { index: index + 1, round, at: end });
  }

  /** What follows an entry in its chain may begin at another time than at its end. */
  move({ chain, end }: Slot, at: bigint): void {
    const place = this.places.get(chain);
    if (place?.at === end) this.places.set(chain, { ...place, at });
  }

  /** Forgets chains that are to be played after all, since the clock was set back. */
  rewind(now: bigint, epoch: bigint): void {
    for (const { id, begin } of this.chains) {
      if (begin !== undefined && begin - epoch > now + AGAIN) this.places.delete(id);
    }
  }

  /** Goes on in edited chains: after the entry played last or, when that is gone, after the one before it. */
  follow(chains: readonly Chain[]): void {
    const before = new Map(this.chains.map((chain) => [chain.id, chain]));
    this.chains = chains;
    const places = new Map(this.places);
    this.places.clear();
    for (const chain of chains) {
      const place = places.get(chain.id);
      const old = before.get(chain.id);
      if (place && old) this.places.set(chain.id, { ...place, index: indexAfter(old, chain, place.index) });
    }
  }
}

function indexAfter(old: Chain, chain: Chain, index: number): number {
  const places = new Map(chain.keys.map((key, place) => [key, place]));
  for (let last = index - 1; last >= 0; last--) {
    const found = places.get(old.keys[last] as string);
    if (found !== undefined) return found + 1;
  }
  return 0;
}
