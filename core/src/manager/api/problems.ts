import type { z } from 'zod';
import type { FieldProblem } from '../../errors';
import { issueWords } from './issue-words';

/** Problems of one request that are told. */
const MOST_PROBLEMS = 20;

/** What a schema made of a value, or what it has against it. */
export type Judged =
  { readonly data: unknown; readonly problems?: undefined } | { readonly problems: readonly FieldProblem[] };

/** Judges a value; each problem names its field as a path, `plugs.0.type`, what was seen and what was expected. */
export function judge(schema: z.ZodType, given: unknown): Judged {
  const { success, data, error } = schema.safeParse(given, { error: issueWords });
  return success ? { data } : { problems: error.issues.flatMap(problemsOf).slice(0, MOST_PROBLEMS) };
}

/** Problems as one sentence. */
export function problemText(problems: readonly FieldProblem[]): string {
  return problems.map(({ field, text }) => (field === '' ? text : `${field}: ${text}`)).join('; ');
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  const { path, message } = issue;
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return paths.map((at) => ({
    field: at.map((part) => String(part).slice(0, 100)).join('.'),
    text: message.slice(0, 300),
  }));
}
