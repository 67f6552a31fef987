/**
 * Encodes raw video as H.264, in software or in hardware.
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
} from './encoders';
import { PRESETS, TUNES, x264Settings } from './software';

const declaration = declareComponent({
  type: 'h264-encoder',
  kind: 'encoder',
  description: 'Encodes raw video as H.264, in software or in hardware.',
  eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
  feeders: {
    default: {
      caps: 'video/x-h264, stream-format=byte-stream, alignment=au',
      description: 'H.264 video; its settings stand before every key frame.',
    },
  },
  stats: STATS,
  properties: {
    bitrate: BITRATE,
    'keyframe-maxdistance': KEYFRAMES,
    implementation: IMPLEMENTATION,
    profile: {
      type: 'enum',
      values: ['constrained-baseline', 'main', 'high'],
      description: 'The most that decoders must be able to do; as much as the encoder offers when left out.',
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
      description: 'In software: from little work to the best picture; veryfast when left out.',
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
      max: 128,
      description: 'In software: threads; as many as fit the machine when left out.',
    },
  },
  wizard: {
    step: 'video-encoder',
    label: 'H.264',
    rank: 95,
    pages: [
      ['bitrate', 'keyframe-maxdistance'],
      ['implementation', 'profile', 'preset', 'tune'],
    ],
  },
  // With four chroma samples where others have one the profile would be one that players do not know.
  pipeline: ({ implementation }, has) => {
    const factory = chooseEncoder('h264', implementation, has);
    // The drivers of boards begin at a level too low for common sizes.
    const level = factory.startsWith('v4l2') ? ' ! video/x-h264,level=(string)4' : '';
    return (
      `videoconvert ! ${EVEN.scale} ! video/x-raw,format={NV12,I420},${EVEN.caps} ! ${factory} name=encoder ! capsfilter name=profile${level} ` +
      '! h264parse config-interval=-1'
    );
  },
});

type H264 = Context<PropertiesOf<typeof declaration>>;

export default defineComponent(declaration, {
  check(properties) {
    const { profile, bframes } = properties;
    if (profile === 'constrained-baseline' && bframes > 0) {
      return `profile constrained-baseline has no B-frames; leave bframes ${bframes} out, or choose profile main or high`;
    }
    return checkCommon(properties);
  },
  start(context) {
    announce(context);
    applySettings(context.element('encoder'), settings(context));
    const { profile } = context.properties;
    if (profile !== undefined) context.element('profile').set('caps', capsText('video/x-h264', { profile }));
  },
  changed(context) {
    const all = settings(context);
    // The rest cannot change while it plays, and some elements complain when it is set.
    const live = Object.entries(all).filter(([name]) => name === 'bitrate' || name === 'extra-controls');
    applySettings(context.element('encoder'), Object.fromEntries(live));
  },
  explain: explainEncoder,
});

function settings(context: H264): Settings {
  const p = context.properties;
  const { factory } = context.element('encoder');
  const aim = { bitrate: p.bitrate, keyframes: p['keyframe-maxdistance'], bframes: p.bframes };
  return isHardware(factory) ? hardwareSettings(factory, aim) : x264Settings(aim, p);
}
