import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import {
  entranceProperties,
  guardProperties,
  limitProperties,
  reasonStats,
  refusalStats,
  REQUEST_SOCKETS,
  visitorActions,
  visitorTables,
  portProperty,
  audienceStats,
} from '@flumotion/web';
import { pageProperties } from '@flumotion/player-page';
import { intervalProperty, titleProperties, titleStats } from './title-properties';

/** Declaration of the http-streamer. */
export const declaration = declareComponent({
  type: 'http-streamer',
  kind: 'consumer',
  description: 'Serves a stream over HTTP to any number of listeners.',
  eaters: { default: { caps: 'ANY', description: 'A muxed stream.' } },
  properties: {
    'mount-point': {
      type: 'string',
      default: '/',
      description: 'Path of the stream; a leading slash is added when missing.',
    },
    port: portProperty(8800),
    ...entranceProperties,
    'burst-on-connect': {
      type: 'bool',
      default: false,
      live: true,
      description:
        'Send a new listener recent data at once, from a keyframe on; otherwise it starts at the next keyframe.',
    },
    'burst-time': {
      type: 'float',
      min: 0,
      max: 60,
      unit: 's',
      live: true,
      description: 'Least length of the burst, when the history holds it; not together with burst-size.',
    },
    'burst-size': {
      type: 'int',
      min: 0,
      max: 32_768,
      unit: 'kB',
      live: true,
      description: 'Least size of the burst, when the history holds it; not together with burst-time.',
    },
    processes: {
      type: 'int',
      min: 0,
      max: 64,
      default: 1,
      description:
        'How many processes share the listeners; 1 is the component alone, 0 stands for one for each core.',
    },
    'flush-interval': {
      type: 'int',
      min: 0,
      max: 2000,
      default: 250,
      unit: 'ms',
      live: true,
      description:
        'How long data is gathered before it is written to all listeners; longer costs less and adds delay.',
    },
    'max-lag': {
      type: 'float',
      min: 1,
      max: 60,
      default: 8,
      unit: 's',
      live: true,
      description: 'How far a listener may fall behind before it skips to the newest keyframe.',
    },
    timeout: {
      type: 'int',
      min: 0,
      default: 0,
      unit: 's',
      live: true,
      description: 'How long a listener may take none of the data waiting for it; 0 means 30 s.',
    },
    ...limitProperties,
    ...guardProperties,
    description: {
      type: 'string',
      default: 'Flumotion Stream',
      description: 'What is on the stream, for lists of streams.',
    },
    ...titleProperties,
    ...intervalProperty,
    ...pageProperties,
  },
  sockets: REQUEST_SOCKETS,
  tables: visitorTables,
  actions: visitorActions,
  stats: {
    'stream-description': { kind: 'text', description: 'What is on the stream.' },
    'stream-mime': { kind: 'text', description: 'Content type of the stream.' },
    'stream-url': { kind: 'text', description: 'Where the stream is.' },
    'stream-uptime': {
      kind: 'gauge',
      unit: 's',
      description: 'Time since the stream last became available.',
    },
    'stream-bitrate': {
      kind: 'gauge',
      unit: 'bit/s',
      description: 'Mean rate of the stream since it began.',
    },
    'stream-current-bitrate': {
      kind: 'gauge',
      unit: 'bit/s',
      description: 'Rate of the stream over the last 10 s.',
    },
    'stream-totalbytes': { kind: 'counter', unit: 'bytes', description: 'Bytes of stream received.' },
    'clients-current': { kind: 'gauge', description: 'Listeners now.' },
    ...audienceStats,
    'processes-current': { kind: 'gauge', description: 'Processes that serve listeners.' },
    'lag-max': { kind: 'gauge', unit: 's', description: 'How far the slowest listener is behind.' },
    'history-bytes': { kind: 'gauge', unit: 'bytes', description: 'Memory held by the shared history.' },
    resyncs: { kind: 'counter', description: 'Times a slow listener skipped to a keyframe.' },
    ...reasonStats,
    ...titleStats,
    ...refusalStats,
  },
  wizard: {
    step: 'consumer',
    label: 'HTTP stream',
    rank: 128,
    defaults: { 'burst-on-connect': true, 'burst-time': 3 },
    pages: [
      ['mount-point', 'port'],
      ['burst-on-connect', 'client-limit', 'bandwidth-limit'],
    ],
  },
  pipeline: '@eater:default@ ! @tap:default@',
});

/** Property values of an http-streamer. */
export type Properties = PropertiesOf<typeof declaration>;

/** Property values that http-streamer and icy-streamer have in common. */
export type SharedProperties = Omit<Properties, keyof typeof intervalProperty>;

/** Name of a declared stat. */
export type StatName = keyof typeof declaration.stats;
