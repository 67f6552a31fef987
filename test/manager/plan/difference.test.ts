import { difference, nothingToDo } from '../../../core/src/manager/plan/difference';
import type { PropertySpecs } from '../../../core/src/plugin';
import type { JobSpec } from '../../../core/src/rpc/job-spec';

const properties: PropertySpecs = {
  text: { type: 'string', description: '', live: true },
  size: { type: 'int', description: '' },
};

const source = { feed: '/f/a:default', secret: 's', caps: 'ANY', path: '/run/a.feed' };
const base: JobSpec = {
  id: '/f/c',
  type: 'thing',
  packageDir: '/p',
  properties: { text: 'hello', size: 3 },
  plugs: [],
  eaters: [{ eater: 'default', alias: 'default', wants: '/f/a:default', source }],
  feeders: [{ feeder: 'default', feed: '/f/c:default', virtual: [], secret: 's', path: '/run/c.feed' }],
  clock: { baseTime: '5' },
  orphanTimeout: 600,
};
const feeder = base.feeders[0]!;
const eater = base.eaters[0]!;

const same = (wanted: Partial<JobSpec>, running: Partial<JobSpec> = {}): boolean =>
  nothingToDo(difference({ ...base, ...running }, { ...base, ...wanted }, properties));
const compare = (wanted: Partial<JobSpec>, running: Partial<JobSpec> = {}): ReturnType<typeof difference> =>
  difference({ ...base, ...running }, { ...base, ...wanted }, properties);

describe('nothing is done', () => {
  it.each<readonly [string, Partial<JobSpec>, Partial<JobSpec>]>([
    ['when all is the same', {}, {}],
    ['for another order of properties', { properties: { size: 3, text: 'hello' } }, {}],
    [
      'for another package folder, debug level and time-out',
      { packageDir: '/q', debug: '*:5', orphanTimeout: 1 },
      {},
    ],
    ['for a source that is not known now', { eaters: [{ ...eater, source: undefined }] }, {}],
    ['for an open port that is not needed', {}, { feeders: [{ ...feeder, port: 8600 }] }],
    [
      'for another port than the open one',
      { feeders: [{ ...feeder, port: 8601 }] },
      { feeders: [{ ...feeder, port: 8600 }] },
    ],
    [
      'for the key that the worker filled in',
      { feeders: [{ ...feeder, port: 1, encrypted: true }] },
      { feeders: [{ ...feeder, port: 1, tls: { cert: '', key: '' } }] },
    ],
  ])('%s', (_, wanted, running) => {
    expect(same(wanted, running)).toBe(true);
  });
});

describe('a restart is needed', () => {
  it.each<readonly [string, Partial<JobSpec>, Partial<JobSpec>]>([
    ['property size changed', { properties: { text: 'hello', size: 4 } }, {}],
    ['property size changed', { properties: { text: 'hello' } }, {}],
    ['type thing became other', { type: 'other' }, {}],
    ['its plugs changed', { plugs: [{ type: 'p', packageDir: '/p', properties: {} }] }, {}],
    ['its eaters changed', { eaters: [] }, {}],
    ['its eaters changed', { eaters: [{ ...eater, wants: '/f/b:default' }] }, {}],
    ['its feeders changed', { feeders: [{ ...feeder, secret: 'other' }] }, {}],
    ['its feeders changed', { feeders: [{ ...feeder, virtual: ['/f/v:default'] }] }, {}],
    ['the clock of the flow changed', { clock: { baseTime: '6' } }, {}],
    [
      'feed /f/c:default has to be encrypted',
      { feeders: [{ ...feeder, port: 1, encrypted: true }] },
      { feeders: [{ ...feeder, port: 1 }] },
    ],
  ])('%s', (reason, wanted, running) => {
    expect(compare(wanted, running)).toEqual({ kind: 'restart', reason });
  });
});

describe('a running job is adjusted', () => {
  it('to a live property', () => {
    const changed = compare({ properties: { text: 'other', size: 3 } });
    expect(changed).toMatchObject({ kind: 'adjust', live: [{ name: 'text', value: 'other' }] });
    expect(compare({ properties: { size: 3 } })).toMatchObject({ live: [{ name: 'text', value: null }] });
  });

  it('to sources that moved, and keeps those not known', () => {
    const second = { ...eater, alias: 'second' };
    const moved = { ...source, path: '/run/b.feed' };
    const wanted = {
      eaters: [
        { ...eater, source: moved },
        { ...second, source: undefined },
      ],
    };
    expect(compare(wanted, { eaters: [eater, second] })).toMatchObject({
      kind: 'adjust',
      eaters: [{ source: moved }, { alias: 'second', source }],
    });
  });

  it('to eaters elsewhere, by opening TCP', () => {
    const open = [{ ...feeder, port: 8600, encrypted: true }];
    expect(compare({ feeders: open })).toMatchObject({ kind: 'adjust', open, eaters: undefined });
  });
});

describe('plugs', () => {
  const plug = (properties: object, other: object = {}): JobSpec['plugs'][number] => ({
    type: 'echo',
    packageDir: '/p',
    properties: properties as Record<string, unknown>,
    ...other,
  });
  const declared: PropertySpecs = {
    level: { type: 'int', description: 'A level.', live: true },
    form: { type: 'int', description: 'A form.' },
  };
  const between = (running: JobSpec['plugs'], wanted: JobSpec['plugs']): ReturnType<typeof difference> =>
    difference({ ...base, plugs: running }, { ...base, plugs: wanted }, {}, [declared, declared]);

  it('changes a live property of the plug at its place', () => {
    const found = between([plug({}), plug({ level: 1 })], [plug({}), plug({ level: 2 })]);
    expect(found).toMatchObject({ kind: 'adjust', live: [{ name: 'level', value: 2, plug: 1 }] });
    expect(between([plug({ level: 1 })], [plug({})])).toMatchObject({
      live: [{ name: 'level', value: null, plug: 0 }],
    });
  });

  it('asks for nothing when a package has moved', () => {
    expect(nothingToDo(between([plug({})], [plug({}, { packageDir: '/other' })]))).toBe(true);
  });

  it.each<[string, JobSpec['plugs'], string]>([
    ['another form', [plug({ form: 2 })], 'property form of its plug echo changed'],
    ['another type', [plug({}, { type: 'reverb' })], 'its plugs changed'],
    ['another feeder', [plug({}, { feeder: 'audio' })], 'its plugs changed'],
    ['one more', [plug({}), plug({})], 'its plugs changed'],
  ])('restarts for %s', (_, wanted, reason) => {
    expect(between([plug({})], wanted)).toEqual({ kind: 'restart', reason });
  });
});
