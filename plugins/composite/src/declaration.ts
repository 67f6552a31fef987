import { declareComponent } from '@flumotion/core/plugin';

/** Farthest an input may lie outside of the picture, in pixels. */
const FAR = 8192;

const MIX =
  'compositor name=mixer force-live=true start-time-selection=first ! videoconvert ! ' +
  'capsfilter name=picture caps-change-mode=delayed';

/** Declaration of the composite. */
export const declaration = declareComponent({
  type: 'composite-combiner',
  kind: 'combiner',
  description: 'Lays several pictures on one another, each at its place.',
  eaters: {
    default: {
      caps: 'video/x-raw',
      multiple: true,
      into: 'mixer',
      // The picture goes on without an input that is away.
      required: false,
      description: 'Raw pictures; each feed is known by its alias.',
    },
  },
  feeders: { default: { caps: 'video/x-raw', description: 'Raw pictures (I420).' } },
  stats: {
    inputs: { kind: 'gauge', description: 'Inputs that give pictures now.' },
  },
  clock: { priority: 0 },
  properties: {
    input: {
      type: 'compound',
      multiple: true,
      live: true,
      description: 'Where an input lies; one that has none lies at the top left, as it comes.',
      properties: {
        'feeder-alias': { type: 'string', required: true, description: 'Alias of the feed.' },
        'position-left': {
          type: 'int',
          min: -FAR,
          max: FAR,
          default: 0,
          unit: 'px',
          description: 'Its left edge, from that of the whole picture.',
        },
        'position-top': {
          type: 'int',
          min: -FAR,
          max: FAR,
          default: 0,
          unit: 'px',
          description: 'Its upper edge, from that of the whole picture.',
        },
        'z-order': {
          type: 'int',
          min: 0,
          max: 10_000,
          description: 'A higher one lies over a lower one; in the order of the feeds when left out.',
        },
        alpha: {
          type: 'float',
          min: 0,
          max: 1,
          default: 1,
          description: 'How solid it is: 0 is invisible.',
        },
        width: {
          type: 'int',
          min: 1,
          max: FAR,
          unit: 'px',
          description: 'Its width; as it comes when left out.',
        },
        height: {
          type: 'int',
          min: 1,
          max: FAR,
          unit: 'px',
          description: 'Its height; as it comes when left out.',
        },
      },
    },
    width: {
      type: 'int',
      min: 16,
      max: FAR,
      unit: 'px',
      description: 'Width of the whole picture; as much as the inputs need when left out.',
    },
    height: {
      type: 'int',
      min: 16,
      max: FAR,
      unit: 'px',
      description: 'Height of the whole picture; as much as the inputs need when left out.',
    },
    framerate: {
      type: 'fraction',
      min: [1, 100],
      max: [240, 1],
      unit: 'frames/s',
      description:
        'Pictures a second; when left out those of the fastest input that is there at the beginning, whatever comes later.',
    },
    background: {
      type: 'enum',
      values: ['black', 'white', 'checker'],
      default: 'black',
      description: 'What is where no input is.',
      sets: 'mixer.background',
      live: true,
    },
    delay: {
      type: 'int',
      min: 20,
      max: 2000,
      default: 300,
      unit: 'ms',
      description: 'How long it waits for the pictures of all inputs; one that comes later is left out.',
    },
    hold: {
      type: 'int',
      min: 1,
      max: 86_400,
      default: 5,
      unit: 's',
      description: 'How long the last picture of an input that is lost stays.',
      live: true,
    },
  },
  pipeline: ({ framerate }) => (framerate ? MIX : `${MIX} ! valve name=gate drop=true`),
});
