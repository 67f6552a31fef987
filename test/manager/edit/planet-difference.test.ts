import { planetDifference, type PlanetDifference } from '../../../core/src/manager/edit/planet-difference';
import { managerPlanet } from '../../support/manager-planet';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one"/>
  <component name="other" type="test-video" worker="one"/>
  <component name="encoder" type="test-encoder" worker="one"><eater name="default"><feed>video</feed></eater></component>
</flow>`;

/** What another text in place of one makes of the planet. */
function after(from: string, to: string): PlanetDifference {
  return planetDifference(managerPlanet(FLOW), managerPlanet(FLOW.replace(from, to)));
}

const NOTHING = { added: [], removed: [], restarted: [], changed: [] };

it('of the same planet is empty', () => {
  expect(after('x', 'x')).toEqual(NOTHING);
});

it.each([
  ['another feed', '<feed>video</feed>', '<feed>other</feed>', '/main/encoder', 'its eaters changed'],
  [
    'another type',
    'name="video" type="test-video"',
    'name="video" type="test-receiver"',
    '/main/video',
    'type test-video became test-receiver',
  ],
  [
    'a feed under another name',
    'name="other" type="test-video" worker="one"/>',
    'name="other" type="test-video" worker="one"><virtual-feed name="spare" real="default"/></component>',
    '/main/other',
    'its feeders changed',
  ],
  [
    'another worker',
    'name="other" type="test-video" worker="one"',
    'name="other" type="test-video" worker="two"',
    '/main/other',
    'it moves from worker one to two',
  ],
])('with %s names what is started afresh, and why', (_, from, to, id, because) => {
  expect(after(from, to)).toEqual({ ...NOTHING, restarted: [{ id, because }] });
});

it('with another label changes nothing that runs', () => {
  expect(after('name="video"', 'name="video" label="Hall"')).toEqual(NOTHING);
});

it('tells of values that come and go', () => {
  const given =
    'name="video" type="test-video" worker="one"><property name="pattern">3</property></component>';
  const none = 'name="video" type="test-video" worker="one"/>';
  expect(after(none, given)).toEqual({
    ...NOTHING,
    restarted: [{ id: '/main/video', because: 'property pattern changed' }],
    changed: [{ id: '/main/video', property: 'pattern', to: 3, live: false }],
  });
  expect(planetDifference(managerPlanet(FLOW.replace(none, given)), managerPlanet(FLOW)).changed).toEqual([
    { id: '/main/video', property: 'pattern', from: 3, live: false },
  ]);
});
