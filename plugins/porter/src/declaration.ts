import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import { entranceProperties, guardProperties } from '@flumotion/web';

/** Declaration of the porter. */
export const declaration = declareComponent({
  type: 'porter',
  kind: 'porter',
  description: 'Gives all streamers of a machine one public port.',
  properties: {
    port: {
      type: 'int',
      required: true,
      listens: 'tcp',
      listensAt: 'interface',
      min: 0,
      max: 65535,
      description: 'TCP port to listen on; 0 takes any free one, shown in porter-url.',
    },
    interface: entranceProperties.interface,
    'socket-path': {
      type: 'string',
      description:
        'Socket at which streamers register: a name in a private folder of the worker, or an absolute path; NAME.socket after the porter when left out.',
    },
    'require-password': {
      type: 'bool',
      default: true,
      description: 'Whether streamers have to give username and password.',
    },
    username: {
      type: 'string',
      description: 'Name that streamers give; a random one, which nobody knows, when left out.',
    },
    password: {
      type: 'string',
      secret: true,
      description: 'Password that streamers give; a random one, which nobody knows, when left out.',
    },
    'iptables-port': {
      type: 'int',
      min: 1,
      max: 65535,
      description:
        'Port in the URLs that are shown, where another one leads here; that of port when left out.',
    },
    'external-interface': {
      type: 'string',
      description: 'Address or name in the URLs that are shown; that of interface when left out.',
    },
    'remember-time': {
      type: 'int',
      min: 0,
      max: 86_400,
      default: 600,
      unit: 's',
      live: true,
      description:
        'How long requests for a streamer that died are told to come again (503) before its paths are unknown (404).',
    },
    'status-page': {
      type: 'bool',
      default: true,
      description:
        'Serve figures of all streamers as Icecast does, at /status-json.xsl and /status.xsl, and as SHOUTcast does at /7.html, for everybody.',
    },
    'tls-certificate': entranceProperties['tls-certificate'],
    'tls-key': entranceProperties['tls-key'],
    'proxy-protocol-from': entranceProperties['proxy-protocol-from'],
    'forwarded-from': entranceProperties['forwarded-from'],
    'ip-filter': guardProperties['ip-filter'],
    'socket-mode': {
      type: 'int',
      description: 'Permission bits of the socket.',
      retired: 'the socket is for the user of the worker alone (0600)',
    },
    protocol: {
      type: 'string',
      description: 'Class that reads the requests of clients.',
      retired: 'it speaks HTTP',
    },
  },
  stats: {
    'porter-url': { kind: 'text', description: 'Where the port is.' },
    'streamers-current': { kind: 'gauge', description: 'Streamers registered now.' },
    'streamers-refused': { kind: 'counter', description: 'Streamers that gave a wrong name or password.' },
    'paths-away': { kind: 'gauge', description: 'Paths whose streamer died and has not come back.' },
    'clients-handed': { kind: 'counter', description: 'Connections handed to streamers.' },
    'relays-current': { kind: 'gauge', description: 'TLS connections that are decrypted for streamers now.' },
    'relayed-totalbytes': {
      kind: 'counter',
      unit: 'bytes',
      description: 'Bytes sent to clients over TLS.',
    },
    'refused-unknown': { kind: 'counter', description: 'Requests for a path that nobody serves.' },
    'refused-away': { kind: 'counter', description: 'Requests for a streamer that died.' },
    'refused-overload': { kind: 'counter', description: 'Requests a streamer did not take in time.' },
    'refused-invalid': { kind: 'counter', description: 'Requests that are no valid HTTP, or came too late.' },
  },
});

/** Property values of a porter. */
export type Properties = PropertiesOf<typeof declaration>;

/** Name of a declared stat. */
export type StatName = keyof typeof declaration.stats;
