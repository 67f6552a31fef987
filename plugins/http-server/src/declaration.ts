import { declareComponent, type PropertiesOf, type PropertySpecs } from '@flumotion/core/plugin';
import {
  entranceProperties,
  guardProperties,
  limitProperties,
  REQUEST_SOCKETS,
  refusalStats,
  portProperty,
} from '@flumotion/web';

/** The same properties, which may also be written as they were before the original's 0.6, with underscores. */
function withOldNames<const P extends PropertySpecs>(specs: P): P {
  const named = Object.entries(specs).map(([name, spec]) => {
    const old = name.replaceAll('-', '_');
    return [name, old === name ? spec : { ...spec, aliases: [old] }];
  });
  return Object.fromEntries(named) as P;
}

/** Declaration of the http-server. */
export const declaration = declareComponent({
  type: 'http-server',
  kind: 'misc',
  description: 'Serves files over HTTP on demand.',
  properties: withOldNames({
    'mount-point': {
      type: 'string',
      default: '/',
      description: 'Path below which the files are; a leading slash is added when missing.',
    },
    path: {
      type: 'string',
      path: 'folder',
      description:
        'Folder of the files, or a single file, which is then at the mount point itself; not needed with a plug that provides files or pages.',
    },
    port: portProperty(8801),
    ...entranceProperties,
    ...limitProperties,
    ...guardProperties,
    'allow-browsing': {
      type: 'bool',
      default: false,
      description: 'Let the admin list the files; clients never can.',
    },
    description: {
      type: 'string',
      default: 'On-Demand Flumotion Stream',
      description: 'What there is to be had, for lists of streams.',
    },
  }),
  wizard: {
    step: 'on-demand',
    label: 'Files over HTTP',
    pages: [
      ['path', 'mount-point', 'port'],
      ['client-limit', 'bandwidth-limit', 'allow-browsing', 'description'],
    ],
    required: ['path'],
    defaults: { port: 8800, 'allow-browsing': true },
  },
  sockets: [...REQUEST_SOCKETS, 'pages', 'file-provider', 'metadata-provider', 'rate-controller'],
  tables: {
    files: {
      description: 'What is served, when allow-browsing is on: at most 5000 files and folders.',
      columns: {
        folder: { kind: 'text', description: 'Folder that it is in, from / on, which is the mount point.' },
        name: { kind: 'text', description: 'Name of the file or folder.' },
        'is-folder': { kind: 'bool', description: 'Whether it is a folder.' },
        bytes: { kind: 'number', unit: 'bytes', description: 'Size of the file.' },
        modified: { kind: 'time', description: 'When it was last changed.' },
      },
    },
  },
  stats: {
    'stream-url': { kind: 'text', description: 'Where the files are.' },
    'stream-description': { kind: 'text', description: 'What there is to be had.' },
    'server-uptime': { kind: 'gauge', unit: 's', description: 'Time since the start.' },
    'file-provider': { kind: 'text', description: 'Where the files come from.' },
    'allow-browsing': { kind: 'text', description: 'Whether the admin may list the files.' },
    'current-request-count': { kind: 'gauge', description: 'Requests being answered.' },
    'total-request-count': { kind: 'counter', description: 'Requests since the start.' },
    'mean-request-count': { kind: 'gauge', description: 'Mean number of requests being answered.' },
    'request-count-peak': { kind: 'gauge', description: 'Most requests at a time so far.' },
    'request-count-peak-time': { kind: 'text', description: 'When there were most.' },
    'current-request-rate': {
      kind: 'gauge',
      unit: '1/min',
      description: 'Requests a minute, over the last 10 s.',
    },
    'mean-request-rate': { kind: 'gauge', unit: '1/min', description: 'Requests a minute since the start.' },
    'request-rate-peak': { kind: 'gauge', unit: '1/min', description: 'Highest rate of requests so far.' },
    'request-rate-peak-time': { kind: 'text', description: 'When it was highest.' },
    'current-bitrate': { kind: 'gauge', unit: 'bit/s', description: 'Rate sent over the last 10 s.' },
    'mean-bitrate': { kind: 'gauge', unit: 'bit/s', description: 'Mean rate sent since the start.' },
    'bitrate-peak': { kind: 'gauge', unit: 'bit/s', description: 'Highest rate sent so far.' },
    'bitrate-peak-time': { kind: 'text', description: 'When it was highest.' },
    'total-bytes-sent': { kind: 'counter', unit: 'bytes', description: 'Bytes of bodies sent.' },
    'mean-file-read-ratio': {
      kind: 'gauge',
      description: 'Mean part of a file that a client took, of files above 64 KiB.',
    },
    ...refusalStats,
  },
});

/** Property values of an http-server. */
export type Properties = PropertiesOf<typeof declaration>;
