import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPackage, type Wish } from '../../create-flumotion-plugin/src';

const ROOT = resolve(__dirname, '../..');

/** A new folder in which packages find this core. */
export function folderWithCore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-create-'));
  mkdirSync(join(folder, 'node_modules/@flumotion'), { recursive: true });
  symlinkSync(join(ROOT, 'core'), join(folder, 'node_modules/@flumotion/core'));
  return folder;
}

/** Writes a package as the generator does where nothing else is wished for. @returns its folder. */
export function generate(parent: string, wish: Partial<Wish> = {}): string {
  const usual = {
    name: 'night-owl',
    kind: 'encoder',
    language: 'js',
    license: 'MIT',
    author: 'Ada',
  } as const;
  return createPackage({ ...usual, ...wish }, parent).folder;
}
