import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import { entranceProperties, guardProperties, portProperty } from '@flumotion/web';

/** Declaration of the source-producer. */
export const declaration = declareComponent({
  type: 'source-producer',
  kind: 'producer',
  description: 'Takes a live stream from a source client, as an Icecast server does.',
  feeders: {
    default: {
      caps:
        'application/ogg; video/webm; audio/webm; video/x-matroska; audio/x-matroska; audio/mpeg; audio/x-flac; ' +
        'video/mpegts',
      description: 'The stream as the client encoded it, in the time of the flow.',
    },
  },
  properties: {
    'mount-point': {
      type: 'string',
      default: '/live',
      description: 'Path that clients send their stream to; a leading slash is added when missing.',
    },
    port: portProperty(8000, 'source-url'),
    'shoutcast-port': {
      type: 'int',
      listens: 'tcp',
      min: 1,
      max: 65535,
      description:
        'TCP port for clients that speak the protocol of SHOUTcast 1; they expect it to be one more than port. None when left out.',
    },
    user: {
      type: 'string',
      default: 'source',
      description: 'Name of the client that password belongs to, as clients of Icecast send it.',
    },
    password: {
      type: 'string',
      secret: true,
      description: 'Password that a client must give, where neither a bouncer nor a plug judges clients.',
    },
    'source-timeout': {
      type: 'int',
      min: 1,
      max: 3600,
      default: 10,
      unit: 's',
      live: true,
      description: 'How long a client may send nothing before it is dropped, so that another can come.',
    },
    ...entranceProperties,
    bouncer: {
      ...guardProperties.bouncer,
      description: 'Name of the bouncer that judges clients.',
    },
    domain: {
      ...guardProperties.domain,
      description: 'Realm shown when a client is asked for name and password.',
    },
    'ip-filter': guardProperties['ip-filter'],
  },
  sockets: ['request-logger', 'bouncer', 'bouncer-algorithm'],
  stats: {
    'source-url': { kind: 'text', description: 'Where clients send their stream to.' },
    connected: { kind: 'gauge', description: '1 while a client sends, else 0.' },
    connections: {
      kind: 'counter',
      description: 'Clients whose stream was taken since the component started.',
    },
    'source-address': { kind: 'text', description: 'Address of the client that sends.' },
    'source-agent': { kind: 'text', description: 'What the client that sends says it is.' },
    'source-user': { kind: 'text', description: 'Name that the client that sends has given.' },
    'connected-since': { kind: 'text', description: 'When the client that sends came.' },
    title: { kind: 'text', description: 'What plays, as the client tells it.' },
    'stream-name': { kind: 'text', description: 'Name of the stream, as the client tells it.' },
    'stream-description': { kind: 'text', description: 'What is on the stream, as the client tells it.' },
    'stream-genre': { kind: 'text', description: 'Kind of programme, as the client tells it.' },
    'stream-url': { kind: 'text', description: 'Page of the station, as the client tells it.' },
    'stream-public': {
      kind: 'gauge',
      description: '1 when the client wants the stream to be listed, else 0.',
    },
    'announced-bitrate': {
      kind: 'gauge',
      unit: 'kbit/s',
      description: 'Rate that the client announced; 0 when it did not.',
    },
    'content-type': { kind: 'text', description: 'What kind of stream the client says it is.' },
    'received-bytes': { kind: 'counter', unit: 'bytes', description: 'Bytes of streams that came.' },
    'received-bitrate': {
      kind: 'gauge',
      unit: 'bit/s',
      description: 'Rate of what came over the last 10 s.',
    },
    'dropped-stalled': {
      kind: 'counter',
      description: 'Clients dropped because they sent nothing for too long.',
    },
    'dropped-broken': {
      kind: 'counter',
      description: 'Clients dropped because their stream could not be read.',
    },
    'refused-in-use': { kind: 'counter', description: 'Clients refused because another one sends.' },
    'refused-login': { kind: 'counter', description: 'Requests that were not admitted.' },
    'refused-invalid': { kind: 'counter', description: 'Requests for nothing this component serves.' },
  },
  // What comes is laid on the time of the flow.
  clock: { priority: 0 },
  actions: {
    drop: {
      description: 'Has the client that sends leave, so that another can come; it may come back itself.',
      answer: { dropped: { kind: 'number', description: 'How many left: 1, or 0 when none was there.' } },
    },
    'set-title': {
      description: 'Says what plays, until the client says so itself.',
      parameters: {
        title: { type: 'string', required: true, description: 'What plays, in one line; empty for nothing.' },
      },
    },
  },
  pipeline: '@inlet:stream@ ! @feeder:default@',
});

/** Property values of a source-producer. */
export type Properties = PropertiesOf<typeof declaration>;

/** Name of a declared stat. */
export type StatName = keyof typeof declaration.stats;
