import { expect, test } from '@jest/globals';
import type { Verdict } from '@flumotion/core/plugin';
import { evaluate } from '../src/evaluate';
import { namesIn, parseExpression, type Expression } from '../src/expression';

/** The expression with all its parentheses. */
function whole(expression: Expression): string {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'not') return `not ${whole(expression.inner)}`;
  return `(${expression.parts.map(whole).join(` ${expression.kind} `)})`;
}

test.each([
  ['a', 'a', false],
  ['a and b', '(a and b)', false],
  ['a or b or c', '(a or b or c)', false],
  ['a and b or c', '(a and (b or c))', true],
  ['a or b and c', '((a or b) and c)', true],
  ['(a and b) or c', '((a and b) or c)', false],
  ['a and (b or c)', '(a and (b or c))', false],
  ['not a or b', '(not a or b)', false],
  ['not a and b', '(not a and b)', false],
  ['not (a or b)', 'not (a or b)', false],
  ['not not a', 'not not a', false],
  ['((a))', 'a', false],
  ['a AND\n\tNot b-1', '(a and not b-1)', false],
  ['a and(b or not(c))', '(a and (b or not c))', false],
  ['android or nothing', '(android or nothing)', false],
])('%j is read as %s', (text, read, doubtful) => {
  const { expression, ambiguous } = parseExpression(text);
  expect(whole(expression)).toBe(read);
  expect(ambiguous).toBe(doubtful);
});

test.each([
  ['', 'character 1: expected a name, "not" or "(", found the end'],
  ['a and', 'character 6: expected a name, "not" or "(", found the end'],
  ['a b', 'character 3: expected "and", "or" or the end, found "b"'],
  ['and a', 'character 1: expected a name, "not" or "(", found "and"'],
  ['a and or b', 'character 7: expected a name, "not" or "(", found "or"'],
  ['(a or b', 'character 8: expected ")" for the parenthesis at character 1, found the end'],
  ['a (b)', 'character 3: expected "and", "or" or the end, found "("'],
  ['()', 'character 2: expected a name, "not" or "(", found ")"'],
  ['a)', 'character 2: this parenthesis was never opened'],
  ['a && b', 'character 3: "&&" is neither a name'],
  ['process.exit()', 'character 1: "process.exit" is neither a name'],
  ['__proto__', 'character 1: "__proto__" is neither a name'],
  ['not', 'character 4: expected a name'],
  ['('.repeat(51) + 'a', 'character 51: more than 50 levels'],
  ['not '.repeat(60) + 'a', 'character 201: more than 50 levels'],
  ['a or '.repeat(500) + 'a', 'character 2001: it goes on'],
])('%j is refused at the place of the mistake', (text, complaint) => {
  expect(() => parseExpression(text)).toThrow(`combination, ${complaint}`);
});

test('the places of names are told', () => {
  expect(namesIn(parseExpression('a and (b or not a)').expression)).toMatchObject([
    { name: 'a', at: 1 },
    { name: 'b', at: 8 },
    { name: 'a', at: 17 },
  ]);
});

const yes: Verdict = { admitted: true };
const briefly: Verdict = { admitted: true, duration: 10 };
const longer: Verdict = { admitted: true, duration: 60 };
const no: Verdict = { admitted: false, reason: 'address' };
const login: Verdict = { admitted: false, reason: 'password', login: true };
const broken = new Error('away');

/** Judges; also gives who was asked, in order. */
async function judged(text: string, answers: Record<string, Verdict | Error>): Promise<[unknown, string]> {
  const asked: string[] = [];
  const verdict = await evaluate(parseExpression(text).expression, async (name) => {
    asked.push(name);
    const answer = answers[name];
    if (!answer) throw new Error(`there is no ${name}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }).catch((error: unknown) => error);
  return [verdict, asked.join('')];
}

test.each<[string, Record<string, Verdict | Error>, unknown, string]>([
  ['a and b', { a: yes, b: yes }, yes, 'ab'],
  ['a and b', { a: yes, b: no }, no, 'ab'],
  ['a and b', { a: no, b: yes }, no, 'a'],
  ['a or b', { a: yes, b: no }, yes, 'a'],
  ['a or b', { a: no, b: yes }, yes, 'ab'],
  ['a or b', { a: no, b: login }, { admitted: false, reason: 'address; password', login: true }, 'ab'],
  ['a and b', { a: yes, b: login }, login, 'ab'],
  ['a and b', { a: no, b: login }, no, 'a'],
  ['not a', { a: no }, yes, 'a'],
  ['not a', { a: yes }, { admitted: false, reason: 'those whom a admits are not wanted here' }, 'a'],
  ['not (a or b)', { a: no, b: no }, yes, 'ab'],
  ['not a and b or c', { a: no, b: no, c: yes }, yes, 'abc'],
  // How long it stays true.
  ['a and b', { a: briefly, b: longer }, briefly, 'ab'],
  ['a and b', { a: yes, b: longer }, longer, 'ab'],
  ['a or b', { a: briefly, b: longer }, longer, 'ab'],
  ['a or b', { a: briefly, b: yes }, yes, 'ab'],
  ['a or b', { a: briefly, b: no }, briefly, 'ab'],
  ['not a or b', { a: longer, b: briefly }, briefly, 'ab'],
  // An algorithm that cannot judge decides only where the others leave it open.
  ['a or b', { a: broken, b: yes }, yes, 'ab'],
  ['a and b', { a: broken, b: no }, no, 'ab'],
  ['a and b', { a: broken, b: yes }, broken, 'ab'],
  ['a or b', { a: broken, b: no }, broken, 'ab'],
  ['not a', { a: broken }, broken, 'a'],
  ['not a and b', { a: broken, b: no }, no, 'ab'],
])('%s with %j', async (text, answers, verdict, asked) => {
  expect(await judged(text, answers)).toEqual([verdict, asked]);
});
