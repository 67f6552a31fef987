import { readFileSync } from 'node:fs';
import path from 'node:path';

const CORE = '@mantine/core';
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']@mantine\/core["'];?/g;
const STYLES_OF = /@mantine\/core\/esm\/components\/.*\/(\w+)\.module\.mjs$/;

/** Each name of a list of imports: what it is called where it comes from, and here. */
function names(list) {
  return list
    .split(',')
    .map((one) => one.trim().split(/\s+as\s+/))
    .filter(([name]) => name !== '')
    .map(([name, here = name]) => [name, here]);
}

/** For each name of the library its file, or the package that has it. */
function places(index) {
  const found = new Map();
  for (const [, list, from] of readFileSync(index, 'utf8').matchAll(/import \{([^}]*)\} from "([^"]*)"/g))
    for (const [name, here] of names(list)) {
      const file = from.startsWith('.') ? path.join(path.dirname(index), from) : from;
      found.set(here, { name, file });
    }
  return found;
}

/**
 * Has each component of Mantine come with the page that needs it. The bundler puts all that anything takes out of the
 * library's index into the first file, as the index belongs there: a tenth of a first visit, for pages not yet opened.
 *
 * The styles of the components are chosen by hand, in app/styles.ts; a build in which one lacks its own fails.
 */
export function leanMantine() {
  let found;
  return {
    name: 'lean-mantine',
    apply: 'build',
    async buildStart() {
      const index = await this.resolve(CORE, path.join(import.meta.dirname, 'app/main.tsx'));
      found = places(index.id);
    },
    transform: {
      order: 'post',
      handler(code) {
        if (!code.includes(CORE)) return undefined;
        const direct = ([name, here]) => {
          const place = found.get(name);
          return `import { ${place?.name ?? name} as ${here} } from ${JSON.stringify(place?.file ?? CORE)};`;
        };
        return { code: code.replace(IMPORT, (_, list) => names(list).map(direct).join(' ')), map: null };
      },
    },
    generateBundle(_, bundle) {
      const loaded = new Set([...this.getModuleIds()].map((id) => id.replace(/\?.*$/, '')));
      const used = Object.values(bundle).flatMap((file) => Object.keys(file.modules ?? {}));
      for (const id of used) {
        const style = STYLES_OF.exec(id)?.[1];
        if (style === undefined) continue;
        const file = path.join(id.slice(0, id.indexOf('/esm/')), 'styles', `${style}.css`);
        if (!loaded.has(file))
          this.error(`app/styles.ts lacks @mantine/core/styles/${style}.css, which a page needs`);
      }
    },
  };
}
