import { followsClock, plan } from '../../../core/src/manager/plan/plan';
import { definePlug } from '../../../core/src/plugin';
import { judgePackage, type PackageVerdict } from '../../../core/src/manager/package-advice';
import type { FeedRecord, Knowledge, Plan, WorkerPackage } from '../../../core/src/manager/plan/types';
import type { Planet } from '../../../core/src/manager/planet';
import type { JobSpec } from '../../../core/src/rpc/job-spec';
import { managerPlanet, workerFacts, workersByName } from '../../support/manager-planet';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one">
    <property name="pattern">3</property>
    <virtual-feed name="cam:default" real="default"/>
  </component>
  <component name="spare" type="test-video" worker="one">
    <virtual-feed name="cam:default" real="default"/>
  </component>
  <component name="near" type="test-encoder" worker="one"><eater name="default"><feed>video</feed></eater></component>
  <component name="far" type="test-encoder" worker="two"><eater name="default"><feed alias="in">cam</feed></eater></component>
</flow>`;

const feeds = new Map<string, FeedRecord>(
  ['video', 'spare', 'near', 'far'].map(
    (name) => [`/main/${name}:default`, { secret: `of-${name}` }] as const,
  ),
);
const withPort = new Map<string, FeedRecord>([
  ...feeds,
  ['/main/video:default', { secret: 'of-video', port: 8600, worker: 'one' }],
  ['/main/spare:default', { secret: 'of-spare', port: 8601, worker: 'one' }],
]);

function known(other: Partial<Knowledge> = {}): Knowledge {
  return {
    workers: workersByName(workerFacts('one'), workerFacts('two')),
    feeds: withPort,
    clocks: new Map([['main', { machine: 'machine-a', baseTime: '1000' }]]),
    providers: new Map(),
    serving: new Map(),
    encrypted: true,
    local: false,
    ...other,
  };
}

const judge = (_: string, found: WorkerPackage, worker: string): PackageVerdict =>
  judgePackage({ name: '@test/components', version: '1.0.0' }, found, worker);

function planned(name: string, knowledge: Knowledge, planet: Planet = managerPlanet(FLOW)): Plan {
  const rules = { advice: (type: string) => `install ${type}`, judge };
  const found = plan(planet, knowledge, '*:3', rules).get(`/main/${name}`);
  if (!found) throw new Error(`no plan for ${name}`);
  return found;
}

function spec(name: string, knowledge: Knowledge = known(), planet?: Planet): JobSpec {
  const found = planned(name, knowledge, planet);
  if (found.kind !== 'run') throw new Error(`${name} is not to run: ${JSON.stringify(found)}`);
  return found.spec;
}

it('says everything a job needs', () => {
  expect(spec('video')).toEqual({
    id: '/main/video',
    type: 'test-video',
    packageDir: '/packages/components',
    properties: { pattern: 3 },
    plugs: [],
    eaters: [],
    feeders: [
      {
        feeder: 'default',
        feed: '/main/video:default',
        virtual: ['/main/cam:default'],
        secret: 'of-video',
        path: expect.stringMatching(/^\/run\/one\/[0-9a-f]{16}\.feed$/),
        port: 8600,
      },
    ],
    clock: { baseTime: '1000' },
    debug: '*:3',
    orphanTimeout: 600,
  });
});

describe('an eater', () => {
  it('on the same worker takes the unix socket of the feeder', () => {
    const path = spec('video').feeders[0]?.path;
    expect(spec('near').eaters).toEqual([
      {
        eater: 'default',
        alias: 'default',
        wants: '/main/video:default',
        source: { feed: '/main/video:default', secret: 'of-video', caps: 'video/x-raw', path },
      },
    ]);
  });

  it('on another worker takes TCP, by loopback on the same machine', () => {
    expect(spec('far').eaters[0]).toMatchObject({
      alias: 'in',
      wants: '/main/cam:default',
      source: { feed: '/main/video:default', host: '127.0.0.1', port: 8600 },
    });
    expect(spec('far').eaters[0]?.source).not.toHaveProperty('fingerprint');
    expect(spec('far').eaters[0]?.source).not.toHaveProperty('path');
  });

  it('of a virtual feed is linked to whoever serves it', () => {
    const serving = new Map([['/main/cam:default', '/main/spare']]);
    expect(spec('far', known({ serving })).eaters[0]?.source).toMatchObject({
      feed: '/main/spare:default',
      secret: 'of-spare',
      port: 8601,
    });
  });

  it('waits while the worker or the port of its feeder is not known', () => {
    const alone = known({ workers: workersByName(workerFacts('two')) });
    expect(spec('far', alone).eaters[0]).not.toHaveProperty('source');
    const unopened = new Map<string, FeedRecord>([
      ...withPort,
      ['/main/video:default', { secret: 's', port: 0, worker: 'one' }],
    ]);
    expect(spec('far', known({ feeds: unopened })).eaters[0]).not.toHaveProperty('source');
  });
});

describe('TCP of a feeder', () => {
  it('is not opened while its eaters are on its own worker or not known', () => {
    expect(spec('near').feeders[0]).not.toHaveProperty('port');
    const alone = known({ workers: workersByName(workerFacts('one')) });
    expect(spec('video', alone).feeders[0]).not.toHaveProperty('port');
  });

  it('holds the component back when the worker has no port left', () => {
    expect(planned('video', known({ feeds }))).toEqual({
      kind: 'wait',
      reason: expect.stringContaining('worker one has no free feeder port for /main/video:default'),
    });
  });

  it('is offered on the loopback interface alone when every worker is on this machine', () => {
    const [far] = spec('video').feeders;
    expect(far).not.toHaveProperty('host');
    const [near] = spec('video', known({ local: true })).feeders;
    expect(near).toMatchObject({ host: '127.0.0.1' });
  });

  it('is encrypted with the pinned certificate of the feeder, on ssl planets only', () => {
    const secure = new Map<string, FeedRecord>([
      ...withPort,
      ['/main/video:default', { secret: 's', port: 8600, worker: 'one', encrypted: true }],
    ]);
    const workers = workersByName(
      workerFacts('one'),
      workerFacts('two', { address: '10.0.0.2', via: '10.0.0.1' }),
    );
    const ssl = known({ feeds: secure, workers });
    expect(spec('video', ssl).feeders[0]).toMatchObject({ encrypted: true });
    expect(spec('far', ssl).eaters[0]?.source).toMatchObject({
      host: '10.0.0.1',
      fingerprint: 'fingerprint-of-one',
    });
    const tcp = { ...ssl, encrypted: false };
    expect(spec('video', tcp).feeders[0]).not.toHaveProperty('encrypted');
    expect(spec('far', tcp).eaters[0]?.source).not.toHaveProperty('fingerprint');
  });
});

describe('the clock', () => {
  const workers = workersByName(
    workerFacts('one', { machine: 'machine-b', address: '10.0.0.2', via: '10.0.0.1' }),
    workerFacts('two'),
  );

  it('is not given to components that follow none', () => {
    expect(spec('near')).not.toHaveProperty('clock');
  });

  it('is given to a component with an effect, which may ask for the time', () => {
    const component = { spec: { type: 'x', kind: 'converter', description: 'x' } } as const;
    const plug = (socket: string) => [definePlug({ type: 'x', socket, description: 'x' })];
    expect(followsClock({ ...component, plugs: plug('component') })).toBe(false);
    expect(followsClock({ ...component, plugs: plug('effect') })).toBe(true);
  });

  it('is waited for', () => {
    expect(planned('video', known({ clocks: new Map() }))).toEqual({
      kind: 'wait',
      reason: 'the clock of flow main is not known yet: it is that of worker one',
    });
  });

  it('comes from a provider on other machines', () => {
    const providers = new Map([['machine-a', { worker: 'two', port: 7600 }]]);
    expect(spec('video', known({ workers, providers })).clock).toEqual({
      baseTime: '1000',
      provider: { host: '10.0.0.1', port: 7600 },
    });
  });

  it('is waited for while nobody provides it', () => {
    expect(planned('video', known({ workers }))).toMatchObject({
      kind: 'wait',
      reason: expect.stringContaining('provides the clock of flow main yet'),
    });
  });
});

describe('a worker', () => {
  it('is waited for', () => {
    const workers = workersByName(workerFacts('two'));
    expect(planned('video', known({ workers }))).toEqual({
      kind: 'wait',
      reason: 'worker one has not logged in',
    });
  });

  it('without the package is told of, with what to install', () => {
    const workers = workersByName(workerFacts('one', { packages: [] }));
    expect(planned('video', known({ workers }))).toEqual({
      kind: 'refuse',
      message: {
        id: 'package-missing',
        text: 'worker one has no package with the component test-video',
        advice: 'install test-video',
      },
    });
  });

  it('with a broken package is told of, with the reason', () => {
    const broken = { name: '@x/y', version: '1.0.0', components: ['test-video'], problem: 'it throws' };
    const workers = workersByName(workerFacts('one', { packages: [broken] }));
    expect(planned('video', known({ workers }))).toMatchObject({
      kind: 'refuse',
      message: { text: 'worker one cannot use the package @x/y that has test-video: it throws' },
    });
  });
});

describe('another version of a package', () => {
  const withVersion = (version: string, name = '@test/components'): Plan => {
    const [usual] = workerFacts('one').packages;
    return planned(
      'video',
      known({ workers: workersByName(workerFacts('one', { packages: [{ ...usual!, name, version }] })) }),
    );
  };

  it('that is compatible and newer is run', () => {
    expect(withVersion('1.4.0')).toMatchObject({ kind: 'run' });
    expect(withVersion('1.4.0')).not.toHaveProperty('warning');
  });

  it('that is compatible and older is run with a warning', () => {
    const plans = planned('video', known());
    expect(plans).not.toHaveProperty('warning');
    expect(withVersion('1.0.0-rc.1')).toMatchObject({ kind: 'run', warning: { id: 'package-older' } });
  });

  it('of another major version is refused, with what to install', () => {
    expect(withVersion('2.0.0')).toMatchObject({
      kind: 'refuse',
      message: {
        id: 'package-version',
        text: 'worker one has @test/components 2.0.0, the manager 1.0.0: these versions do not go together',
        advice: expect.stringContaining('npm install @test/components@1.0.0 on that machine'),
      },
    });
  });

  it('of another package with the same type is run with a warning', () => {
    expect(withVersion('1.0.0', '@other/components')).toMatchObject({
      kind: 'run',
      warning: { id: 'package-differs' },
    });
  });
});

it('never lets a name into the path of a socket', () => {
  const planet = managerPlanet(
    FLOW.replaceAll('"video"', '"v..-long-name"').replaceAll('<feed>video', '<feed>v..-long-name'),
  );
  const named = new Map<string, FeedRecord>([
    ...feeds,
    ['/main/v..-long-name:default', { secret: 's', port: 8600, worker: 'one' }],
  ]);
  const { path } = spec('v..-long-name', known({ feeds: named }), planet).feeders[0] ?? {};
  expect(path).toMatch(/^\/run\/one\/[0-9a-f]{16}\.feed$/);
});
