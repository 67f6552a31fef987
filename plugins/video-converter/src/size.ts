/** Largest width and height of a picture. */
const MOST = 8192;
/** Smallest width and height of a picture. */
const LEAST = 16;

/** What decides the size of the picture; all in pixels. */
export interface Size {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly 'width-correction': number;
  readonly 'height-correction': number;
  readonly 'is-square': boolean;
}

/**
 * Caps of the picture. A given length is rounded up to a multiple of its correction; one that is not given may become
 * any multiple, and GStreamer chooses the one nearest to the picture's shape. It would rather stretch pixels than change
 * that length, so pixels are square when one of the two is given.
 */
export function sizeCaps(size: Size): string {
  const one = (size.width === undefined) !== (size.height === undefined);
  const parts = [
    'video/x-raw',
    'format=I420',
    ...side('width', size.width, size['width-correction']),
    ...side('height', size.height, size['height-correction']),
    ...(size['is-square'] || one ? ['pixel-aspect-ratio=1/1'] : []),
  ];
  return parts.join(', ');
}

function side(name: 'width' | 'height', length: number | undefined, correction: number): readonly string[] {
  const step = Math.max(1, correction);
  if (length !== undefined) return [`${name}=(int)${String(Math.ceil(length / step) * step)}`];
  if (step === 1) return [];
  const [from, to] = [Math.ceil(LEAST / step) * step, Math.floor(MOST / step) * step];
  return [`${name}=(int)[ ${String(from)}, ${String(to)}, ${String(step)} ]`];
}
