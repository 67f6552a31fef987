import { assignFeeds } from '../../../core/src/manager/plan/feeds';
import type { FeedRecord } from '../../../core/src/manager/plan/types';
import { managerPlanet, workerFacts, workersByName } from '../../support/manager-planet';

const FLOW = (video: string, encoder: string): string => `<flow name="main">
  <component name="video" type="test-video" worker="${video}"/>
  <component name="encoder" type="test-encoder" worker="${encoder}">
    <eater name="default"><feed>video</feed></eater>
  </component>
</flow>`;
const FEED = '/main/video:default';

let made = 0;
const options = { newSecret: () => `secret-${(made += 1)}`, encrypted: true };
beforeEach(() => {
  made = 0;
});

const none = new Map<string, FeedRecord>();

it('gives every feed a secret and keeps it', () => {
  const planet = managerPlanet(FLOW('one', 'one'));
  const first = assignFeeds(planet, workersByName(workerFacts('one')), none, options);
  expect([...first]).toEqual([
    [FEED, { secret: 'secret-1' }],
    ['/main/encoder:default', { secret: 'secret-2' }],
  ]);
  expect(assignFeeds(planet, workersByName(workerFacts('one')), first, options)).toEqual(first);
});

it('gives a port only when an eater on another worker is known', () => {
  const planet = managerPlanet(FLOW('one', 'two'));
  const alone = assignFeeds(planet, workersByName(workerFacts('one')), none, options);
  expect(alone.get(FEED)).toEqual({ secret: 'secret-1' });
  const both = workersByName(workerFacts('one'), workerFacts('two'));
  expect(assignFeeds(planet, both, alone, options).get(FEED)).toEqual({
    secret: 'secret-1',
    port: 8600,
    worker: 'one',
  });
});

it('keeps the port while the eater is away and when ports become free', () => {
  const planet = managerPlanet(FLOW('one', 'two'));
  const records = new Map([[FEED, { secret: 's', port: 8602, worker: 'one' }]]);
  expect(assignFeeds(planet, new Map(), records, options).get(FEED)).toEqual(records.get(FEED));
  const both = workersByName(workerFacts('one'), workerFacts('two'));
  expect(assignFeeds(planet, both, records, options).get(FEED)).toEqual(records.get(FEED));
});

it('gives a new port when the component moves or the worker has other ports', () => {
  const records = new Map([[FEED, { secret: 's', port: 8602, worker: 'one' }]]);
  const both = workersByName(workerFacts('one', { feederPorts: [9000] }), workerFacts('two'));
  const stayed = assignFeeds(managerPlanet(FLOW('one', 'two')), both, records, options);
  expect(stayed.get(FEED)).toEqual({ secret: 's', port: 9000, worker: 'one' });
  const moved = assignFeeds(managerPlanet(FLOW('two', 'one')), both, records, options);
  expect(moved.get(FEED)).toEqual({ secret: 's', port: 8600, worker: 'two' });
});

it('lets the system choose on a worker without ports, and keeps what it chose', () => {
  const planet = managerPlanet(FLOW('one', 'two'));
  const both = workersByName(workerFacts('one', { feederPorts: [] }), workerFacts('two'));
  const first = assignFeeds(planet, both, none, options);
  expect(first.get(FEED)).toMatchObject({ port: 0 });
  const reported = new Map([[FEED, { secret: 's', port: 41000, worker: 'one' }]]);
  expect(assignFeeds(planet, both, reported, options).get(FEED)).toMatchObject({ port: 41000 });
});

describe('several feeders', () => {
  const planet = managerPlanet(`<flow name="main">
    <component name="a" type="test-video" worker="one"/>
    <component name="b" type="test-video" worker="two"/>
    <component name="c" type="test-encoder" worker="three"><eater name="default"><feed>a</feed></eater></component>
    <component name="d" type="test-encoder" worker="three"><eater name="default"><feed>b</feed></eater></component>
  </flow>`);
  const ports = (
    machineOfTwo: string,
    feederPorts: readonly number[] = [8600, 8601],
  ): (number | undefined)[] => {
    const workers = workersByName(
      workerFacts('one', { feederPorts }),
      workerFacts('two', { feederPorts, machine: machineOfTwo }),
      workerFacts('three'),
    );
    const records = assignFeeds(planet, workers, none, options);
    return ['/main/a:default', '/main/b:default'].map((feed) => records.get(feed)?.port);
  };

  it('get different ports on workers of one machine', () => {
    expect(ports('machine-a')).toEqual([8600, 8601]);
  });

  it('may have the same port on two machines', () => {
    expect(ports('machine-b')).toEqual([8600, 8600]);
  });

  it('go without when the ports are used up', () => {
    expect(ports('machine-a', [8600])).toEqual([8600, undefined]);
  });
});

describe('encryption', () => {
  const planet = managerPlanet(FLOW('one', 'two'));
  const near = workersByName(workerFacts('one'), workerFacts('two'));
  const far = workersByName(workerFacts('one'), workerFacts('two', { machine: 'm2', address: '10.0.0.2' }));

  it('is for eaters on other machines', () => {
    expect(assignFeeds(planet, near, none, options).get(FEED)?.encrypted).toBeUndefined();
    expect(assignFeeds(planet, far, none, options).get(FEED)?.encrypted).toBe(true);
  });

  it('stays when the eater comes nearer, and is not there on a tcp planet', () => {
    const records = assignFeeds(planet, far, none, options);
    expect(assignFeeds(planet, near, records, options).get(FEED)?.encrypted).toBe(true);
    const plain = { ...options, encrypted: false };
    expect(assignFeeds(planet, far, none, plain).get(FEED)?.encrypted).toBeUndefined();
  });
});
