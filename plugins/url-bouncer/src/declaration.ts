import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';

/** Declaration of the url-bouncer. */
export const declaration = declareComponent({
  type: 'url-bouncer',
  kind: 'bouncer',
  description: "Asks a program of one's own over HTTP, in the way of Icecast's URL authentication.",
  properties: {
    url: {
      type: 'string',
      required: true,
      live: true,
      description:
        'URL that is sent a form (POST) for each client: action=listener_add, or stream_auth for who sends a stream.',
    },
    'remove-url': {
      type: 'string',
      live: true,
      description:
        'URL that is sent a form when a client has left: action=listener_remove, or mount_remove for who sent a stream; none when left out.',
    },
    username: { type: 'string', live: true, description: 'Name for the URLs themselves, as HTTP Basic.' },
    password: { type: 'string', secret: true, live: true, description: 'Password for the URLs themselves.' },
    timeout: {
      type: 'float',
      min: 0.1,
      max: 4.5,
      default: 3,
      unit: 's',
      live: true,
      description: 'How long an answer may take; without one the client is not judged.',
    },
    connections: {
      type: 'int',
      min: 1,
      max: 1000,
      default: 20,
      live: true,
      description: 'Most requests at a time; 100 more may wait.',
    },
    'allow-header': {
      type: 'string',
      default: 'icecast-auth-user: 1',
      live: true,
      description: 'Header field of the answer that admits, with its value.',
    },
    'timelimit-header': {
      type: 'string',
      default: 'icecast-auth-timelimit',
      live: true,
      description: 'Header field of the answer with the seconds that a client may stay.',
    },
    'server-name': {
      type: 'string',
      live: true,
      description: 'What the URL is told as server; the name of this machine when left out.',
    },
    'server-port': {
      type: 'int',
      min: 1,
      max: 65535,
      live: true,
      description: 'What the URL is told as port; nothing when left out.',
    },
  },
  stats: {
    admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
    refused: { kind: 'counter', description: 'Keycards that were refused.' },
    failed: { kind: 'counter', description: 'Keycards that could not be judged.' },
  },
});

/** Property values of bouncer and plug. */
export type Properties = PropertiesOf<typeof declaration>;
