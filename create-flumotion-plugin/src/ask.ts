import { createInterface } from 'node:readline/promises';
import { nameProblem } from './names';
import { KINDS, LANGUAGES, LICENSES, type Wish } from './wish';

/** Most times one question is asked. */
const MAX_TRIES = 5;

/** Asks a question and gives the answer back. */
export type Question = (text: string) => Promise<string>;

/** Where questions go and answers come from. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks for what was not given; an empty answer takes the first choice.
 * @throws Error after five answers that cannot be used.
 */
export async function askFor(given: Partial<Wish>, author: string, ask: Question): Promise<Wish> {
  return {
    name: given.name ?? (await until(ask, 'Name, as my-thing: ', nameProblem)),
    kind: given.kind ?? (await choose(ask, 'Kind', KINDS)),
    language: given.language ?? (await choose(ask, 'Language', LANGUAGES)),
    license: given.license ?? (await choose(ask, 'Licence', LICENSES)),
    author: given.author ?? ((await ask(`Author (${author}): `)).trim() || author),
  };
}

/** Asks on a terminal, which is left as it was. */
export async function onTerminal<T>(
  { input, output }: Terminal,
  work: (ask: Question) => Promise<T>,
): Promise<T> {
  const lines = createInterface({ input, output });
  try {
    return await work((text) => lines.question(text));
  } finally {
    lines.close();
  }
}

async function choose<T extends string>(ask: Question, what: string, choices: readonly T[]): Promise<T> {
  const [first] = choices;
  const answer = await until(ask, `${what} (${choices.join(', ')}; ${first ?? ''} when empty): `, (text) =>
    text === '' || choices.some((choice) => choice === text)
      ? undefined
      : `expected one of ${choices.join(', ')}`,
  );
  return choices.find((choice) => choice === answer) ?? (first as T);
}

async function until(
  ask: Question,
  question: string,
  problemOf: (answer: string) => string | undefined,
): Promise<string> {
  let problem = '';
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = (await ask(problem === '' ? question : `${problem}\n${question}`)).trim();
    const found = problemOf(answer);
    if (found === undefined) return answer;
    problem = found;
  }
  throw new Error(problem);
}
