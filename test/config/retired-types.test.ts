import { expect, test } from '@jest/globals';
import { Catalogue } from '../../core/src/catalogue';
import { parsePlanet } from '../../core/src/config/planet-file';
import { RETIRED_TYPES, retiredText } from '../../core/src/config/retired-types';
import { configCatalogue } from '../support/config-catalogue';

const components = Object.entries(RETIRED_TYPES).filter(([, { kind }]) => kind === 'component');
const plugs = Object.entries(RETIRED_TYPES).filter(([, { kind }]) => kind === 'plug');

function planet(inside: string): () => unknown {
  return () => parsePlanet(`<planet>${inside}</planet>`, 'planet.xml', configCatalogue);
}

test.each(components)('a planet that names %s is told what to write instead', (type, { instead }) => {
  const component = `<component name="mine" type="${type}" worker="attic"/>`;
  expect(planet(`<flow name="f">${component}</flow>`)).toThrow(
    expect.objectContaining({
      code: 'planet-invalid',
      message: expect.stringMatching(
        new RegExp(`planet.xml:1: component type "${type}" is retired: [^]*name="mine"[^]*worker="attic"`),
      ),
    }),
  );
  expect(retiredText(type, 'component')).toContain(instead);
});

test.each(plugs)('a planet that names the plug %s is told what to do instead', (type, { instead }) => {
  const plug = `<plugs><plug type="${type}"><property name="width">3</property></plug></plugs>`;
  const component = `<component name="mine" type="test-streamer" worker="attic"><property name="mount-point">/</property>${plug}</component>`;
  expect(planet(`<flow name="f">${component}</flow>`)).toThrow(`plug type "${type}" is retired: `);
  expect(retiredText(type, 'plug')).toContain(instead);
});

test('the catalogue says so of a retired type, and another type is simply unknown', () => {
  const catalogue = Catalogue.scan({ roots: [], folders: [] });
  expect(() => catalogue.definition('smoke-encoder')).toThrow(/is retired: [^]*type="jpeg-encoder"/);
  expect(() => catalogue.definition('component-cortado')).toThrow(/is retired: [^]*type="component-html5"/);
  expect(() => catalogue.definition('smoked-encoder')).toThrow(/install the npm package/);
});

test('a name from the file cannot break out of the lines', () => {
  expect(retiredText('dirac-encoder', 'component', { name: 'a"><b', worker: '{name}' })).toContain(
    'name="a&quot;&gt;&lt;b" type="theora-encoder" worker="{name}"',
  );
});
