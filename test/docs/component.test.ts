import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue, loadDefinition } from '../../core/src/catalogue';
import { pipelineText, type ComponentDefinition } from '../../core/src/plugin';
import { checkComponent } from '../../core/src/testing/check';
import { writeDocumentedPackage } from '../support/documented-package';
import { codeBlocks, pageText } from '../support/pages';
import { API_VERSION } from '../../core/src/plugin';

const PAGE = 'docs/writing-a-component.md';
let folder: string;
beforeAll(() => {
  folder = writeDocumentedPackage();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the registry finds the printed package and has nothing to say against it', () => {
  const catalogue = Catalogue.scan({ roots: [], folders: [folder] });
  expect(catalogue.problems()).toEqual([]);
  expect(catalogue.types()).toEqual(['mirror-converter']);
  const { spec } = loadDefinition(folder, 'mirror-converter');
  expect(pipelineText(spec, {})).toContain('videoflip name=flip');
});

test('the printed plug is found, and fits', () => {
  const catalogue = Catalogue.scan({ roots: [], folders: [join(folder, 'echo')] });
  expect(catalogue.problems()).toEqual([]);
  expect(catalogue.plugTypes()).toEqual(['effect-echo']);
});

test.each(['index.js', 'byte-counter/index.js'])('%s is a component without a complaint', (file) => {
  const definition = jest.requireActual<ComponentDefinition>(join(folder, file));
  expect(checkComponent(definition)).toEqual([]);
});

test('the package is as short as the README says', () => {
  const lines = codeBlocks(PAGE)
    .filter(({ note }) => note === 'file: package.json' || note === 'file: index.js')
    .map(({ text }) => text.trimEnd().split('\n').length);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(40);
});

test('the page tells the version of the API that there is', () => {
  expect(pageText(PAGE)).toContain(`which is that of this page: ${API_VERSION}.`);
});
