import { declareComponent } from '@flumotion/core/plugin';

/** Formats of raw pictures; the names with a slash are those of old planet files. */
export const FORMATS = [
  'I420',
  'YV12',
  'YUY2',
  'UYVY',
  'AYUV',
  'RGB',
  'video/x-raw-yuv',
  'video/x-raw-rgb',
] as const;

/** Declaration of the test picture. */
export const declaration = declareComponent({
  type: 'videotest-producer',
  kind: 'producer',
  description: 'Makes a test picture.',
  feeders: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
  clock: { priority: 100 },
  properties: {
    width: {
      type: 'int',
      min: 16,
      max: 8192,
      default: 320,
      unit: 'px',
      description: 'Width of the picture.',
    },
    height: {
      type: 'int',
      min: 16,
      max: 8192,
      default: 240,
      unit: 'px',
      description: 'Height of the picture.',
    },
    framerate: {
      type: 'fraction',
      min: [1, 100],
      max: [240, 1],
      default: [25, 1],
      unit: 'frames/s',
      description: 'Pictures a second.',
    },
    'pixel-aspect-ratio': {
      type: 'fraction',
      min: [1, 100],
      max: [100, 1],
      default: [1, 1],
      description: 'Width of a pixel divided by its height.',
    },
    format: {
      type: 'enum',
      values: FORMATS,
      default: 'I420',
      description: 'Format of the raw pictures.',
    },
    pattern: {
      type: 'int',
      min: 0,
      max: 25,
      labels: {
        0: 'colour bars',
        1: 'snow',
        2: 'black',
        3: 'white',
        4: 'red',
        5: 'green',
        6: 'blue',
        7: 'checkers of 1 pixel',
        8: 'checkers of 2 pixels',
        9: 'checkers of 4 pixels',
        10: 'checkers of 8 pixels',
        11: 'circular',
        12: 'blinking',
        13: 'colour bars of 75 %',
        14: 'zone plate',
        15: 'gamut checkers',
        16: 'chroma zone plate',
        17: 'solid colour',
        18: 'moving ball',
        19: 'colour bars of 100 %',
        20: 'bar',
        21: 'pinwheel',
        22: 'spokes',
        23: 'gradient',
        24: 'colours',
        25: 'colour bars RP 219',
      },
      description:
        'Number of the test pattern: 0 colour bars, 1 snow, 2 black, 3 white, 12 blinking, 18 moving ball; gst-inspect-1.0 videotestsrc lists them all.',
      sets: 'source.pattern',
      live: true,
      control: true,
    },
    flash: {
      type: 'bool',
      default: false,
      description:
        'Instead of the pattern, turn white on every whole second of the flow and black half a second later, in step with the beeps of audiotest-producer (wave 8).',
    },
    'drop-probability': {
      type: 'float',
      min: 0,
      max: 1,
      description: 'Share of pictures that is left out, for tests.',
      sets: 'drop.drop-probability',
      live: true,
    },
    'overlay-timestamps': {
      type: 'bool',
      default: false,
      description: 'Write the time of each picture on it.',
    },
  },
  wizard: {
    step: 'video-producer',
    label: 'Test picture',
    rank: 100,
    pages: [['pattern', 'width', 'height', 'framerate']],
  },
  pipeline: (p) =>
    (p.flash
      ? // Two pictures a second, the first white, each held until the next comes.
        'videotestsrc name=source foreground-color=0xff000000 background-color=0xffffffff ' +
        '! capsfilter name=held ! compositor start-time-selection=first'
      : 'videotestsrc name=source') +
    ' ! capsfilter name=output ! identity name=drop silent=true' +
    (p['overlay-timestamps'] ? ' ! timeoverlay' : '') +
    ' ! clocksync',
});
