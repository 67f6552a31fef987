import type { PipelineElement } from '@flumotion/core/plugin';
import type { CORNERS, PLACES } from './declaration';

/** Pixels between a logo and the border, and between logos. */
const BORDER = 4;

/** Puts a line of text in its place. */
export function placeText(element: PipelineElement, place: (typeof PLACES)[number]): void {
  const [down = 'center', across = 'center'] = ['top', 'bottom'].some((side) => place.startsWith(side))
    ? place.split('-')
    : [undefined, place];
  element.set('valignment', down);
  element.set('halignment', across);
}

/** Paints text white, more or less solid: 0 is invisible, 1 covers what is below. */
export function fadeText(element: PipelineElement, opacity: number): void {
  const alpha = Math.round(opacity * 255) * 0x1000000;
  element.set('color', alpha + 0xffffff);
  element.set('outline-color', alpha);
  element.set('draw-shadow', opacity === 1);
}

/** Puts logos side by side into a corner; in the right corners the last one stands outermost. */
export function placeLogos(
  logos: readonly { readonly element: PipelineElement; readonly width: number }[],
  corner: (typeof CORNERS)[number],
): void {
  const [down, across] = corner.split('-');
  let used = BORDER;
  for (const { element, width } of across === 'left' ? logos : [...logos].reverse()) {
    element.set('offset-x', across === 'left' ? used : -used);
    element.set('offset-y', down === 'top' ? BORDER : -BORDER);
    used += width + BORDER;
  }
}
