import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The kinds of Flumotion's processes. */
export const KINDS = ['job', 'manager', 'worker'] as const;

/** A kind of Flumotion's processes. */
export type ProcessKind = (typeof KINDS)[number];

/** A process of Flumotion on this machine. */
export interface FlumotionProcess {
  readonly pid: number;
  readonly parent: number;
  readonly kind: ProcessKind;
  /** Arguments after the program. */
  readonly args: readonly string[];
  /** Bytes of address space. */
  readonly virtual: number;
  /** Bytes in memory. */
  readonly resident: number;
}

const PAGE = 4096;
const PROGRAMS: readonly (readonly [RegExp, ProcessKind])[] = [
  [/(?:^|\/)job\/main\.js$/, 'job'],
  [/(?:^|\/)(?:flumotion-manager(?:\.js)?|cli\/manager\.js)$/, 'manager'],
  [/(?:^|\/)(?:flumotion-worker(?:\.js)?|cli\/worker\.js)$/, 'worker'],
];

/** All processes of Flumotion that can be seen; one that ends meanwhile is left out. @param proc the `proc` file system. */
export function flumotionProcesses(proc = '/proc'): readonly FlumotionProcess[] {
  return readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const found = processAt(join(proc, name), Number(name));
        return found ? [found] : [];
      } catch {
        return [];
      }
    });
}

function processAt(folder: string, pid: number): FlumotionProcess | undefined {
  const words = readFileSync(join(folder, 'cmdline'), 'utf8').split('\0').slice(0, -1);
  // Behind an interpreter and its flags; a shell that only mentions the program is none of ours.
  const at = words.findIndex((word, place) => place > 0 && !word.startsWith('-'));
  const program = [words[0] ?? '', words[at] ?? ''].findIndex((word) => kindOf(word) !== undefined);
  if (program < 0) return undefined;
  const place = program === 0 ? 0 : at;
  const kind = kindOf(words[place] ?? '');
  if (kind === undefined || (program === 1 && !/(?:^|\/)node[\d.]*$/.test(words[0] ?? ''))) return undefined;
  const stat = readFileSync(join(folder, 'stat'), 'utf8');
  // The name, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    kind,
    parent: Number(fields[1]),
    args: words.slice(place + 1),
    virtual: Number(fields[20]),
    resident: Number(fields[21]) * PAGE,
  };
}

function kindOf(word: string): ProcessKind | undefined {
  return PROGRAMS.find(([form]) => form.test(word))?.[1];
}
