import { definePlug, type PlugContext, type ValuesOf } from '@flumotion/core/plugin';
import { Cache } from './cache/cache';
import { CACHE_STATS } from './cache/figures';
import { CACHE_PROPERTIES, checkCache } from './cache/properties';
import { inTime } from './in-time';
import { HttpCached } from './upstream/http-cached';
import { parseServer, Selector, type UpstreamServer } from './upstream/selector';
import { Upstream } from './upstream/upstream';

const properties = {
  ...CACHE_PROPERTIES,
  'cache-ttl': {
    type: 'int',
    min: 0,
    default: 300,
    unit: 's',
    description: 'How long a copy is used before its server is asked whether it is still right.',
  },
  'virtual-hostname': {
    type: 'string',
    required: true,
    description: 'Name of the site, for which the servers are asked.',
  },
  'virtual-port': { type: 'int', min: 1, max: 65_535, default: 80, description: 'Port of the site.' },
  'virtual-path': { type: 'string', description: 'Path on the site below which the files are.' },
  'dns-refresh-period': {
    type: 'int',
    min: 1,
    default: 60,
    unit: 's',
    description: 'Time between look-ups of the addresses of servers.',
  },
  'connection-timeout': {
    type: 'int',
    min: 1,
    max: 60,
    default: 2,
    unit: 's',
    description: 'How long a connection to a server may take; then the next one is asked.',
  },
  'idle-timeout': {
    type: 'int',
    min: 1,
    max: 60,
    default: 5,
    unit: 's',
    description: 'How long a server may say nothing; then the next one is asked.',
  },
  'http-server-old': {
    type: 'string',
    multiple: true,
    description: 'A server as HOST[:PORT][#PRIORITY].',
  },
  'http-server': {
    type: 'compound',
    multiple: true,
    description: 'A server to ask; the site itself when there is none.',
    properties: {
      hostname: { type: 'string', required: true, description: 'Name or address of the server.' },
      port: { type: 'int', min: 1, max: 65_535, default: 3128, description: 'Its port.' },
      priority: {
        type: 'int',
        min: 0,
        default: 1,
        description: 'Lower ones are asked first; those of the same priority take turns by chance.',
      },
    },
  },
} as const;

type Values = ValuesOf<typeof properties>;

interface AtWork {
  readonly cache: Cache;
  readonly upstream: Upstream;
  readonly files: HttpCached;
}

const working = new WeakMap<PlugContext<Values, 'file-provider'>, AtWork>();

/** Serves the files of other servers, and keeps copies of what is asked for. */
export const httpCachedProvider = definePlug(
  {
    type: 'fileprovider-httpcached',
    socket: 'file-provider',
    description: 'Serves the files of other HTTP servers, with copies of what is asked for on a disk.',
    properties,
    stats: CACHE_STATS,
  },
  {
    check(values) {
      const { 'virtual-hostname': host, 'virtual-path': path = '', 'http-server-old': old } = values;
      for (const server of old) {
        if (!parseServer(server))
          return `http-server-old ${JSON.stringify(server)} is no server; expected one such as cache.example.org:3128#1`;
      }
      if (!/^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(host))
        return `virtual-hostname ${JSON.stringify(host)} is no name; expected one such as media.example.org`;
      if (/[\s?#\\]|(?:^|\/)\.\.?(?:\/|$)/.test(path))
        return `virtual-path ${JSON.stringify(path)} is no plain path; expected one such as /films`;
      return checkCache(values);
    },

    async start(context) {
      const values = context.properties;
      const upstream = new Upstream(new Selector(serversOf(values), values['dns-refresh-period']), {
        host: siteOf(values),
        connectTimeout: values['connection-timeout'] * 1000,
        idleTimeout: values['idle-timeout'] * 1000,
      });
      const cache = new Cache(context);
      const files = new HttpCached(cache, upstream, {
        url: (path) => urlOf(values, path),
        ttl: values['cache-ttl'] * 1000,
        trouble: (reason) => {
          if (reason === undefined) context.clear('servers-away');
          else
            context.message({
              level: 'warning',
              id: 'servers-away',
              text: `no server can give files: ${reason}`,
              advice:
                'Look whether the servers run and can be reached. Files that are in the cache are served on.',
            });
        },
      });
      working.set(context, { cache, upstream, files });
      await cache.start();
    },

    async open(context, path) {
      const work = working.get(context);
      return work
        ? inTime(work.files.open(path))
        : { missing: 'unavailable', reason: 'the provider has not begun' };
    },

    stop(context) {
      const work = working.get(context);
      work?.cache.stop();
      work?.upstream.close();
    },
  },
);

function siteOf({ 'virtual-hostname': host, 'virtual-port': port }: Values): string {
  return port === 80 ? host : `${host}:${port}`;
}

/** URL of a file on the site. */
export function urlOf(values: Values, path: string): string {
  const names = `${values['virtual-path'] ?? ''}/${path}`.split('/').filter((name) => name !== '');
  return `http://${siteOf(values)}/${names.map(encodeURIComponent).join('/')}`;
}

function serversOf(values: Values): readonly UpstreamServer[] {
  const old = values['http-server-old'].flatMap((text) => parseServer(text) ?? []);
  const servers = [...values['http-server'], ...old];
  if (servers.length > 0) return servers;
  const { 'virtual-hostname': hostname, 'virtual-port': port } = values;
  return [{ hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port, priority: 1 }];
}
