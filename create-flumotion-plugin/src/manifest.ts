import type { Names } from './names';
import type { Wish } from './wish';

/** Range of plugin API versions that the templates are written for. */
const API = '^1.0.0';
/** Range of versions of the core that has this API. */
const CORE = '^1.0.0';

/** The text of the new package's `package.json`. */
export function manifestText(names: Names, wish: Wish, description: string): string {
  const typed = wish.language === 'ts';
  const list = wish.kind === 'plug' ? 'plugs' : 'components';
  const manifest = {
    name: names.package,
    version: '0.1.0',
    description,
    author: wish.author,
    license: wish.license,
    keywords: ['flumotion-plugin'],
    type: 'commonjs',
    engines: { node: '>=20.19' },
    main: typed ? 'dist/src/index.js' : 'index.js',
    ...(typed ? { types: 'dist/src/index.d.ts' } : {}),
    files: [typed ? 'dist/src' : 'index.js'],
    scripts: typed
      ? { build: 'tsc', test: 'tsc && node --test dist/test/index.test.js', prepack: 'tsc' }
      : { test: 'node --test test/index.test.js' },
    flumotion: { api: API, [list]: [names.type] },
    peerDependencies: { '@flumotion/core': CORE },
    devDependencies: {
      '@flumotion/core': CORE,
      ...(typed ? { '@types/node': '^20.19.0', typescript: '~6.0.3' } : {}),
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
