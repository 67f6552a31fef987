/**
 * Encodes raw video as AV1.
 * @module
 */
import { declareComponent, defineComponent, type Context, type PropertiesOf } from '@flumotion/core/plugin';
import { chooseEncoder, encoderSettings, IMPLEMENTATIONS, liveSettings, type Aim } from './encoders';

const declaration = declareComponent({
  type: 'av1-encoder',
  kind: 'encoder',
  description: 'Encodes raw video with the AV1 codec.',
  eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
  feeders: {
    default: { caps: 'video/x-av1, stream-format=obu-stream, alignment=tu', description: 'AV1 video.' },
  },
  stats: { encoder: { kind: 'text', description: 'Element that encodes, as av1enc.' } },
  properties: {
    bitrate: {
      type: 'int',
      min: 10_000,
      max: 100_000_000,
      unit: 'bit/s',
      default: 1_000_000,
      description:
        'Bit rate, kept constant; it changes while running with aom, with the others at the next start.',
      live: true,
    },
    'keyframe-maxdistance': {
      type: 'int',
      min: 1,
      max: 10_000,
      default: 50,
      unit: 'frames',
      description: 'Largest distance between key frames; listeners join at key frames.',
    },
    speed: {
      type: 'int',
      min: 0,
      max: 4,
      default: 3,
      description: 'From 0 (best picture) to 4 (least work).',
    },
    threads: {
      type: 'int',
      min: 1,
      max: 64,
      description: 'Threads that encode at the same time; as many as fit the machine when left out.',
    },
    implementation: {
      type: 'enum',
      values: IMPLEMENTATIONS,
      default: 'auto',
      description:
        'Library that encodes: libaom, SVT-AV1 or rav1e; auto takes the first of them that the machine has.',
    },
  },
  wizard: {
    step: 'video-encoder',
    label: 'AV1',
    rank: 50,
    pages: [['bitrate', 'keyframe-maxdistance', 'speed', 'threads']],
  },
  pipeline: ({ implementation }, has) =>
    `videoconvert ! video/x-raw,format=I420 ! ${chooseEncoder(implementation, has)} ! av1parse`,
});

type Av1 = Context<PropertiesOf<typeof declaration>>;

export default defineComponent(declaration, {
  start(context) {
    const encoder = context.element('encoder');
    context.stat('encoder', encoder.factory);
    for (const [name, value] of Object.entries(encoderSettings(encoder.factory, aim(context))))
      encoder.set(name, value);
  },
  changed(context) {
    const encoder = context.element('encoder');
    const settings = liveSettings(encoder.factory, aim(context));
    if (!settings) {
      context.log.warn(`${encoder.factory} takes the new bit rate when the component starts again`);
      return;
    }
    for (const [name, value] of Object.entries(settings)) encoder.set(name, value);
  },
});

function aim(context: Av1): Aim {
  const { bitrate, 'keyframe-maxdistance': keyframes, speed, threads } = context.properties;
  return { bitrate, keyframes, speed, threads };
}
