import { declareComponent } from '@flumotion/core/plugin';

/** Declaration of the shout2-consumer. */
export const declaration = declareComponent({
  type: 'shout2-consumer',
  kind: 'consumer',
  description: 'Sends a stream to an Icecast server, as its source.',
  eaters: {
    default: {
      caps: 'application/ogg; audio/ogg; video/ogg; audio/mpeg; video/webm; audio/webm',
      description: 'A muxed stream: Ogg, WebM, MP3 or AAC.',
    },
  },
  properties: {
    ip: { type: 'string', default: '127.0.0.1', description: 'Name or address of the server.' },
    port: { type: 'int', min: 1, max: 65_535, default: 8000, description: 'TCP port of the server.' },
    password: { type: 'string', secret: true, description: 'Password of the source.' },
    user: {
      type: 'string',
      default: 'source',
      description: 'Name of the source, for servers that know several.',
    },
    'mount-point': {
      type: 'string',
      required: true,
      description: 'Path of the stream on the server, as /live.ogg.',
    },
    protocol: {
      type: 'enum',
      values: ['http', 'source'],
      default: 'http',
      description: 'HTTP PUT, which Icecast 2.4 and later understand, or the older SOURCE.',
    },
    'short-name': { type: 'string', description: 'Name of the stream, shown by the server.' },
    description: { type: 'string', description: 'Text describing the stream, shown by the server.' },
    url: { type: 'string', description: 'URL shown for the stream.' },
    genre: { type: 'string', description: 'Genre of the stream, shown by the server.' },
    public: {
      type: 'bool',
      default: false,
      description: 'Let the server put the stream into public directories.',
    },
  },
  stats: {
    connected: { kind: 'gauge', description: '1 while the server takes the stream, else 0.' },
    connections: { kind: 'counter', description: 'Connections made since the component started.' },
    title: { kind: 'text', description: 'What plays, as the server was told; of MP3 and AAC.' },
    'sent-bytes': { kind: 'counter', unit: 'bytes', description: 'Bytes given to the server.' },
    'lost-bytes': {
      kind: 'counter',
      unit: 'bytes',
      description: 'Bytes left out because the server was too slow.',
    },
  },
  wizard: {
    step: 'consumer',
    label: 'Icecast server',
    rank: 58,
    pages: [
      ['ip', 'port', 'mount-point', 'user', 'password'],
      ['short-name', 'description', 'url'],
    ],
  },
  pipeline: '@eater:default@ ! @tap:default@',
});
