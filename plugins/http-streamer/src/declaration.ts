import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';

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
    port: {
      type: 'int',
      listens: 'tcp',
      listensUnless: ['type', 'slave'],
      min: 0,
      max: 65535,
      default: 8800,
      description: 'TCP port to listen on; 0 takes any free one, shown in stream-url.',
    },
    interface: {
      type: 'string',
      description: 'Address to listen on, as 127.0.0.1; all addresses of the machine when left out.',
    },
    hostname: {
      type: 'string',
      description: 'Name of this machine in the URLs that are shown; never an address to listen on.',
    },
    type: {
      type: 'enum',
      values: ['master', 'slave'],
      default: 'master',
      description: 'Whether it listens itself (master) or is handed connections by a porter (slave).',
    },
    'porter-socket-path': { type: 'string', description: "The porter's socket; only used by type slave." },
    'porter-username': { type: 'string', description: 'Name for the porter; only used by type slave.' },
    'porter-password': {
      type: 'string',
      secret: true,
      description: 'Password for the porter; only used by type slave.',
    },
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
    duration: {
      type: 'float',
      min: 0,
      unit: 's',
      live: true,
      description: 'Longest stay of a listener; what the bouncer grants wins.',
    },
    'client-limit': {
      type: 'int',
      min: 0,
      live: true,
      description: 'Most listeners at a time; by default what the limit of open files allows, less 50.',
    },
    'address-limit': {
      type: 'int',
      min: 0,
      default: 0,
      live: true,
      description: 'Most listeners from one address at a time; 0 sets no limit.',
    },
    'bandwidth-limit': {
      type: 'int',
      min: -1,
      unit: 'bit/s',
      live: true,
      description:
        'Most bandwidth of all listeners together; below 1000 it counts Mbit/s, and 0 or -1 sets no limit.',
    },
    'redirect-on-overflow': {
      type: 'string',
      live: true,
      description: 'URL that listeners over a limit are sent to; they are refused when left out.',
    },
    bouncer: {
      type: 'string',
      names: 'bouncer',
      description:
        'Name of the bouncer that judges listeners; open to all when left out and no plug judges them.',
    },
    'allow-default': {
      type: 'bool',
      default: false,
      live: true,
      description: 'Admit listeners while the bouncer, or the plug that judges them, cannot be asked.',
    },
    domain: { type: 'string', description: 'Realm shown when a listener is asked for name and password.' },
    'ip-filter': {
      type: 'string',
      multiple: true,
      description: 'Address or block, as 10.0.0.0/8, whose requests are not logged.',
    },
    description: {
      type: 'string',
      default: 'Flumotion Stream',
      description: 'What is on the stream, for lists of streams.',
    },
    'issuer-class': {
      type: 'string',
      description: 'Kind of keycard issuer.',
      retired: 'listeners are always asked for name and password or a token',
    },
  },
  sockets: ['request-logger', 'request-modifier', 'stream-data', 'bouncer', 'bouncer-algorithm'],
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
    'clients-max': { kind: 'gauge', description: 'Most listeners allowed.' },
    'clients-peak': { kind: 'gauge', description: 'Most listeners at a time so far.' },
    'clients-peak-time': { kind: 'text', description: 'When the peak was reached.' },
    'clients-average': { kind: 'gauge', description: 'Mean number of listeners since the start.' },
    'consumption-bitrate': { kind: 'gauge', unit: 'bit/s', description: 'Mean rate sent to all listeners.' },
    'consumption-bitrate-current': {
      kind: 'gauge',
      unit: 'bit/s',
      description: 'Rate sent to all listeners over the last 10 s.',
    },
    'consumption-totalbytes': { kind: 'counter', unit: 'bytes', description: 'Bytes sent to all listeners.' },
    'lag-max': { kind: 'gauge', unit: 's', description: 'How far the slowest listener is behind.' },
    'history-bytes': { kind: 'gauge', unit: 'bytes', description: 'Memory held by the shared history.' },
    resyncs: { kind: 'counter', description: 'Times a slow listener skipped to a keyframe.' },
    'left-by-themselves': { kind: 'counter', description: 'Listeners that closed their connection.' },
    'left-duration': { kind: 'counter', description: 'Listeners whose time was up.' },
    'left-stream-changed': {
      kind: 'counter',
      description: 'Listeners ended because the stream changed form.',
    },
    'dropped-slow': {
      kind: 'counter',
      description: 'Listeners dropped because they took nothing for too long.',
    },
    'dropped-abuse': { kind: 'counter', description: 'Listeners dropped because they sent data.' },
    'refused-not-ready': {
      kind: 'counter',
      description: 'Requests refused because there was no stream yet.',
    },
    'refused-full': { kind: 'counter', description: 'Requests refused or redirected because of a limit.' },
    'refused-login': { kind: 'counter', description: 'Requests the bouncer did not admit.' },
    'refused-invalid': { kind: 'counter', description: 'Requests for nothing this component serves.' },
  },
  wizard: {
    step: 'consumer',
    label: 'HTTP stream',
    rank: 128,
    pages: [
      ['mount-point', 'port'],
      ['burst-on-connect', 'client-limit', 'bandwidth-limit'],
    ],
  },
  pipeline: '@eater:default@ ! @tap:default@',
});

/** Property values of an http-streamer. */
export type Properties = PropertiesOf<typeof declaration>;

/** Name of a declared stat. */
export type StatName = keyof typeof declaration.stats;
