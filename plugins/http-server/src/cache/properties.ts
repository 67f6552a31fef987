import type { PropertySpecs, ValuesOf } from '@flumotion/core/plugin';
import type { StoreSettings } from './store';

/** Bytes of a megabyte as the original counts them. */
const MEGABYTE = 1024 * 1024;

/** Properties of a provider with a cache. */
export const CACHE_PROPERTIES = {
  'cache-dir': {
    type: 'string',
    default: '/tmp/httpserver',
    description: 'Folder of the copies, for the user of the worker alone; several components may share it.',
  },
  'cache-size': {
    type: 'int',
    min: 1,
    default: 1000,
    unit: 'MB',
    description: 'Most that the folder holds.',
  },
  'cleanup-enabled': {
    type: 'bool',
    default: true,
    description:
      'Remove copies not asked for the longest time when there is no room; otherwise nothing is added then.',
  },
  'cleanup-high-watermark': {
    type: 'float',
    min: 0,
    max: 1,
    default: 1,
    description: 'Part of the size from which on copies are removed.',
  },
  'cleanup-low-watermark': {
    type: 'float',
    min: 0,
    max: 1,
    default: 0.6,
    description: 'Part of the size that is left then.',
  },
} as const satisfies PropertySpecs;

/** Values of the properties of a cache. */
export type CacheProperties = ValuesOf<typeof CACHE_PROPERTIES>;

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkCache(properties: CacheProperties): string | undefined {
  const { 'cache-dir': folder, 'cleanup-low-watermark': low, 'cleanup-high-watermark': high } = properties;
  if (low > high)
    return `cleanup-low-watermark ${low} is above cleanup-high-watermark ${high}; expected it to be the lower one`;
  if (!folder.startsWith('/'))
    return `cache-dir ${JSON.stringify(folder)} is relative; expected a whole path such as /var/cache/flumotion`;
  return undefined;
}

/** The values as a store takes them. */
export function storeSettings(properties: CacheProperties): StoreSettings {
  return {
    folder: properties['cache-dir'],
    size: properties['cache-size'] * MEGABYTE,
    cleanup: properties['cleanup-enabled'],
    high: properties['cleanup-high-watermark'],
    low: properties['cleanup-low-watermark'],
  };
}
