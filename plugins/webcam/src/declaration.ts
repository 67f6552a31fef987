import { declareComponent } from '@flumotion/core/plugin';

/** Where a colour control leaves the picture as it is. */
export const NEUTRAL = 50;

const balance = (what: string, element: string, to: (value: number) => number) =>
  ({
    type: 'int',
    min: 0,
    max: 100,
    unit: '%',
    live: true,
    description: `${what}; ${String(NEUTRAL)} leaves it as it comes.`,
    sets: `balance.${element}`,
    to,
  }) as const;
/** From 0..100 to -1..1. */
const around = (value: number): number => value / NEUTRAL - 1;
/** From 0..100 to 0..2. */
const factor = (value: number): number => value / NEUTRAL;

/** What gives the picture; the test picture stands for a camera in tests and rehearsals. All else is the same. */
const SOURCES = {
  v4l2src: { raw: 'v4l2src name=source', jpeg: 'v4l2src name=source' },
  v4lsrc: { raw: 'v4l2src name=source', jpeg: 'v4l2src name=source' },
  videotestsrc: {
    raw: 'videotestsrc name=source is-live=true do-timestamp=true',
    jpeg: 'videotestsrc name=source is-live=true do-timestamp=true ! video/x-raw,width=320,height=240,framerate=15/1 ! jpegenc',
  },
} as const;

/** Declaration of the webcam. */
export const declaration = declareComponent({
  type: 'webcam-producer',
  kind: 'producer',
  description: 'Takes the picture of a webcam, or of any other camera that Linux knows as /dev/video.',
  feeders: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
  needs: { devices: ['a camera'], elements: ['v4l2src'] },
  clock: { priority: 100 },
  properties: {
    device: {
      type: 'string',
      default: '/dev/video0',
      device: true,
      description: 'Device file of the camera; v4l2-ctl --list-devices shows them.',
    },
    mime: {
      type: 'enum',
      values: ['video/x-raw', 'video/x-raw-yuv', 'video/x-raw-rgb', 'image/jpeg'],
      default: 'video/x-raw',
      description:
        'What to ask of the camera: raw pictures, whatever their format, or JPEG (image/jpeg), in which many cameras give large pictures faster.',
    },
    format: {
      type: 'enum',
      values: ['I420', 'YV12', 'YUY2', 'UYVY', 'AYUV', 'RGB'],
      default: 'I420',
      description: 'Format of the pictures that are given out.',
    },
    width: {
      type: 'int',
      min: 16,
      max: 8192,
      unit: 'px',
      description: "Width of the picture; the camera's when left out.",
    },
    height: {
      type: 'int',
      min: 16,
      max: 8192,
      unit: 'px',
      description: "Height of the picture; the camera's when left out.",
    },
    framerate: {
      type: 'fraction',
      min: [1, 100],
      max: [240, 1],
      unit: 'frames/s',
      description: 'Pictures a second; as many as the camera gives when left out.',
    },
    'element-factory': {
      type: 'enum',
      values: ['v4l2src', 'v4lsrc', 'videotestsrc'],
      default: 'v4l2src',
      description:
        'Where the picture comes from: a camera (v4l2src, in old files v4lsrc), or a test picture for rehearsals without one (videotestsrc).',
    },
    hue: balance('Hue', 'hue', around),
    saturation: balance('Strength of the colours', 'saturation', factor),
    brightness: balance('Brightness', 'brightness', around),
    contrast: balance('Contrast', 'contrast', factor),
  },
  wizard: {
    step: 'video-producer',
    label: 'Webcam',
    probe: 'video',
    rank: 90,
    pages: [['device', 'mime', 'width', 'height', 'framerate']],
  },
  pipeline: (p) => {
    const source = SOURCES[p['element-factory']];
    const given =
      p.mime === 'image/jpeg' ? `${source.jpeg} ! image/jpeg ! jpegdec` : `${source.raw} ! video/x-raw`;
    return (
      `${given} ! videoconvert ! videobalance name=balance ! videorate skip-to-first=true ! videoscale ` +
      '! videoconvert ! capsfilter name=picture'
    );
  },
});
