import type { ConfigCatalogue } from '../../core/src/config/catalogue';
import type { AnyComponentSpec, PropertySpecs } from '../../core/src/plugin';

const description = 'For tests.';
const raw = { caps: 'ANY' };

const encoderProperties: PropertySpecs = {
  bitrate: { type: 'int', description, min: 1000, max: 10_000_000, unit: 'bit/s', live: true },
  quality: { type: 'float', description, min: 0, max: 1, default: 0.3 },
  'keyframe-maxdistance': { type: 'int', description, default: 64, aliases: ['keyframe-force'] },
  sharpness: { type: 'int', description, retired: 'the encoder no longer has it' },
};

const SPECS: readonly AnyComponentSpec[] = [
  {
    type: 'test-producer',
    kind: 'producer',
    description,
    feeders: { default: raw, extra: raw },
    clock: { priority: 100 },
    properties: {
      width: { type: 'int', description, min: 16, max: 4096, default: 320 },
      framerate: { type: 'fraction', description, min: [1, 10], max: [120, 1], default: [25, 1] },
      pattern: { type: 'enum', description, values: ['smpte', 'ball', 'snow'], default: 'smpte' },
      live: { type: 'bool', description, default: true },
      note: { type: 'rawstring', description },
    },
  },
  {
    type: 'test-encoder',
    kind: 'encoder',
    description,
    eaters: { default: raw },
    feeders: { default: raw },
    properties: encoderProperties,
  },
  {
    type: 'test-muxer',
    kind: 'muxer',
    description,
    eaters: { default: { caps: 'ANY', multiple: true, into: 'mux' } },
    feeders: { default: raw },
  },
  {
    type: 'test-combiner',
    kind: 'combiner',
    description,
    eaters: { master: raw, backup: { caps: 'ANY', required: false } },
    feeders: { default: raw },
    properties: {
      input: {
        type: 'compound',
        multiple: true,
        description,
        properties: {
          'feeder-alias': { type: 'string', description, required: true },
          alpha: { type: 'float', description, min: 0, max: 1, default: 1 },
          at: { type: 'int', description, multiple: true },
        },
      },
    },
  },
  {
    type: 'test-streamer',
    kind: 'consumer',
    description,
    eaters: { default: raw },
    sockets: ['request-logger'],
    properties: {
      'mount-point': { type: 'string', description, required: true },
      port: { type: 'int', description, min: 0, max: 65535, default: 8800 },
      'ip-filter': { type: 'string', description, multiple: true },
      password: { type: 'string', description, secret: true },
      pin: { type: 'int', description, secret: true },
    },
  },
  {
    type: 'test-bouncer',
    kind: 'bouncer',
    description,
    properties: { data: { type: 'rawstring', description, secret: true } },
  },
];

const BY_TYPE = new Map(SPECS.map((spec) => [spec.type, spec]));

/** A catalogue of small declarations that have one property of every kind between them. */
export const configCatalogue: ConfigCatalogue = {
  find: (type) => BY_TYPE.get(type),
  types: () => [...BY_TYPE.keys()],
  findPlug: (type) =>
    type === 'test-logger'
      ? {
          type,
          socket: 'request-logger',
          properties: { logfile: { type: 'string', description, required: true } },
        }
      : undefined,
  plugTypes: () => ['test-logger'],
};
