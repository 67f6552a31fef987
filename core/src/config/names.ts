import { quoted } from '../model/problem';

const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.+ -]{0,98}[A-Za-z0-9_.+-])?$/;
const WORKER = /^[A-Za-z0-9_](?:[A-Za-z0-9_.+ :@-]{0,98}[A-Za-z0-9_.+-])?$/;

/**
 * What is wrong with the name of a component, flow, feeder or alias; undefined when it may be used. Names go into ids,
 * URLs, file names and element names, so `/` and `:` and all unusual characters are out.
 */
export function nameProblem(name: string): string | undefined {
  if (NAME.test(name)) return undefined;
  return (
    `${quoted(name)} is not a usable name; ` +
    'use up to 100 letters, digits, and . _ + - or spaces inside, beginning with a letter, digit or _'
  );
}

/** As `nameProblem`, for names of workers, which may also contain `:` and `@`. */
export function workerNameProblem(name: string): string | undefined {
  if (WORKER.test(name)) return undefined;
  return (
    `${quoted(name)} is not a usable worker name; ` +
    'use up to 100 letters, digits, and . _ + - : @ or spaces inside, beginning with a letter, digit or _'
  );
}

/** What is wrong with the name of a manager, which is also that of its state folder; undefined when it may be used. */
export function managerNameProblem(name: string): string | undefined {
  if (/^[^/\0]{1,100}$/.test(name) && name !== '.' && name !== '..') return undefined;
  return `${quoted(name)} is not a usable name of a manager; use up to 100 characters without /`;
}
