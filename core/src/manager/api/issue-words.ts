import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What values are called. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'nothing',
};

/** Most characters of a given value that are repeated. */
const MOST_SHOWN = 60;

/**
 * What is wrong with a value, in our words: what was expected and what was seen. Text is not repeated, since it may be
 * secret, but where it is one of a few words.
 * @returns undefined where the library's words must do.
 */
export function issueWords(issue: Issue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return input === undefined
        ? `missing; expected ${kindName(issue.expected)}`
        : `expected ${kindName(issue.expected)}, got ${seen(input)}`;
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value)).join(', ');
      const expected = `expected ${issue.values.length === 1 ? '' : 'one of '}${values}`;
      return input === undefined ? `missing; ${expected}` : `${expected}, got ${shown(input)}`;
    }
    case 'too_small':
      return bound(
        issue.origin,
        `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`,
        input,
      );
    case 'too_big':
      return bound(
        issue.origin,
        `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`,
        input,
      );
    case 'unrecognized_keys':
      return 'not known here; leave it out, /api/docs has what is';
    case 'invalid_format':
      return `is of another form than expected${issue.pattern === undefined ? '' : `, ${issue.pattern}`}`;
    case 'invalid_union': {
      const forms = issue.errors.map((one) =>
        one.map(({ path, message }) => [...path, message].join(': ')).join('; '),
      );
      const different = [...new Set(forms)];
      return different.length === 0 ? `expected another form, got ${seen(input)}` : different.join(', or ');
    }
    default:
      return undefined;
  }
}

function bound(origin: string, words: string, input: unknown): string {
  switch (origin) {
    case 'string':
      return `expected ${words} characters, got ${String(input).length}`;
    case 'array':
      return `expected ${words} of them, got ${(input as readonly unknown[]).length}`;
    default:
      return `expected ${words}, got ${seen(input)}`;
  }
}

function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** Only what cannot be secret is repeated. */
function seen(input: unknown): string {
  if (typeof input === 'number') return Number.isNaN(input) ? 'what is no number' : String(input);
  if (typeof input === 'boolean') return String(input);
  if (input === null || input === undefined) return String(KINDS[String(input)]);
  return kindName(Array.isArray(input) ? 'array' : typeof input);
}

function shown(input: unknown): string {
  return typeof input === 'string' && input.length <= MOST_SHOWN ? JSON.stringify(input) : seen(input);
}
