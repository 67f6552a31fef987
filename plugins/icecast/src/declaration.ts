import { declareComponent } from '@flumotion/core/plugin';

/** Declaration of the icecast-producer. */
export const declaration = declareComponent({
  type: 'icecast-producer',
  kind: 'producer',
  description: 'Fetches a stream from an Icecast or other radio server.',
  feeders: {
    default: {
      caps: 'application/ogg; audio/mpeg',
      description: 'The stream: Ogg, MP3 or AAC, in the time of the flow.',
    },
  },
  properties: {
    url: { type: 'string', required: true, description: 'Stream to fetch, http:// or https://.' },
    user: { type: 'string', description: 'User name, for servers that want one.' },
    password: { type: 'string', secret: true, description: 'Password of the user.' },
    passthrough: {
      type: 'bool',
      default: false,
      description: 'Hand the stream on in pieces as they come, instead of cut into frames or pages.',
    },
  },
  stats: {
    title: { kind: 'text', description: 'What plays, as the server tells it.' },
    'stream-name': { kind: 'text', description: 'Name of the stream, as the server tells it.' },
    'content-type': { kind: 'text', description: 'What kind of stream it is.' },
    connected: { kind: 'gauge', description: '1 while the stream comes, else 0.' },
    connections: { kind: 'counter', description: 'Connections made since the component started.' },
    'received-bytes': { kind: 'counter', unit: 'bytes', description: 'Bytes of the stream that came.' },
  },
  // What comes is laid on the time of the flow.
  clock: { priority: 0 },
  // Ogg is cut into pages before it comes here.
  pipeline: (p) =>
    p.passthrough
      ? 'funnel name=kinds ! @feeder:default@ @inlet:ogg@ ! kinds. @inlet:mp3@ ! kinds. @inlet:aac@ ! kinds.'
      : 'funnel name=kinds ! @feeder:default@ @inlet:ogg@ ! kinds. @inlet:mp3@ ! mpegaudioparse ! kinds. ' +
        '@inlet:aac@ ! aacparse ! kinds.',
});
