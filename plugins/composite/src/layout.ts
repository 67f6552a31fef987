import type { InputPad } from '@flumotion/core/plugin';

const SECOND = 1_000_000_000;

/** Where an input lies: one `input` block of the planet file. */
export interface Place {
  readonly 'feeder-alias': string;
  readonly 'position-left': number;
  readonly 'position-top': number;
  readonly 'z-order': number | undefined;
  readonly alpha: number;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/**
 * Puts an input at its place.
 * @param order - number of the input in the order of their coming, from 0.
 * @param hold - seconds its last picture stays when it is lost.
 */
export function placeInput(pad: InputPad, place: Place | undefined, order: number, hold: number): void {
  pad.set('xpos', place?.['position-left'] ?? 0);
  pad.set('ypos', place?.['position-top'] ?? 0);
  pad.set('zorder', place?.['z-order'] ?? order);
  pad.set('alpha', place?.alpha ?? 1);
  pad.set('width', place?.width ?? -1);
  pad.set('height', place?.height ?? -1);
  pad.set('max-last-buffer-repeat', hold * SECOND);
}

/** The alias that has two places; undefined when none has. */
export function placedTwice(places: readonly Pick<Place, 'feeder-alias'>[]): string | undefined {
  const aliases = places.map((place) => place['feeder-alias']);
  return aliases.find((alias, index) => aliases.indexOf(alias) !== index);
}
