import type { PipelineElement, PropertySpecs, ValuesOf } from '@flumotion/core/plugin';
import { readAddress } from './address';

/** Properties of both ends. */
export const CONNECTION_PROPERTIES = {
  url: {
    type: 'string',
    required: true,
    description:
      'Server and application, as rtmp://host/live or rtmps://host:443/app; without the stream key.',
  },
  'stream-key': {
    type: 'string',
    secret: true,
    description: 'Name of the stream, the key that platforms give; the last part of url when left out.',
  },
  user: { type: 'string', description: 'User name, for servers that want one.' },
  password: { type: 'string', secret: true, description: 'Password of the user.' },
  timeout: {
    type: 'int',
    min: 1,
    max: 60,
    unit: 's',
    description: 'Time the server may take to answer; 5 when left out.',
  },
} as const satisfies PropertySpecs;

/** Values of `CONNECTION_PROPERTIES`. */
export type ConnectionValues = ValuesOf<typeof CONNECTION_PROPERTIES>;

/** What is wrong with values that do not go together. */
export function checkConnection(p: ConnectionValues): string | undefined {
  if (p.password !== undefined && p.user === undefined) return 'password is given, but no user';
  try {
    const { user, password } = readAddress(p.url, p['stream-key']);
    return user === undefined && password === undefined
      ? undefined
      : 'url holds a user or password, which would be seen by everybody; set user and password instead';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Puts the values on `rtmp2src` or `rtmp2sink`. */
export function applyConnection(element: PipelineElement, p: ConnectionValues): void {
  const { scheme, host, port, application, stream } = readAddress(p.url, p['stream-key']);
  element.set('scheme', scheme);
  element.set('host', host);
  element.set('port', port);
  element.set('application', application);
  element.set('stream', stream);
  if (p.user !== undefined) element.set('username', p.user);
  if (p.password !== undefined) element.set('password', p.password);
  if (p.timeout !== undefined) element.set('timeout', p.timeout);
}
