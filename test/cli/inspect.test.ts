import type { RegistryEntry } from '@flumotion/registry';
import { execute } from '../../core/src/cli/frame';
import { inspectCommand } from '../../core/src/cli/inspect-command';
import { componentText } from '../../core/src/cli/inspect-component';
import { propertyLines } from '../../core/src/cli/inspect-parts';
import { defineComponent, type ComponentDefinition } from '../../core/src/plugin';
import { fixturePlugin } from '../support/plugin-fixtures';

const PLACES = {
  roots: [],
  folders: [fixturePlugin('good'), fixturePlugin('two-in-one'), fixturePlugin('throws')],
};

async function inspect(...argv: string[]) {
  let stdout = '';
  let stderr = '';
  const command = inspectCommand((text) => (stdout += text), PLACES);
  const status = await execute(command, argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { status, stdout, stderr };
}

const full = defineComponent({
  type: 'full-encoder',
  kind: 'encoder',
  description: 'Has everything.',
  eaters: {
    main: { caps: 'video/x-raw', description: 'The picture.' },
    extra: { caps: 'audio/x-raw', required: false, multiple: true, into: 'mix' },
  },
  feeders: { default: { caps: 'video/x-theora' } },
  properties: {
    bitrate: { type: 'int', min: 1, max: 9, unit: 'bit/s', default: 3, live: true, description: 'How fast.' },
    rate: { type: 'fraction', min: [1, 1], default: [25, 1], description: 'Pictures.', aliases: ['frames'] },
    mode: { type: 'enum', values: ['a', 'b'], required: true, description: 'Which way.' },
    key: { type: 'string', secret: true, default: 'hidden', description: 'A key.' },
    delay: { type: 'float', unit: 's', multiple: true, description: 'Waits.' },
    old: { type: 'bool', retired: 'gone', description: 'Was something.' },
    box: {
      type: 'compound',
      description: 'A block.',
      properties: { inner: { type: 'bool', default: true, description: 'Inside.' } },
    },
  },
  needs: { elements: ['x264enc'], devices: ['a camera'] },
  clock: { priority: 130 },
  sockets: ['request-logger'],
  stats: { frames: { kind: 'counter', unit: 'frames', description: 'Pictures encoded.' } },
  pipeline: (p) => `videoconvert ! ${p.mode === 'a' ? 'identity' : 'queue'} ! theoraenc`,
});

const entry: RegistryEntry<ComponentDefinition> = {
  type: 'full-encoder',
  value: full,
  package: {
    name: 'flumotion-plugin-full',
    version: '2.1.0',
    description: 'Everything',
    dir: '/somewhere',
    api: '^1.0.0',
    components: ['full-encoder'],
    hasExports: true,
  },
};

describe('flumotion-inspect', () => {
  test('lists components by kind with their packages, and what is wrong', async () => {
    const { status, stdout } = await inspect();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^producer:\n {2}first-producer {3}\S.* \(\S+ 1\.2\.3\)/);
    expect(stdout).toContain('good-producer');
    expect(stdout).toContain('3 components from 2 packages\n\nProblems:\n  ');
    expect(stdout).toMatch(/failed while it was loaded/);
  });

  test('prints names alone, for completion', async () => {
    expect((await inspect('--list')).stdout).toBe('first-producer\ngood-producer\nsecond-producer\n');
  });

  test('an unknown type ends with 1 and the nearest name', async () => {
    const { status, stdout, stderr } = await inspect('god-producer');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('did you mean good-producer?');
  });

  test('an unknown property ends with 1 and what there is', async () => {
    const { status, stderr } = await inspect('good-producer', 'colour');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^flumotion-inspect: good-producer has no property "colour"; /);
  });

  test('prints JSON for programs', async () => {
    const one: unknown = JSON.parse((await inspect('--json', 'good-producer')).stdout);
    expect(one).toMatchObject({
      type: 'good-producer',
      kind: 'producer',
      package: { dir: fixturePlugin('good') },
    });
    const all = JSON.parse((await inspect('--json')).stdout) as { components: object[]; problems: object[] };
    expect(all.components).toHaveLength(3);
    expect(all.problems).toMatchObject([{ reason: 'throws' }]);
  });
});

describe('what is shown of a component', () => {
  const text = componentText(entry);

  test.each([
    ['package', /Name {21}flumotion-plugin-full\n {2}Version {18}2\.1\.0\n/],
    ['eaters', /Eaters:\n {2}main\n {4}Caps {19}video\/x-raw\n {4}Required {15}yes\n {4}Feeds {18}one\n/],
    ['eaters that take several', /extra\n.*\n {4}Required {15}no\n {4}Feeds {18}any number\n/],
    ['feeders', /Feeders:\n {2}default\n {4}Caps {19}video\/x-theora\n/],
    ['pipeline', /chosen by the properties; with their defaults:\n {2}videoconvert ! queue ! theoraenc\n/],
    ['needs', /Elements {17}x264enc\n {2}Devices {18}a camera\n/],
    ['clock', /Clocking: .*priority 130/],
    ['sockets', /Sockets:\n {2}request-logger\n/],
    ['stats', /frames : Pictures encoded\.\n +counter\. in frames/],
  ])('%s', (_, pattern) => {
    expect(text).toMatch(pattern);
  });

  test('properties with flags, range, unit and default', () => {
    expect(propertyLines(full.spec.properties ?? {})).toEqual([
      '  bitrate   : How fast.',
      '              flags: optional, changeable while running',
      '              int. Range: 1 to 9 bit/s. Default: 3',
      '  rate      : Pictures.',
      '              flags: optional',
      '              fraction. Range: at least 1/1. Default: 25/1',
      '              Old spellings: frames',
      '  mode      : Which way.',
      '              flags: required',
      '              enum. One of: a, b',
      '  key       : A key.',
      '              flags: optional, secret',
      '              string',
      '  delay     : Waits.',
      '              flags: optional',
      '              list of float. in s',
      '  old       : Was something.',
      '              flags: optional, retired',
      '              bool',
      '              No longer means anything: gone',
      '  box       : A block.',
      '              flags: optional',
      '              compound',
      '  box:inner : Inside.',
      '              flags: optional',
      '              bool. Default: true',
    ]);
  });

  test('a component without media says so', () => {
    const bouncer = defineComponent({ type: 'a-bouncer', kind: 'bouncer', description: 'Judges.' });
    const bare = componentText({ ...entry, type: 'a-bouncer', value: bouncer });
    for (const none of [
      'no eaters',
      'no feeders',
      'no pipeline',
      'no clocking',
      'no sockets',
      'no properties',
    ])
      expect(bare).toContain(`Component has ${none}`);
  });
});
