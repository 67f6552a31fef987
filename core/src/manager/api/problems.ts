import type { z } from 'zod';
import type { FieldProblem } from '../../errors';

/** Problems of one request that are told. */
const MOST_PROBLEMS = 20;

/** What a schema has against a value: each field as a path, `plugs.0.type`, and what was expected of it. */
export function problemsOf(error: z.ZodError): readonly FieldProblem[] {
  return error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => ({
    field: path.map((part) => String(part).slice(0, 100)).join('.'),
    text: message.replace(/^Invalid input: /, '').slice(0, 300),
  }));
}

/** Problems as one sentence. */
export function problemText(problems: readonly FieldProblem[]): string {
  return problems.map(({ field, text }) => (field === '' ? text : `${field}: ${text}`)).join('; ');
}
