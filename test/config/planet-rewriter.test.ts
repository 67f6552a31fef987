import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlanet } from '../../core/src/config/planet-file';
import { rewritePlanet } from '../../core/src/config/planet-rewriter';
import { writePlanet } from '../../core/src/config/planet-writer';
import type { ComponentConfig, PlanetFile } from '../../core/src/model/planet';
import type { PropertyValue } from '../../core/src/plugin';
import { configCatalogue } from '../support/config-catalogue';
import { withoutPlaces } from '../support/without-places';

const TEXT = `<?xml version="1.0"?>
<!-- our planet -->
<planet>
\t<!-- the one flow -->
\t<flow name='f'>

\t\t<!-- the camera > in the hall -->
\t\t<component type="test-producer" name="camera"   worker="w">
\t\t\t<!-- wide -->
\t\t\t<property name="width">0x40</property> <!-- hexadecimal -->
\t\t\t<property name="note"><![CDATA[ <property name="x"> ]]></property>
\t\t</component>

\t\t<!-- the encoder -->
\t\t<component name="encoder" type="test-encoder" worker="w"><source>camera</source><property name="bitrate">5000</property></component>
\t\t<!-- the last word -->
\t</flow>
</planet>
<!-- end -->
`;

const read = (text: string): PlanetFile => parsePlanet(text, 'f.xml', configCatalogue).planet;

type Change = (components: readonly ComponentConfig[]) => readonly ComponentConfig[];

/** The text after a change of the first flow; it says what it is to say. */
function rewritten(change: Change, text = TEXT): string {
  const before = read(text);
  const after = {
    ...before,
    flows: before.flows.map((flow, at) =>
      at === 0 ? { ...flow, components: change(flow.components) } : flow,
    ),
  };
  const result = rewritePlanet(text, before, after, configCatalogue);
  expect(withoutPlaces(read(result))).toEqual(withoutPlaces(after));
  return result;
}

const having =
  (name: string, properties: Record<string, PropertyValue>): Change =>
  (components) =>
    components.map((one) =>
      one.name === name ? { ...one, properties: { ...one.properties, ...properties } } : one,
    );

it('changes nothing where nothing changes', () => {
  expect(rewritten((components) => components)).toBe(TEXT);
});

it('changes one value and nothing else', () => {
  expect(rewritten(having('camera', { width: 80 }))).toBe(TEXT.replace('0x40', '80'));
});

it('puts a new value and a new component in, in the way of their neighbours', () => {
  expect(rewritten(having('camera', { live: false }))).toBe(
    TEXT.replace(']]></property>', ']]></property>\n\t\t\t<property name="live">false</property>'),
  );
  const text = rewritten((components) => [
    ...components,
    {
      name: 'last',
      type: 'test-producer',
      worker: 'w',
      eaters: {},
      properties: {},
      plugs: [],
      virtualFeeds: {},
    },
  ]);
  expect(text).toBe(
    TEXT.replace(
      '\t\t<!-- the last',
      '\t\t<component name="last" type="test-producer" worker="w"/>\n\t\t<!-- the last',
    ),
  );
});

it('takes a component away with the comment in front of it', () => {
  const text = rewritten((components) => components.slice(0, 1));
  expect(text).not.toContain('the encoder');
  expect(text).toContain('<!-- the camera > in the hall -->');
  expect(text).toContain('the last word');
});

it('writes a component anew that says the same in other elements', () => {
  const text = rewritten(having('encoder', { bitrate: 6000 }));
  expect(text).toContain('<feed>camera:default</feed>');
  expect(text).toContain('<property name="width">0x40</property> <!-- hexadecimal -->');
});

it('changes an attribute in its tag alone', () => {
  const text = rewritten((components) =>
    components.map((one) => (one.name === 'camera' ? { ...one, worker: 'other' } : one)),
  );
  expect(text).toBe(
    TEXT.replace(
      '<component type="test-producer" name="camera"   worker="w">',
      '<component name="camera" type="test-producer" worker="other">',
    ),
  );
});

it('takes the order that is given', () => {
  const text = rewritten((components) => [...components].reverse());
  expect(text.indexOf('"encoder"')).toBeLessThan(text.indexOf('"camera"'));
});

it('writes all anew that stands in another encoding', () => {
  const text = TEXT.replace('?>', ' encoding="iso-8859-1"?>');
  expect(rewritten(having('camera', { note: 'é' }), text)).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>/,
  );
});

it('says what it is to say for every form of a file', () => {
  const text = readFileSync(join(__dirname, '../fixtures/planets/every-form.xml'), 'utf8');
  for (const name of ['producer', 'old encoder', 'mixer', 'muxer', 'streamer', 'late']) {
    const labelled = rewritten(
      (components) => components.map((one) => (one.name === name ? { ...one, label: 'new' } : one)),
      text,
    );
    expect(labelled).toContain('label="new"');
    const less = rewritten((components) => components.filter((one) => one.name !== name), text);
    expect(less).not.toContain(`<component name="${name}"`);
  }
});

it('leaves a file that it wrote in its form', () => {
  const text = writePlanet(read(TEXT), configCatalogue);
  const changed = rewritten(having('camera', { width: 80, live: false }), text);
  expect(changed).toBe(writePlanet(read(changed), configCatalogue));
});
