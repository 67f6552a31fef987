import { Catalogue, loadDefinition, recognise } from '../core/src/catalogue';
import { defineComponent } from '../core/src/plugin';
import { FIXTURE_PLUGINS, fixturePlugin } from './support/plugin-fixtures';

const catalogue = Catalogue.scan({ roots: [], folders: [fixturePlugin('good'), fixturePlugin('wrong-api')] });

test('tells types, declarations and folders', () => {
  expect(catalogue.types()).toEqual(['good-producer']);
  expect(catalogue.find('good-producer')?.description).toBe('Makes a picture for tests.');
  expect(catalogue.definition('good-producer').spec).toBe(catalogue.find('good-producer'));
  expect(catalogue.packageDir('good-producer')).toBe(fixturePlugin('good'));
});

test.each([
  ['god-producer', 'did you mean good-producer?'],
  ['toaster', 'install the npm package that has it'],
  ['wrong-api-producer', 'it wants ^7.0.0'],
])('an unknown type %s comes with advice', (type, words) => {
  expect(catalogue.find(type)).toBeUndefined();
  expect(() => catalogue.definition(type)).toThrow(
    expect.objectContaining({
      code: 'component-type-unknown',
      message: expect.stringContaining(words) as string,
    }) as Error,
  );
  expect(() => catalogue.packageDir(type)).toThrow(
    expect.objectContaining({ code: 'component-type-unknown' }) as Error,
  );
});

test('complaints about a declaration are problems', () => {
  const { types, problems } = (() => {
    const all = Catalogue.scan({ roots: [], folders: [fixturePlugin('bad-declaration')] });
    return { types: all.types(), problems: all.problems() };
  })();
  expect(types).toEqual(['sound-producer']);
  expect(problems).toMatchObject([{ reason: 'bad-declaration', types: ['unsound-producer'] }]);
});

test('the folders of FLU_PROJECT_PATH are searched', () => {
  const before = process.env['FLU_PROJECT_PATH'];
  process.env['FLU_PROJECT_PATH'] = `${fixturePlugin('good')}:${fixturePlugin('two-in-one')}`;
  try {
    expect(Catalogue.scan({ roots: [] }).types()).toEqual([
      'first-producer',
      'good-producer',
      'second-producer',
    ]);
  } finally {
    if (before === undefined) delete process.env['FLU_PROJECT_PATH'];
    else process.env['FLU_PROJECT_PATH'] = before;
  }
});

test('every package of this repository loads without a problem', () => {
  const own = Catalogue.scan({ folders: [] });
  expect(own.problems()).toEqual([]);
  expect(own.types()).toEqual(expect.arrayContaining(['ogg-muxer', 'theora-encoder', 'videotest-producer']));
});

test('a job loads its one package', () => {
  expect(loadDefinition(fixturePlugin('good'), 'good-producer').spec.type).toBe('good-producer');
  expect(() => loadDefinition(fixturePlugin('throws'), 'throws-producer')).toThrow(
    expect.objectContaining({
      code: 'plugin-unusable',
      message: expect.stringContaining('the flux capacitor is empty') as string,
    }) as Error,
  );
  expect(() => loadDefinition(fixturePlugin('good'), 'other-producer')).toThrow(
    expect.objectContaining({ message: expect.stringContaining('has no such type') as string }) as Error,
  );
  expect(() => loadDefinition(`${FIXTURE_PLUGINS}/never-made`, 'x')).toThrow(
    expect.objectContaining({ code: 'plugin-unusable' }) as Error,
  );
});

describe('recognises', () => {
  const component = defineComponent({ type: 'x', kind: 'misc', description: 'Does nothing.' });
  test.each([
    ['the module itself', component],
    ['its default', { default: component }],
    ['a default seen through another module', { default: { default: component } }],
    ['module.default.default', { default: { default: { default: component } } }],
    ['an array', { default: [component] }],
  ])('%s', (_, exported) => {
    expect(recognise(exported)).toEqual([{ type: 'x', value: component, complaints: [] }]);
  });

  test.each([
    ['nothing', undefined, 'the default export was not made'],
    ['an empty array', [], 'the exported array is empty'],
    ['an array with a stranger', [component, {}], 'entry 1 of the exported array'],
    ['endless defaults', endless(), 'the default export was not made'],
  ])('refuses %s', (_, exported, words) => {
    expect(recognise(exported)).toEqual(expect.stringContaining(words));
  });
});

function endless(): object {
  const module: { default?: object } = {};
  module.default = module;
  return module;
}
