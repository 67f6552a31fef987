import type { Problem } from '@flumotion/registry';
import { Logger } from '../../core/src/log/logger';
import { RegistryView } from '../../core/src/manager/registry-view';
import { managerCatalogue } from '../support/manager-catalogue';

const log = new Logger(() => undefined, [], 'manager', 'test');
const catalogue = managerCatalogue();
const broken: Problem = {
  reason: 'no-entry',
  package: 'broken',
  dir: '/packages/broken',
  types: ['x'],
  text: 'broken has no code to load',
};
const view = new RegistryView(
  {
    list: () => catalogue.list(),
    plugs: () => catalogue.plugs(),
    problems: () => [broken],
    refresh: () => [],
  },
  log,
);

it('shows types, packages and what is wrong with those', () => {
  const { components, packages } = view.state();
  expect(components).toContainEqual({
    type: 'test-video',
    kind: 'producer',
    description: 'For tests.',
    package: '@test/components',
  });
  expect(packages).toEqual([
    expect.objectContaining({ name: '@test/components', version: '1.0.0', problems: [] }),
    { name: 'broken', dir: '/packages/broken', types: ['x'], problems: [broken.text] },
  ]);
});

it('shows a declaration with the schema of its properties', () => {
  expect(view.component('test-video')).toMatchObject({
    type: 'test-video',
    feeders: { default: { caps: 'video/x-raw' } },
    properties: { text: { live: true } },
    package: { name: '@test/components', version: '1.0.0' },
    schema: { type: 'object', properties: { password: { writeOnly: true } } },
  });
});

it('knows no other types', () => {
  expect(() => view.component('test-vidoe')).toThrow(/no type "test-vidoe" here; did you mean "test-video"/);
  expect(() => view.plug('test-video')).toThrow('no type');
  expect(() => view.component('constructor')).toThrow('no type');
});
