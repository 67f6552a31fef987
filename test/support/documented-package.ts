import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { codeBlocks } from './pages';

const ROOT = resolve(__dirname, '../..');

/**
 * Writes the files that `docs/writing-a-component.md` prints (`<!-- file: NAME -->`) into a new folder, beside a
 * `node_modules` that leads to this core.
 * @returns the folder.
 */
export function writeDocumentedPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-documented-'));
  for (const { note, text } of codeBlocks('docs/writing-a-component.md')) {
    const name = /^file: ([\w./-]+)$/.exec(note)?.[1];
    if (name === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'node_modules/@flumotion'), { recursive: true });
  symlinkSync(join(ROOT, 'core'), join(folder, 'node_modules/@flumotion/core'));
  return folder;
}
