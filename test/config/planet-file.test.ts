import { join } from 'node:path';
import { parsePlanet, readPlanetFile } from '../../core/src/config/planet-file';
import type { ComponentConfig } from '../../core/src/model/planet';
import { problemText } from '../../core/src/model/problem';
import { configCatalogue } from '../support/config-catalogue';
import { withoutPlaces } from '../support/without-places';

const FULL = join(__dirname, '../fixtures/planets/every-form.xml');

function component(flow: readonly ComponentConfig[], name: string): ComponentConfig {
  const found = flow.find((each) => each.name === name);
  if (!found) throw new Error(`no component ${name}`);
  return found;
}

function parseFlow(body: string): ReturnType<typeof parsePlanet> {
  return parsePlanet(`<planet><flow name="f">\n${body}</flow></planet>`, 'f.xml', configCatalogue);
}

describe('a planet file with every form Flumotion 0.10 knows', () => {
  const { planet, warnings } = readPlanetFile(FULL, configCatalogue);
  const flow = planet.flows[0]?.components ?? [];

  it('gives the manager its settings, bouncer and plugs', () => {
    const { bouncer, ...settings } = planet.manager ?? { plugs: [] };
    expect(settings).toEqual({
      name: 'main',
      host: '127.0.0.1',
      port: 7531,
      transport: 'ssl',
      certificate: 'default.pem',
      debug: '*:3,feed:5',
      plugs: [],
    });
    expect(bouncer).toMatchObject({
      name: 'manager-bouncer',
      type: 'test-bouncer',
      properties: { data: '\nuser:PSfNpHTkpTx1M\n' },
    });
    expect(bouncer?.worker).toBeUndefined();
  });

  it('gathers the atmosphere and the parts of a flow', () => {
    expect(planet.atmosphere.map((each) => each.name)).toEqual(['guard', 'second-guard']);
    expect(planet.flows.map((each) => each.name)).toEqual(['default', 'night']);
    expect(flow.map((each) => each.name)).toEqual([
      'producer',
      'encoder',
      'old encoder',
      'mixer',
      'muxer',
      'streamer',
      'late',
    ]);
  });

  it('reads values by declaration', () => {
    expect(component(flow, 'producer')).toEqual({
      name: 'producer',
      type: 'test-producer',
      label: 'Camera <1>',
      worker: 'one.example.org',
      eaters: {},
      properties: { width: 64, framerate: [30000, 1001], pattern: 'ball', live: false, note: ' a &\n b ' },
      plugs: [],
      virtualFeeds: { 'main:video': 'default', 'spare:default': 'extra' },
      clockMaster: true,
      place: { file: FULL, line: 30 },
    });
  });

  it('reads lists and blocks', () => {
    expect(component(flow, 'mixer').properties).toEqual({
      input: [
        { 'feeder-alias': 'left', at: [1, 2] },
        { 'feeder-alias': 'right', alpha: 0.5 },
      ],
    });
    expect(component(flow, 'streamer')).toMatchObject({
      properties: { 'mount-point': '/live', 'ip-filter': ['10.0.0.0/8', '127.0.0.1'] },
      plugs: [{ type: 'test-logger', properties: { logfile: 'access.log' } }],
    });
  });

  it('completes feeds and aliases', () => {
    expect(withoutPlaces(component(flow, 'encoder').eaters)).toEqual({
      default: [{ feed: 'producer:extra', alias: 'default' }],
    });
    expect(component(flow, 'encoder').eaters['default']?.[0]?.place).toEqual({ file: FULL, line: 47 });
    expect(withoutPlaces(component(flow, 'old encoder').eaters)).toEqual({
      default: [{ feed: 'producer:default', alias: 'default' }],
    });
    expect(withoutPlaces(component(flow, 'muxer').eaters)).toEqual({
      default: [
        { feed: 'encoder:default', alias: 'default' },
        { feed: 'old encoder:default', alias: 'default-bis' },
        { feed: 'mixer:default', alias: 'default-bis-bis' },
        { feed: 'main:video', alias: 'named' },
      ],
    });
  });

  it('warns of what is ignored, renamed or offered by nothing, and of nothing else', () => {
    expect(warnings.map(problemText).map((text) => text.replace(FULL, 'f'))).toEqual([
      'f:49: property "sharpness" is ignored: the encoder no longer has it',
      'f:50: property "keyframe-force" is now called "keyframe-maxdistance"',
      'f:104: nothing in this file offers the feed "elsewhere:default"; it is waited for',
    ]);
  });
});

describe('parsePlanet', () => {
  it('takes an empty planet', () => {
    expect(parsePlanet('<planet/>', 'p.xml', configCatalogue)).toEqual({
      planet: { file: 'p.xml', atmosphere: [], flows: [] },
      warnings: [],
    });
  });

  it('suggests the feed that was probably meant', () => {
    const { warnings } = parseFlow(`
      <component name="camera" type="test-producer" worker="w">
        <virtual-feed name="main:video" real="default"/>
      </component>
      <component name="a" type="test-encoder" worker="w"><eater name="default"><feed>camra</feed></eater></component>
      <component name="b" type="test-encoder" worker="w"><eater name="default"><feed>mian:video</feed></eater></component>`);
    expect(warnings.map((each) => each.text)).toEqual([
      'nothing in this file offers the feed "camra:default"; did you mean "camera"?',
      'nothing in this file offers the feed "mian:video"; did you mean "main:video"?',
    ]);
  });

  it('bounds the list of errors', () => {
    const body = '<componant/>\n'.repeat(5000);
    expect(() => parseFlow(body)).toThrow(/5000 errors:(\n.*){100}\nand 4900 more$/);
  });

  it.each(['a/b', 'a:b', '.', '..', '.hidden', ' a', 'a ', 'a\u0000', 'é', 'x'.repeat(101), '<b>', '-a'])(
    'refuses the name %j',
    (name) => {
      const attribute = name.replaceAll('<', '&lt;');
      expect(() => parseFlow(`<component name="${attribute}" type="test-producer" worker="w"/>`)).toThrow();
    },
  );

  it('names files that cannot be read', () => {
    expect(() => readPlanetFile('/nonexistent/planet.xml', configCatalogue)).toThrow(
      '/nonexistent/planet.xml cannot be read: no such file',
    );
    expect(() => readPlanetFile('/dev/zero', configCatalogue)).toThrow(/not a regular file/);
  });
});
