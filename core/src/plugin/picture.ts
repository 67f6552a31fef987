import type { Context } from './behaviour';
import { capsText } from './caps';
import type { PropertySpecs, ValuesOf } from './properties';

/** Deinterlacing methods of old planet files that have another name now. */
const METHODS: Readonly<Record<string, string>> = { ffmpeg: 'vfir' };
/** Frames a second from which both fields of a frame are needed as pictures of their own. */
const FIELD_RATE = 30;

/**
 * Properties of producers whose picture is deinterlaced, scaled and brought to a rate, and whose sound has a volume.
 * @example
 * ```ts
 * const properties = { ...PICTURE_PROPERTIES, device: { type: 'string', description: 'Camera.' } } as const;
 * ```
 */
export const PICTURE_PROPERTIES = {
  width: {
    type: 'int',
    min: 16,
    max: 8192,
    unit: 'px',
    description: 'Width of the picture; that of the source when left out.',
  },
  height: {
    type: 'int',
    min: 16,
    max: 8192,
    unit: 'px',
    description: 'Height of the picture; that of the source when left out.',
  },
  'is-square': { type: 'bool', default: false, description: 'Convert to square pixels.' },
  'add-borders': {
    type: 'bool',
    default: true,
    description: 'Keep the shape of the picture with black borders, rather than stretching it.',
  },
  framerate: {
    type: 'fraction',
    min: [1, 100],
    max: [240, 1],
    unit: 'frames/s',
    description: 'Pictures a second; as many as the source has when left out.',
  },
  'deinterlace-mode': {
    type: 'enum',
    values: ['auto', 'interlaced', 'disabled'],
    default: 'auto',
    description:
      'Deinterlace what says it is interlaced (auto), everything (interlaced), or nothing (disabled).',
  },
  'deinterlace-method': {
    type: 'enum',
    values: [
      'ffmpeg',
      'tomsmocomp',
      'greedyh',
      'greedyl',
      'vfir',
      'linear',
      'linearblend',
      'scalerbob',
      'weave',
      'weavetff',
      'weavebff',
      'yadif',
    ],
    default: 'ffmpeg',
    description: 'How interlaced pictures are made whole; ffmpeg and vfir are the same filter.',
  },
  'keyunits-interval': {
    type: 'int',
    min: 0,
    max: 3_600_000,
    default: 0,
    unit: 'ms',
    live: true,
    description: 'Time between the keyframes that encoders behind it are asked for; 0 asks for none.',
  },
  volume: {
    type: 'float',
    min: 0,
    max: 4,
    description: 'Gain factor of the sound; 1, which is used when left out, leaves it as it is.',
    sets: 'volume.volume',
    live: true,
  },
} as const satisfies PropertySpecs;

/**
 * Values of `PICTURE_PROPERTIES`.
 * @example
 * ```ts
 * const square = (p: PictureValues): boolean => p['is-square'];
 * ```
 */
export type PictureValues = ValuesOf<typeof PICTURE_PROPERTIES>;

/**
 * Pipeline text that brings raw pictures into the wanted form; `preparePicture` sets its values.
 * @example
 * ```ts
 * const pipeline = (p: PictureValues): string => `v4l2src ! ${pictureChain(p)} ! @feeder:video@`;
 * ```
 */
export function pictureChain(p: Pick<PictureValues, 'deinterlace-mode'>): string {
  const deinterlace = p['deinterlace-mode'] === 'disabled' ? '' : 'deinterlace name=deinterlace ! ';
  return (
    `videoconvert ! ${deinterlace}videorate skip-to-first=true ! videoscale name=scale ` +
    '! videoconvert ! capsfilter name=picture'
  );
}

/**
 * Pipeline text that gives raw sound its volume, meters it and fills small gaps.
 * @example
 * ```ts
 * const pipeline = `alsasrc ! ${SOUND_CHAIN} ! @feeder:audio@`;
 * ```
 */
export const SOUND_CHAIN =
  'audioconvert ! volume name=volume ! level name=level interval=200000000 ! audiorate skip-to-first=true';

/**
 * Sets the values of a `pictureChain`. Call it in `start`.
 * @example
 * ```ts
 * const start = (context: Context<PictureValues>): void => preparePicture(context);
 * ```
 */
export function preparePicture(context: Pick<Context<PictureValues>, 'properties' | 'element'>): void {
  const p = context.properties;
  prepareDeinterlace(context, 'deinterlace');
  context.element('scale').set('add-borders', p['add-borders']);
  const caps = capsText('video/x-raw', {
    format: 'I420',
    width: p.width,
    height: p.height,
    framerate: p.framerate,
    'pixel-aspect-ratio': p['is-square'] ? [1, 1] : undefined,
  });
  context.element('picture').set('caps', caps);
}

/**
 * Sets the values of a `deinterlace` element, which is in the pipeline unless the mode is `disabled`.
 * @example
 * ```ts
 * const start = (context: Context<PictureValues>): void => prepareDeinterlace(context, 'deinterlace');
 * ```
 */
export function prepareDeinterlace(
  context: Pick<Context<PictureValues>, 'properties' | 'element'>,
  name: string,
): void {
  const p = context.properties;
  if (p['deinterlace-mode'] === 'disabled') return;
  const deinterlace = context.element(name);
  deinterlace.set('mode', p['deinterlace-mode']);
  deinterlace.set('method', METHODS[p['deinterlace-method']] ?? p['deinterlace-method']);
  const [frames, seconds] = p.framerate ?? [0, 1];
  deinterlace.set('fields', frames / seconds > FIELD_RATE ? 'all' : 'top');
}

/**
 * Has the encoders behind an element make keyframes as `keyunits-interval` says. Call it in `start`, and in `changed`.
 * @param element one of the pipeline, from whose output the feed of pictures comes.
 * @example
 * ```ts
 * const start = (context: Context<PictureValues>): void => askForKeyUnits(context, 'picture');
 * ```
 */
export function askForKeyUnits(
  context: Pick<Context, 'keyUnits'> & { readonly properties: Pick<PictureValues, 'keyunits-interval'> },
  element: string,
): void {
  const interval = context.properties['keyunits-interval'];
  context.keyUnits(element, interval === 0 ? undefined : interval);
}
