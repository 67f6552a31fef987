import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import { Catalogue } from '../../core/src/catalogue';
import { parsePlanet, readPlanetFile } from '../../core/src/config/planet-file';
import { planetJson } from '../../core/src/model/planet-json';
import { planetSchema } from '../../core/src/model/planet-schema';
import { definePlug, isComponent, type AnyComponentSpec } from '../../core/src/plugin';
import { validateValues } from '../../core/src/model/values';
import { configCatalogue } from '../support/config-catalogue';

const ROOT = join(__dirname, '../..');
const CONF = join(ROOT, 'conf');
const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });
const samples = [
  'managers/default/planet.xml',
  ...readdirSync(join(CONF, 'planets')).map((name) => `planets/${name}`),
];
const own = {
  find: (type: string) => configCatalogue.find(type),
  types: () => configCatalogue.types(),
  findPlug: () => plug.spec,
  plugTypes: () => ['test-logger'],
};
const plug = definePlug({
  type: 'test-logger',
  socket: 'component',
  description: 'For tests.',
  properties: { logfile: { type: 'string', required: true, description: 'File.' } },
});

/** Compiles a schema in strict mode, which finds keywords that do nothing. */
function validator(schema: object): ValidateFunction {
  return new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(
    schema,
  );
}

function complaints(validate: ValidateFunction, json: unknown): string[] {
  // As it travels.
  validate(JSON.parse(JSON.stringify(json)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const validateReal = validator(planetSchema(catalogue));
const validateOwn = validator(planetSchema(own));

test.each(samples)('%s is valid in its JSON form', (name) => {
  const { planet } = readPlanetFile(join(CONF, name), catalogue);
  expect(complaints(validateReal, planetJson(planet))).toEqual([]);
});

function planet(properties: object, type = 'test-encoder', more: object = {}): object {
  const component = {
    name: 'it',
    type,
    worker: 'w',
    eaters: {},
    properties,
    plugs: [],
    virtualFeeds: {},
    ...more,
  };
  return { atmosphere: [], flows: [{ name: 'main', components: [component] }] };
}

test.each<[string, object, string]>([
  ['a value out of range', planet({ bitrate: 5 }), 'must be >= 1000'],
  ['a value of another kind', planet({ bitrate: 'fast' }), 'must be integer'],
  ['an unknown property', planet({ colour: 1 }), 'must NOT have additional properties'],
  ['an unknown type', planet({}, 'test-nothing'), 'must be equal to one of the allowed values'],
  ['a word that is none of the values', planet({ pattern: 'stripes' }, 'test-producer'), 'allowed values'],
  ['no fraction', planet({ framerate: [25, 0] }, 'test-producer'), 'must be >= 1'],
  [
    'a property left out that is required',
    planet({}, 'test-streamer'),
    "must have required property 'mount-point'",
  ],
  [
    'one of several values that is wrong',
    planet({ 'mount-point': '/', 'ip-filter': [1] }, 'test-streamer'),
    'must be string',
  ],
  [
    'a wrong value in a compound',
    planet({ input: [{ 'feeder-alias': 'a', alpha: 2 }] }, 'test-combiner'),
    'must be <= 1',
  ],
  [
    'an eater that is not there',
    planet({}, 'test-encoder', { eaters: { video: [] } }),
    'property name must be valid',
  ],
  [
    'two feeds for an eater that takes one',
    planet({}, 'test-encoder', {
      eaters: {
        default: [
          { feed: 'a', alias: 'a' },
          { feed: 'b', alias: 'b' },
        ],
      },
    }),
    'must NOT have more than 1 items',
  ],
  [
    'a plug without what it needs',
    planet({}, 'test-encoder', { plugs: [{ type: 'test-logger', properties: {} }] }),
    "required property 'logfile'",
  ],
])('%s is not valid', (_, json, words) => {
  expect(complaints(validateOwn, json)).toEqual(expect.arrayContaining([expect.stringContaining(words)]));
});

test('what the reader makes of every kind of value is valid', () => {
  const text = `<planet><flow name="main">
    <component name="p" type="test-producer" worker="w"><property name="framerate">30000/1001</property>
      <property name="pattern">ball</property><property name="live">no</property></component>
    <component name="e" type="test-encoder" worker="w"><eater name="default"><feed>p</feed></eater>
      <property name="bitrate">5000</property><property name="quality">0.5</property><property name="sharpness">3</property></component>
    <component name="c" type="test-combiner" worker="w"><eater name="master"><feed>e</feed></eater>
      <compound-property name="input"><property name="feeder-alias">master</property></compound-property></component>
  </flow></planet>`;
  const read = parsePlanet(text, 'planet.xml', configCatalogue).planet;
  expect(complaints(validateOwn, planetJson(read))).toEqual([]);
});

const types: readonly AnyComponentSpec[] = catalogue.list().map(({ value }) => value.spec);

test.each(types.map((spec) => [spec.type, spec] as const))(
  'the defaults of %s are valid values',
  (type, spec) => {
    const given = Object.fromEntries(
      Object.entries(spec.properties ?? {}).flatMap(([name, property]) =>
        'default' in property ? [[name, property.default]] : [],
      ),
    );
    const { values } = validateValues(spec.properties ?? {}, given);
    const found = complaints(validateReal, planet(values, type)).filter((text) =>
      text.includes('/properties/'),
    );
    expect(found).toEqual([]);
    expect(isComponent(catalogue.definition(type))).toBe(true);
  },
);
