import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { parsePlanet, readPlanetFile } from '../../core/src/config/planet-file';
import { writePlanet } from '../../core/src/config/planet-writer';
import { problemText } from '../../core/src/model/problem';
import { withoutPlaces } from '../support/without-places';

const CONF = join(__dirname, '../../conf');
const samples = [
  'managers/default/planet.xml',
  ...readdirSync(join(CONF, 'planets')).map((name) => `planets/${name}`),
];
const catalogue = Catalogue.scan();

describe('the sample planet', () => {
  it.each(samples)('%s loads without a warning and survives being written', (name) => {
    const path = join(CONF, name);
    const { planet, warnings } = readPlanetFile(path, catalogue);
    expect(warnings.map(problemText)).toEqual([]);
    const again = parsePlanet(writePlanet(planet, catalogue), path, catalogue).planet;
    expect(withoutPlaces(again)).toEqual(withoutPlaces(planet));
  });

  it.each(samples)('%s listens on this machine only', (name) => {
    const { planet } = readPlanetFile(join(CONF, name), catalogue);
    expect(planet.manager?.host).toBe('127.0.0.1');
    const streamers = [...planet.atmosphere, ...planet.flows.flatMap((flow) => flow.components)].filter(
      ({ type, properties }) =>
        type === 'porter' || (type === 'http-streamer' && properties['type'] !== 'slave'),
    );
    expect(streamers.length).toBeGreaterThan(0);
    for (const { properties } of streamers) expect(properties['interface']).toBe('127.0.0.1');
  });
});
