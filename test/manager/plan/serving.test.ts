import { chooseServing, type Life } from '../../../core/src/manager/plan/serving';
import { managerPlanet } from '../../support/manager-planet';

const planet = managerPlanet(`<flow name="main">
  <component name="a" type="test-video" worker="one"><virtual-feed name="cam:default" real="default"/></component>
  <component name="b" type="test-video" worker="two"><virtual-feed name="cam:default" real="default"/></component>
  <component name="c" type="test-video" worker="two"><virtual-feed name="cam:default" real="default"/></component>
</flow>`);
const FEED = '/main/cam:default';

it.each<readonly [string, readonly Life[], string | undefined, string]>([
  ['the first when none has started', ['dead', 'dead', 'dead'], undefined, 'a'],
  ['the first that is alive', ['dead', 'alive', 'alive'], undefined, 'b'],
  ['the next when it dies', ['dead', 'alive', 'alive'], 'a', 'b'],
  ['the first again when it is back', ['alive', 'alive', 'alive'], 'b', 'a'],
  ['the same while nobody lives', ['dead', 'dead', 'dead'], 'c', 'c'],
  ['the same while it is not known whether it lives', ['unknown', 'alive', 'alive'], 'a', 'a'],
  ['an earlier living one before one not known', ['alive', 'unknown', 'dead'], 'b', 'a'],
  ['a living one before one not known, at first', ['unknown', 'dead', 'alive'], undefined, 'c'],
  ['one not known before a dead one, at first', ['dead', 'unknown', 'dead'], undefined, 'b'],
  ['the first when the choice so far offers it no more', ['alive', 'alive', 'dead'], 'gone', 'a'],
])('chooses %s', (_, lives, current, chosen) => {
  const byId = new Map(['a', 'b', 'c'].map((name, at) => [`/main/${name}`, lives[at] ?? 'dead']));
  const before = new Map(current === undefined ? [] : [[FEED, `/main/${current}`]]);
  const serving = chooseServing(planet, (id) => byId.get(id) ?? 'dead', before);
  expect([...serving]).toEqual([[FEED, `/main/${chosen}`]]);
});
