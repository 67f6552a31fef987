import { join } from 'node:path';
import { httpCachedProvider } from '../src/fileprovider-httpcached';
import type { Origin } from './origin';
import { ask, bytes, folder, serve, type Rig } from './rig';

/** Bytes of the file of a server. */
export const SIZE = 3_000_000;
/** The file of a server. */
export const content = bytes(SIZE);

/** An http-server in front of others. */
export interface Proxy extends Rig {
  readonly cacheDir: string;
  stat(name: string): number;
}

/** Starts an http-server in front of others, which are asked in this order. */
export async function proxy(servers: readonly (Origin | number)[], properties: object = {}): Promise<Proxy> {
  const cacheDir = join(folder(), 'cache');
  const rig = await serve({}, [
    {
      definition: httpCachedProvider,
      properties: {
        'virtual-hostname': 'media.example',
        'cache-dir': cacheDir,
        'http-server': servers.map((server, index) => ({
          hostname: '127.0.0.1',
          port: typeof server === 'number' ? server : server.port,
          priority: index,
        })),
        ...properties,
      },
    },
  ]);
  return Object.assign(rig, { cacheDir, stat: (name: string) => Number(rig.plugs[0]?.stats[name]) });
}

/** The body of an answer. */
export const get = async (
  { port }: Rig,
  path = '/a.mp4',
  fields: Readonly<Record<string, string>> = {},
): Promise<Buffer> => (await ask(port, path, fields)).body;
