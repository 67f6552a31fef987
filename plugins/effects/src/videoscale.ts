import { capsText, definePlug, type PlugContext } from '@flumotion/core/plugin';

const SQUARE = [1, 1] as const;
const size = { type: 'int', min: 16, max: 8192, unit: 'px', live: true } as const;

/** Brings pictures to a size. */
export const videoscale = definePlug(
  {
    type: 'effect-videoscale',
    socket: 'effect',
    description: 'Brings pictures to a size; what is shown keeps its shape.',
    caps: 'video/x-raw',
    properties: {
      width: {
        ...size,
        description:
          'Width of the picture; when left out, it follows from the height, or is that of the source.',
      },
      height: {
        ...size,
        description:
          'Height of the picture; when left out, it follows from the width, or is that of the source.',
      },
      'is-square': {
        type: 'bool',
        default: false,
        live: true,
        description:
          'Make the pixels square; otherwise, when both sides are given, their shape changes to keep that of the picture.',
      },
      'add-borders': {
        type: 'bool',
        default: true,
        description:
          'Keep the shape of the picture with black borders where need be, rather than stretching it.',
        sets: 'scale.add-borders',
      },
    },
    pipeline: 'videoconvert ! videoscale name=scale ! capsfilter name=size caps-change-mode=delayed',
  },
  {
    start: (context) => {
      bring(context);
    },
    changed: (context) => {
      bring(context);
    },
  },
);

interface Size {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly 'is-square': boolean;
}

function bring(context: PlugContext<Size, 'effect'>): void {
  const { width, height, 'is-square': square } = context.properties;
  const oneSide = (width === undefined) !== (height === undefined);
  const fields = { width, height, 'pixel-aspect-ratio': square || oneSide ? SQUARE : undefined };
  context.element('size').set('caps', capsText('video/x-raw', fields));
}
