import { ApiError, type Problem } from '../api/client';
import { words } from './words';

/** What an error says, for people. */
export function errorWords(error: unknown): { text: string; advice?: string | undefined } {
  if (error instanceof ApiError && isOfFields(error))
    return { text: error.problems.map(fieldText).join(' ') };
  if (error instanceof ApiError) return { text: error.message, advice: error.advice };
  return { text: error instanceof Error ? error.message : String(error) };
}

/** Whether fields of a form are wrong: people know those, and nothing of the body of a request. */
function isOfFields({ code, problems }: ApiError): boolean {
  return code === 'body-invalid' && problems.length > 0 && problems.every(({ field = '' }) => field !== '');
}

function fieldText({ field = '', text }: Problem): string {
  return `${words(field)}: ${text}.`;
}

/** What is wrong with a field of a form by what the manager answered; undefined where it says nothing of it. */
export function fieldProblem(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problems.find(({ field }) => field === name)?.text;
}

/** Problems that an error comes with and that its words do not have already. */
export function furtherProblems(error: unknown): readonly Problem[] {
  if (!(error instanceof ApiError)) return [];
  const { text } = errorWords(error);
  return isOfFields(error) ? [] : error.problems.filter((problem) => !text.includes(problem.text));
}
