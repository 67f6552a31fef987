import { join } from 'node:path';
import { parsePlanet, readPlanetFile } from '../../core/src/config/planet-file';
import { writePlanet } from '../../core/src/config/planet-writer';
import type { ComponentConfig, FeedLink, PlanetFile } from '../../core/src/model/planet';
import type { PropertyValue } from '../../core/src/plugin';
import { configCatalogue } from '../support/config-catalogue';
import { withoutPlaces } from '../support/without-places';

/** A small generator of numbers that gives the same ones for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  ' ',
  '\n',
  '\t',
  '\r',
  '&',
  '<',
  '>',
  '"',
  "'",
  ']]>',
  '<![CDATA[',
  '&amp;',
  '-->',
  'é',
  '😀',
  'x',
  '0',
];

function randomPlanet(seed: number): PlanetFile {
  const below = generator(seed);
  const text = (pieces: readonly string[]): string =>
    Array.from({ length: below(6) }, () => pieces[below(pieces.length)] ?? '').join('');
  const raw = (): string => text(PIECES);
  const line = (): string => text(PIECES.filter((piece) => !/[\r\n]/.test(piece)));
  const maybe = <K extends string, V>(key: K, value: () => V): Partial<Record<K, V>> =>
    below(2) ? ({ [key]: value() } as Record<K, V>) : {};
  const list = (value: () => PropertyValue): PropertyValue[] => Array.from({ length: 1 + below(3) }, value);
  const links = (eater: string, count: number): FeedLink[] =>
    Array.from({ length: count }, (_, at) => ({
      feed: `source${at}:default`,
      alias: at === 0 ? eater : `alias ${at}`,
    }));
  const base = (name: string, type: string): ComponentConfig => ({
    name,
    type,
    ...maybe('label', () => `L${raw()}`),
    worker: `worker-${below(9)}`,
    eaters: {},
    properties: {},
    plugs: [],
    virtualFeeds: {},
  });
  const producer: ComponentConfig = {
    ...base('producer', 'test-producer'),
    properties: {
      ...maybe('width', () => 16 + below(1000)),
      ...maybe('framerate', () => [1001 + below(60000), 1001] as const),
      ...maybe('live', () => below(2) === 1),
      ...maybe('note', raw),
    },
    virtualFeeds: { 'a:b': 'default', 'a:default': 'extra' },
    clockMaster: true,
  };
  const mixer: ComponentConfig = {
    ...base('mixer', 'test-combiner'),
    eaters: { master: links('master', 1) },
    properties: {
      ...maybe('input', () =>
        list(() => ({
          'feeder-alias': line(),
          ...maybe('alpha', () => below(1000) / 1000),
          ...maybe('at', () => list(() => below(100) - 50)),
        })),
      ),
    },
  };
  const muxer = { ...base('muxer', 'test-muxer'), eaters: { default: links('default', 1 + below(4)) } };
  const streamer: ComponentConfig = {
    ...base('streamer', 'test-streamer'),
    eaters: { default: links('default', 1) },
    properties: {
      'mount-point': `/${line()}`,
      ...maybe('ip-filter', () => list(line)),
      ...maybe('password', line),
    },
    plugs: [{ type: 'test-logger', properties: { logfile: line() } }],
  };
  const { worker: _, ...bouncer } = base('bouncer', 'test-bouncer');
  return {
    file: 'f.xml',
    ...maybe('manager', () => ({
      ...maybe('name', () => `n${line()}`),
      ...maybe('port', () => 1 + below(65535)),
      ...maybe('transport', () => 'tcp' as const),
      ...maybe('bouncer', () => bouncer),
      plugs: [],
    })),
    atmosphere: [{ ...base('guard', 'test-bouncer'), properties: maybe('data', raw) }],
    flows: [{ name: 'a flow', components: [producer, mixer, muxer, streamer] }],
  };
}

function read(text: string): PlanetFile {
  return parsePlanet(text, 'f.xml', configCatalogue).planet;
}

describe('writePlanet', () => {
  it('writes what is read back as the same planet, for two thousand random ones', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const planet = randomPlanet(seed);
      const text = writePlanet(planet, configCatalogue);
      expect({ seed, planet: withoutPlaces(read(text)) }).toEqual({ seed, planet });
    }
  });

  it('writes the same text again after reading', () => {
    const full = readPlanetFile(
      join(__dirname, '../fixtures/planets/every-form.xml'),
      configCatalogue,
    ).planet;
    const text = writePlanet(full, configCatalogue);
    expect(withoutPlaces({ ...read(text), file: full.file })).toEqual(withoutPlaces(full));
    expect(writePlanet(read(text), configCatalogue)).toBe(text);
  });

  it('is readable', () => {
    const planet = read(
      '<planet><flow name="f"><component worker="w" type="test-producer" name="p"><property name="width">64</property>' +
        '<property name="framerate">25</property></component><component name="e" type="test-encoder" worker="w">' +
        '<source>p</source></component></flow></planet>',
    );
    expect(writePlanet(planet, configCatalogue)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<planet>
  <flow name="f">
    <component name="p" type="test-producer" worker="w">
      <property name="width">64</property>
      <property name="framerate">25/1</property>
    </component>
    <component name="e" type="test-encoder" worker="w">
      <eater name="default">
        <feed>p:default</feed>
      </eater>
    </component>
  </flow>
</planet>
`);
  });
});
