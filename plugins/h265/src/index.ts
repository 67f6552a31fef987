/**
 * Encodes raw video as H.265, in software or in hardware.
 * @module
 */
import {
  capsText,
  declareComponent,
  defineComponent,
  type Context,
  type PropertiesOf,
} from '@flumotion/core/plugin';
import {
  announce,
  applySettings,
  BITRATE,
  checkCommon,
  chooseEncoder,
  EVEN,
  explainEncoder,
  hardwareSettings,
  IMPLEMENTATION,
  isHardware,
  KEYFRAMES,
  STATS,
  type Settings,
} from '@flumotion/plugin-h264/encoders';
import { PRESETS, TUNES, x265Settings } from './software';

const declaration = declareComponent({
  type: 'h265-encoder',
  kind: 'encoder',
  description: 'Encodes raw video as H.265 (HEVC), in software or in hardware.',
  eaters: {
    default: { caps: 'video/x-raw', description: 'Raw pictures, at least 16 pixels wide and high.' },
  },
  feeders: {
    default: {
      caps: 'video/x-h265, stream-format=byte-stream, alignment=au',
      description: 'H.265 video; its settings stand before every key frame.',
    },
  },
  stats: STATS,
  properties: {
    bitrate: { ...BITRATE, description: 'Bit rate, kept on average; in hardware kept constant.' },
    'keyframe-maxdistance': KEYFRAMES,
    implementation: IMPLEMENTATION,
    profile: {
      type: 'enum',
      values: ['main', 'main-10'],
      default: 'main',
      description: 'Bits a sample: main has 8, main-10 has 10, for raw pictures that have them.',
    },
    bframes: {
      type: 'int',
      min: 0,
      max: 16,
      default: 0,
      unit: 'frames',
      description:
        'Pictures in a row that need later ones: a better picture, later by as many. With tune none.',
    },
    preset: {
      type: 'enum',
      values: PRESETS,
      description: 'In software: from little work to the best picture; ultrafast when left out.',
    },
    tune: {
      type: 'enum',
      values: TUNES,
      description:
        'In software: zerolatency, also when left out, gives each picture at once; the others look ahead and hold pictures back.',
    },
    threads: {
      type: 'int',
      min: 1,
      max: 64,
      description: 'In software: threads; as many as the machine has cores when left out.',
    },
  },
  wizard: {
    step: 'video-encoder',
    label: 'H.265',
    rank: 60,
    pages: [
      ['bitrate', 'keyframe-maxdistance'],
      ['implementation', 'profile', 'preset', 'tune'],
    ],
  },
  pipeline: ({ implementation, profile }, has) => {
    const factory = chooseEncoder('h265', implementation, has);
    const formats = profile === 'main' ? '{NV12,I420}' : '{P010_10LE,I420_10LE}';
    return (
      `videoconvert ! ${EVEN.scale} ! video/x-raw,format=${formats},${EVEN.caps} ! ${factory} name=encoder ! capsfilter name=profile ` +
      '! h265parse config-interval=-1'
    );
  },
});

type H265 = Context<PropertiesOf<typeof declaration>>;

export default defineComponent(declaration, {
  check: checkCommon,
  start(context) {
    announce(context);
    applySettings(context.element('encoder'), settings(context));
    const { profile } = context.properties;
    context.element('profile').set('caps', capsText('video/x-h265', { profile }));
  },
  changed(context) {
    const { bitrate, 'extra-controls': controls } = settings(context);
    const live = controls === undefined ? { bitrate } : { 'extra-controls': controls };
    applySettings(context.element('encoder'), live as Settings);
  },
  explain: explainEncoder,
});

function settings(context: H265): Settings {
  const p = context.properties;
  const { factory } = context.element('encoder');
  const aim = { bitrate: p.bitrate, keyframes: p['keyframe-maxdistance'], bframes: p.bframes };
  return isHardware(factory) ? hardwareSettings(factory, aim) : x265Settings(aim, p);
}
