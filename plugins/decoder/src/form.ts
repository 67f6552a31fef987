import { capsText, type Fraction } from '@flumotion/core/plugin';

/** What people want of the picture. */
export interface PictureWish {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly framerate: Fraction;
  readonly 'is-square': boolean;
}

/** Caps texts of what leaves. */
export interface Form {
  /** What each stream is brought into. */
  readonly input: string;
  /** What leaves, rate and all. */
  readonly output: string;
}

/** Lines of a picture from which the colours of high definition are usual. */
const HIGH_DEFINITION = 720;
const SMALLEST = 16;
const LARGEST = 8192;

/**
 * Form of the pictures: as wished, and for the rest as the first stream is. The shape of its picture is kept, by the
 * form of the pixels if need be.
 * @param caps - of decoded pictures; undefined when they do not say their size.
 */
export function pictureForm(caps: string, wish: PictureWish): Form | undefined {
  const [width, height] = [number(caps, 'width'), number(caps, 'height')];
  if (width === undefined || height === undefined) return undefined;
  const [above, below] = fraction(caps, 'pixel-aspect-ratio') ?? [1, 1];
  const square = wish['is-square'];
  /** Width of the whole picture divided by its height. */
  const shape = (width * above) / (height * below);
  const pixel = square ? 1 : above / below;
  const outHeight = wish.height ?? side(wish.width === undefined ? height : (wish.width * pixel) / shape);
  const outWidth = wish.width ?? side((outHeight * shape) / pixel);
  const kept = reduced(width * above * outHeight, height * below * outWidth);
  const fields = {
    format: 'I420',
    width: outWidth,
    height: outHeight,
    'pixel-aspect-ratio': square ? ([1, 1] as const) : kept,
    'interlace-mode': 'progressive',
    colorimetry: outHeight < HIGH_DEFINITION ? 'bt601' : 'bt709',
    'chroma-site': 'mpeg2',
  };
  return {
    input: capsText('video/x-raw', fields),
    output: capsText('video/x-raw', { ...fields, framerate: wish.framerate }),
  };
}

/** Form of the sound. */
export function soundForm(wish: { readonly samplerate: number; readonly channels: number }): Form {
  const fields = { format: 'S16LE', layout: 'interleaved', rate: wish.samplerate, channels: wish.channels };
  const caps = capsText('audio/x-raw', fields);
  return { input: caps, output: caps };
}

/** An even length: colours are kept for every second pixel. */
function side(length: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, 2 * Math.round(length / 2)));
}

function reduced(above: number, below: number): Fraction {
  const common = divisor(above, below);
  return [above / common, below / common];
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function number(caps: string, field: string): number | undefined {
  const found = new RegExp(`\\b${field}=\\(int\\)(\\d+)`).exec(caps)?.[1];
  return found === undefined || Number(found) === 0 ? undefined : Number(found);
}

function fraction(caps: string, field: string): Fraction | undefined {
  const [, above, below] = new RegExp(`\\b${field}=\\(fraction\\)(\\d+)/(\\d+)`).exec(caps) ?? [];
  return Number(above) > 0 && Number(below) > 0 ? [Number(above), Number(below)] : undefined;
}
