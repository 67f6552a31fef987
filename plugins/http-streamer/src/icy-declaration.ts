import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import { declaration } from './declaration';

const { 'icy-metadata-interval': _, ...shared } = declaration.properties;

/** Declaration of the icy-streamer: an http-streamer that counts the interval of metadata as Flumotion did. */
export const icyDeclaration = declareComponent({
  ...declaration,
  type: 'icy-streamer',
  description: 'Serves MP3 or AAC over HTTP with the titles of what plays, as SHOUTcast and Icecast do.',
  eaters: {
    default: { caps: 'audio/mpeg; application/ogg', description: 'MP3 or AAC; Ogg has titles of its own.' },
  },
  properties: {
    ...shared,
    'frame-size': {
      type: 'int',
      min: 1,
      max: 65_536,
      default: 256,
      unit: 'bytes',
      description: 'Metadata is sent after a whole number of pieces of this size.',
    },
    'metadata-interval': {
      type: 'float',
      min: 0,
      max: 60,
      default: 2,
      unit: 's',
      description: 'Least time of stream between two places for metadata; 0 sends none.',
    },
  },
  wizard: { ...declaration.wizard, label: 'ICY stream', rank: 100 },
});

/** Property values of an icy-streamer. */
export type IcyProperties = PropertiesOf<typeof icyDeclaration>;

/** Bit rate that is assumed while nobody knows it. */
const USUAL_BITRATE = 128_000;

/** Bytes between two blocks: as many whole frames as the interval holds. */
export function framedInterval(properties: IcyProperties, bitrate = USUAL_BITRATE): number {
  const { 'frame-size': frame, 'metadata-interval': seconds } = properties;
  return seconds === 0 ? 0 : frame * Math.max(1, Math.floor((seconds * bitrate) / 8 / frame));
}
