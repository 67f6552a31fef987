import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { manifestText } from './manifest';
import { namesFor, type Names } from './names';
import type { Kind, Wish } from './wish';

const TEMPLATES = join(__dirname, '../templates');
const LANGUAGE_FOLDERS = { ts: 'typescript', js: 'javascript' } as const;
/** The name that stands in the templates, which are files that work as they are. */
const STAND_IN = 'my-thing';

const DESCRIPTIONS: Readonly<Record<Kind, string>> = {
  producer: 'A Flumotion component that makes pictures',
  converter: 'A Flumotion component that changes pictures',
  encoder: 'A Flumotion component that encodes sound',
  muxer: 'A Flumotion component that puts streams into one',
  consumer: 'A Flumotion component that takes a stream',
  plug: 'A Flumotion plug',
};

/** What was written. */
export interface Created {
  /** Absolute folder. */
  readonly folder: string;
  readonly names: Names;
  /** Files within the folder, in alphabetical order. */
  readonly files: readonly string[];
}

/**
 * Writes a package into a new folder named after it.
 * @param parent folder in which the new one is made.
 * @throws Error when the name cannot be used or the folder is there already; nothing is written then.
 */
export function createPackage(wish: Wish, parent: string): Created {
  const names = namesFor(wish.name, wish.kind);
  const folder = resolve(parent, names.bare);
  if (existsSync(folder)) {
    throw new Error(`${folder} is there already; choose another name, or move it away`);
  }
  const files = new Map<string, string>([
    ['package.json', manifestText(names, wish, DESCRIPTIONS[wish.kind])],
    ['README.md', readme(names, wish)],
    ['LICENSE', license(wish)],
    ['.gitignore', wish.language === 'ts' ? 'node_modules/\ndist/\n*.tgz\n' : 'node_modules/\n*.tgz\n'],
    ...templateFiles(wish),
  ]);
  for (const [name, text] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, named(text, names), { flag: 'wx' });
  }
  return { folder, names, files: [...files.keys()].sort() };
}

function templateFiles({ language, kind }: Wish): readonly (readonly [string, string])[] {
  const root = join(TEMPLATES, LANGUAGE_FOLDERS[language]);
  const below = (folder: string): readonly (readonly [string, string])[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')] as const);
  const common = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, template(LANGUAGE_FOLDERS[language], name)] as const);
  return [...common, ...below(join(root, kind))];
}

function readme(names: Names, { kind, language }: Wish): string {
  return template('readme', 'README.md')
    .replace('{{package}}', names.package)
    .replace('{{description}}', DESCRIPTIONS[kind])
    .replace('{{xml}}', template('readme', `${kind}.xml`).trimEnd())
    .replace('{{source}}', language === 'ts' ? 'src/index.ts' : 'index.js')
    .replace('{{test}}', language === 'ts' ? 'test/index.test.ts' : 'test/index.test.js')
    .replaceAll('{{package}}', names.package);
}

function license({ license: name, author }: Wish): string {
  return template('licenses', `${name}.txt`)
    .replace('{{year}}', String(new Date().getFullYear()))
    .replace('{{author}}', author);
}

function template(...path: readonly string[]): string {
  return readFileSync(join(TEMPLATES, ...path), 'utf8');
}

/** Puts the bare name in the place of the one in the templates. */
function named(text: string, { bare }: Names): string {
  return text.replaceAll(STAND_IN, bare);
}
