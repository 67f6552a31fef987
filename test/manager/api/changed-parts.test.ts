import { changedParts } from '../../../core/src/manager/api/changed-parts';

test('what two states have in common is left out, at whatever depth', () => {
  const before = {
    main: { video: { type: 'v', properties: { a: 1, b: 2 } }, gone: { type: 'g' } },
    same: {},
  };
  const after = { main: { video: { type: 'v', properties: { a: 1, b: 3 } } }, same: {}, fresh: { a: 1 } };
  expect(changedParts(before, after)).toEqual({
    before: { main: { video: { properties: { b: 2 } }, gone: { type: 'g' } } },
    after: { main: { video: { properties: { b: 3 } } }, fresh: { a: 1 } },
  });
});

test('lists are whole, and nothing is left of what is the same', () => {
  expect(changedParts({ a: [1, 2], b: 1 }, { a: [1, 3], b: 1 })).toEqual({
    before: { a: [1, 2] },
    after: { a: [1, 3] },
  });
  expect(changedParts({ a: { b: 1 } }, { a: { b: 1 } })).toEqual({ before: undefined, after: undefined });
  expect(changedParts(undefined, { a: 1 })).toEqual({ before: undefined, after: { a: 1 } });
});
