import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** A block of code on a page. */
export interface CodeBlock {
  readonly language: string;
  /** What an HTML comment before the block says, as `file: package.json`; empty without one. */
  readonly note: string;
  readonly text: string;
  /** `page:line` of its first line. */
  readonly place: string;
}

/** Pages of the manual, relative to the repository: the top-level pages, docs/, and the READMEs of the plugins. */
export function manualPages(): readonly string[] {
  const plugins = readdirSync(join(ROOT, 'plugins')).map((name) => `plugins/${name}/README.md`);
  return ['README.md', 'CONTRIBUTING.md', ...markdown(join(ROOT, 'docs')), ...plugins];
}

function markdown(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'api' ? [] : markdown(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

/** Text of a page. */
export function pageText(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a page, in order. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = pageText(page);
  return [...text.matchAll(/(?:<!-- (.+?) -->\n\n?)?^```(\w+)\n([^]*?)^```$/gm)].map((match) => {
    const [whole, note = '', language = '', code = ''] = match;
    const before = text.slice(0, match.index + whole.indexOf('```'));
    return { language, note, text: code, place: `${page}:${before.split('\n').length + 1}` };
  });
}
