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
