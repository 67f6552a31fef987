/** Where a stream is on an RTMP server. */
export interface Address {
  readonly scheme: 'rtmp' | 'rtmps';
  readonly host: string;
  readonly port: number;
  readonly application: string;
  /** Name of the stream, with the parameters of its URL; it often is the secret that allows to publish. */
  readonly stream: string;
  readonly user?: string;
  readonly password?: string;
}

const PORTS = { rtmp: 1935, rtmps: 443 } as const;

/**
 * Takes a URL such as `rtmp://host/app` or `rtmp://user:password@host:1935/app/stream` apart.
 * @param key - name of the stream; when left out, the last part of the path is it.
 * @throws Error in words when it is no such URL, or names no application or no stream. The text has no secret.
 */
export function readAddress(url: string, key: string | undefined): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const scheme = parsed?.protocol.slice(0, -1);
  if (!parsed || (scheme !== 'rtmp' && scheme !== 'rtmps') || parsed.hostname === '') {
    throw new Error('url must look like rtmp://host/application or rtmps://host/application');
  }
  const path = parsed.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const stream = key ?? `${path.pop() ?? ''}${parsed.search}`;
  const application = path.join('/') + (key === undefined ? '' : parsed.search);
  if (application === '')
    throw new Error('url names no application: write it behind the host, as rtmp://host/live');
  if (stream === '')
    throw new Error('the name of the stream is missing: set stream-key, or write it at the end of url');
  return {
    scheme,
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? PORTS[scheme] : Number(parsed.port),
    application,
    stream,
    ...(parsed.username === '' ? {} : { user: decodeURIComponent(parsed.username) }),
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
  };
}

/** The server and application of an address, for people: without the stream, which may be secret. */
export function peerOf({ scheme, host, port, application }: Address): string {
  const where = host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${where}:${String(port)}/${application.replace(/\?.*/, '')}`;
}
