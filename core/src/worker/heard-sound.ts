import type { PreviewLook } from '../rpc/look-messages';

/** Pieces that are kept for listeners that ask late: two seconds. */
const KEPT = 8;

interface Piece {
  readonly time: number;
  readonly channels: number;
  readonly samples: Buffer;
}

/** The last pieces of a sound, for listeners that each ask for what came after the piece they had last. */
export class HeardSound {
  private pieces: Piece[] = [];

  /** Takes the next piece; pieces of another number of channels are of another sound. */
  add({ sound, time }: PreviewLook): void {
    if (!sound) return;
    const { channels } = sound;
    if (this.pieces.at(-1)?.channels !== channels) this.pieces = [];
    this.pieces.push({ time, channels, samples: Buffer.from(sound.samples, 'base64') });
    if (this.pieces.length > KEPT) this.pieces.shift();
  }

  /** Forgets all: what comes next does not follow it. */
  clear(): void {
    this.pieces = [];
  }

  /**
   * What follows the piece of a time. Who has none yet, or one that is not kept any more, is given the newest piece, to hear
   * what is now.
   * @returns undefined while nothing follows.
   */
  after(time: number | undefined): PreviewLook | undefined {
    const known = this.pieces.findIndex((piece) => piece.time === time);
    const next = known < 0 ? this.pieces.slice(-1) : this.pieces.slice(known + 1);
    const last = next.at(-1);
    if (!last) return undefined;
    const samples = Buffer.concat(next.map((piece) => piece.samples)).toString('base64');
    return { sound: { channels: last.channels, samples }, time: last.time };
  }
}
