import { ApiError } from '../app/api/client';
import { errorWords, fieldProblem, furtherProblems } from '../app/frame/error-words';

const ofFields = new ApiError(
  400,
  'body-invalid',
  'the body of the request cannot be used: user: expected no spaces; password: expected at least 12 characters',
  'user',
  undefined,
  [
    { field: 'user', text: 'expected no spaces' },
    { field: 'password', text: 'expected at least 12 characters' },
  ],
);

test('what is wrong with a form is told by its fields, not of the body of a request', () => {
  expect(errorWords(ofFields).text).toBe(
    'User: expected no spaces. Password: expected at least 12 characters.',
  );
  expect(furtherProblems(ofFields)).toEqual([]);
  expect(fieldProblem(ofFields, 'password')).toBe('expected at least 12 characters');
  expect(fieldProblem(ofFields, 'code')).toBeUndefined();
  expect(fieldProblem(null, 'user')).toBeUndefined();
});

test('a problem that the error says itself is not told twice', () => {
  const error = new ApiError(
    422,
    'change-refused',
    'the change is not made: /a/b: no such type',
    undefined,
    'Look.',
    [
      { text: 'no such type', level: 'error' },
      { text: 'a comment is not kept', level: 'warning' },
    ],
  );
  expect(errorWords(error)).toEqual({ text: error.message, advice: 'Look.' });
  expect(furtherProblems(error).map(({ text }) => text)).toEqual(['a comment is not kept']);
});
