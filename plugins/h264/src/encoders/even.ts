/**
 * Parts of a pipeline that bring pictures of an odd width or height to an even one, before their format is asked for: with
 * one chroma sample for four of luma encoders refuse the others. What is even already passes untouched; the shape of what
 * is shown is kept.
 */
export const EVEN = {
  scale: 'videoscale',
  caps: 'width=(int)[2,16384,2],height=(int)[2,16384,2]',
} as const;
