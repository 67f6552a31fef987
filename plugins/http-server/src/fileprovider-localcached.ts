import {
  definePlug,
  type NoFile,
  type OpenFile,
  type PlugContext,
  type ValuesOf,
} from '@flumotion/core/plugin';
import { Cache } from './cache/cache';
import { CACHE_STATS } from './cache/figures';
import { CACHE_PROPERTIES, checkCache } from './cache/properties';
import { sameFile } from './cache/trailer';
import type { TransferSource } from './cache/transfer';
import { checkPath } from './fileprovider-local';
import { inTime } from './in-time';
import { openLocal } from './local-file';

const properties = {
  path: { type: 'string', required: true, description: 'The folder on the slow disk, or a single file.' },
  ...CACHE_PROPERTIES,
} as const;

const caches = new WeakMap<PlugContext<ValuesOf<typeof properties>, 'file-provider'>, Cache>();

/** Serves the files of a folder on a slow disk, and keeps copies of what is asked for on a fast one. */
export const localCachedProvider = definePlug(
  {
    type: 'fileprovider-localcached',
    socket: 'file-provider',
    description:
      'Serves the files of a folder on a slow disk, with copies of what is asked for on a fast one.',
    properties,
    stats: CACHE_STATS,
  },
  {
    check: (values) => checkPath(values.path) ?? checkCache(values),

    async start(context) {
      const cache = new Cache(context);
      caches.set(context, cache);
      await cache.start();
    },

    open: (context, path) => inTime(openCached(context.properties.path, path, caches.get(context))),

    root: (context) => context.properties.path,

    stop(context) {
      caches.get(context)?.stop();
    },
  },
);

async function openCached(root: string, path: string, cache: Cache | undefined): Promise<OpenFile | NoFile> {
  if (!cache) return { missing: 'unavailable', reason: 'the provider has not begun' };
  const file = await openLocal(root, path);
  const key = `file:${root}/${path}`;
  if ('missing' in file) {
    if (file.missing === 'not-found') await cache.forget(key);
    return file;
  }
  const hit = await cache.hit(key, (facts) => sameFile(facts, file));
  if (typeof hit !== 'string') {
    file.close();
    return hit;
  }
  const { size, modified, etag, type } = file;
  const facts = { key, size, modified, etag, type };
  cache.begin(facts, () => copy(root, path, etag));
  return cache.miss(facts, hit === 'outdated', file);
}

/** The copy outlives the request that begins it, so it opens the file for itself. */
function copy(root: string, path: string, etag: string): TransferSource {
  return {
    close: () => undefined,
    async *all() {
      const file = await openLocal(root, path);
      if ('missing' in file) throw new Error(file.reason);
      try {
        if (file.etag !== etag) throw new Error('the file has changed');
        yield* file.read(0, file.size);
      } finally {
        file.close();
      }
    },
  };
}
