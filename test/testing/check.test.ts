import { defineComponent, type ComponentDefinition, type PropertySpec } from '../../core/src/plugin';
import { checkComponent } from '../../core/src/testing';

const sound = {
  type: 'watermark',
  kind: 'converter',
  description: 'Draws a line of text over the picture.',
  eaters: { default: { caps: 'video/x-raw' } },
  feeders: { default: { caps: 'video/x-raw' } },
  properties: {
    text: { type: 'string', required: true, description: 'The text.', sets: 'overlay.text', live: true },
  },
  stats: { drawn: { kind: 'counter', description: 'Pictures drawn on.' } },
  clock: { priority: 100 },
  pipeline: 'videoconvert ! textoverlay name=overlay',
} as const;

/** Complaints about the sound component with parts replaced; replaced at run time, as plain JavaScript could. */
function complaintsWith(parts: object): readonly string[] {
  return checkComponent(defineComponent({ ...sound, ...parts }));
}

function complaintsOfProperty(property: object): readonly string[] {
  return complaintsWith({
    properties: { ...sound.properties, probe: { description: 'A probe.', ...property } as PropertySpec },
  });
}

test('a sound component has no complaints', () => {
  expect(complaintsWith({})).toEqual([]);
});

test('something else than a component is said to be so, and never thrown at', () => {
  expect(checkComponent({} as ComponentDefinition)).toEqual([
    'this is not a component; make it with defineComponent',
  ]);
  const hostile = defineComponent({ ...sound });
  Object.defineProperty(hostile.spec, 'type', {
    get: () => {
      throw new Error('do not look');
    },
  });
  expect(checkComponent(hostile)).toEqual(['the declaration cannot be read: Error: do not look']);
});

test.each([
  ['the name', { type: 'Water Mark' }, 'type "Water Mark": expected lower-case words'],
  ['the kind', { kind: 'toaster' }, 'kind "toaster": expected one of producer'],
  ['a missing description', { description: '' }, 'the component has no description'],
  ['a cut-off description', { description: 'Draws' }, 'does not end with a full stop'],
  ['an encoder that eats nothing', { kind: 'encoder', eaters: {} }, 'a encoder has at least one eater'],
  ['a producer that eats', { kind: 'producer' }, 'a producer has no eater'],
  ['caps', { eaters: { default: { caps: 'video x-raw' } } }, 'expected a media type such as video/x-raw'],
  [
    'caps by the value of something else',
    { eaters: { default: { caps: 'ANY', capsBy: { property: 'text', caps: {} } } } },
    'eater "default" has caps by "text", which is no property of the type enum',
  ],
  [
    'most feeds of one that takes one',
    { eaters: { default: { caps: 'ANY', most: { video: 1 } } } },
    'which is for eaters that take several feeds',
  ],
  [
    'no feeds at most',
    { eaters: { default: { caps: 'ANY', multiple: true, into: 'overlay', most: { video: 0 } } } },
    'takes at most 0 feeds with video',
  ],
  [
    'an eater like none',
    { eaters: { default: { caps: 'ANY', alike: 'default' } } },
    'must be fed as "default", which is no other eater',
  ],
  [
    'a feeder out of no eater',
    { feeders: { default: { caps: 'video/x-raw', outOf: 'other' } } },
    'is decoded out of "other", which is no eater',
  ],
  [
    'device files elsewhere',
    { needs: { devices: [{ name: 'a card', files: '/etc/*' }] } },
    'needs the device files "/etc/*": expected a path below /dev',
  ],
  [
    'a device without a property that is none',
    { needs: { devices: [{ name: 'a card', files: '/dev/card*', unless: ['off', 'yes'] }] } },
    'needs a card unless "off" has a value, which is no property',
  ],
  [
    'several feeds into nothing',
    { eaters: { default: { caps: 'ANY', multiple: true } } },
    '"into" must name',
  ],
  [
    'several feeds into an absent element',
    { eaters: { default: { caps: 'ANY', multiple: true, into: 'mux' } } },
    'the pipeline has no name=mux',
  ],
  [
    'one feed with into',
    { eaters: { default: { caps: 'ANY', into: 'overlay' } } },
    'which is for eaters that',
  ],
  [
    'one feed through a chain',
    { eaters: { default: { caps: 'ANY', through: 'queue' } } },
    '"through", which goes with "into"',
  ],
  [
    'a chain that is more than one',
    { eaters: { default: { caps: 'ANY', multiple: true, into: 'overlay', through: 'tee name=t t.' } } },
    '"t." is no plain setting of tee',
  ],
  [
    'a stat for each of what metrics know by themselves',
    { stats: { x: { kind: 'gauge', each: 'flow', description: 'It.' } } },
    'is for each "flow"',
  ],
  ['the kind of a stat', { stats: { x: { kind: 'dial', description: 'A dial.' } } }, 'has kind "dial"'],
  ['an undescribed stat', { stats: { x: { kind: 'gauge' } } }, 'stat "x" has no description'],
  [
    'a table without a function',
    { tables: { guests: { description: 'Who.', columns: { id: { kind: 'text', description: 'It.' } } } } },
    'the table "guests" is declared, and behaviour.tables has no function for it',
  ],
  [
    'a table without columns',
    { tables: { x: { description: 'It.', columns: {} } } },
    'table "x" has no columns',
  ],
  [
    'a column that requests could not name',
    { tables: { x: { description: 'It.', columns: { limit: { kind: 'text', description: 'It.' } } } } },
    'has a column "limit"',
  ],
  [
    'the kind of a column',
    { tables: { x: { description: 'It.', columns: { a: { kind: 'date', description: 'It.' } } } } },
    'column "a" of table "x" has kind "date"',
  ],
  [
    'a unit of what is no number',
    {
      actions: { x: { description: 'It.', answer: { a: { kind: 'text', unit: 's', description: 'It.' } } } },
    },
    'column "a" of the answer of action "x" is no number and has a unit',
  ],
  [
    'an action without a function',
    { actions: { x: { description: 'It.' } } },
    'behaviour.actions has no function for it',
  ],
  [
    'a control that cannot change',
    { properties: { a: { type: 'bool', description: 'It.', control: true } } },
    'property "a" has "control" and is not live',
  ],
  [
    'a word for a number that cannot be given',
    { properties: { a: { type: 'int', min: 0, max: 1, description: 'It.', labels: { 2: 'two' } } } },
    'property "a" has a label for 2, which is out of its range',
  ],
  [
    'a table with a figure that is not there',
    {
      tables: {
        x: { description: 'It.', figure: 'y', columns: { a: { kind: 'text', description: 'It.' } } },
      },
    },
    'table "x" goes with the figure "y", which is no declared gauge',
  ],
  [
    'a table with a property that is not there',
    {
      tables: {
        x: { description: 'It.', property: 'y', columns: { a: { kind: 'text', description: 'It.' } } },
      },
    },
    'table "x" is shown with the property "y", which is not declared',
  ],
  [
    'an action of a table that is not there',
    { actions: { x: { description: 'It.', table: 'guests' } } },
    'action "x" belongs to the table "guests", which is not declared',
  ],
  [
    'a parameter that is live',
    {
      actions: {
        x: { description: 'It.', parameters: { a: { type: 'int', live: true, description: 'It.' } } },
      },
    },
    'parameter "a" of action "x" has "live", which is for properties',
  ],
  [
    'a stat of text with a unit',
    { stats: { x: { kind: 'text', unit: 's', description: 'It.' } } },
    'and has a unit',
  ],
  ['a clock priority', { clock: { priority: -1 } }, 'clock priority -1: expected a whole number'],
  ['a socket twice', { sockets: ['logger', 'logger'] }, 'a socket is named twice'],
  ['a socket with blanks', { sockets: ['a b'] }, 'socket "a b": expected lower-case words'],
  ['needs', { needs: { elements: ['theoraenc bitrate=3'] } }, 'which is no element factory'],
  [
    'a wizard page',
    { wizard: { step: 'overlay', label: 'X', pages: [['font']] } },
    'asks for "font", which is no',
  ],
  ['the wizard step', { wizard: { step: 'lunch', label: 'X' } }, 'wizard step "lunch"'],
  ['no pipeline', { pipeline: undefined }, 'needs pipeline text'],
  ['an unknown eater', { pipeline: '@eater:audio@ ! textoverlay name=overlay' }, 'no such eater is declared'],
  ['an odd placeholder', { pipeline: '@eater@ ! textoverlay name=overlay' }, 'placeholder @eater@: expected'],
  [
    'an element name twice',
    { pipeline: 'textoverlay name=overlay ! identity name=overlay' },
    'name=overlay twice',
  ],
  [
    'a feeder without a place',
    { feeders: { a: { caps: 'ANY' }, b: { caps: 'ANY' } }, pipeline: 'tee name=overlay ! @feeder:a@' },
    'feeder "b" is declared, but the pipeline has no @feeder:b@',
  ],
  [
    'text in the pipeline',
    { pipeline: (p: { text: string }) => `textoverlay name=overlay text="${p.text}"` },
    'a value enters the pipeline text',
  ],
  [
    'a pipeline function that throws',
    {
      pipeline: () => {
        throw new Error('boom');
      },
    },
    'the pipeline function throws',
  ],
])('%s', (_, parts, expected) => {
  expect(complaintsWith(parts)).toContainEqual(expect.stringContaining(expected));
});

test.each([
  ['an unknown type', { type: 'number' }, 'has type "number"'],
  [
    'a default outside the enum',
    { type: 'enum', values: ['a'], default: 'b' },
    'which is not one of its values',
  ],
  ['an empty enum', { type: 'enum', values: [] }, 'has no values'],
  ['a default below the range', { type: 'int', min: 1, default: 0 }, 'out of its range'],
  ['a default of another kind', { type: 'int', default: 1.5 }, 'which is no int'],
  ['a fraction over nothing', { type: 'fraction', default: [1, 0] }, 'which is no fraction'],
  ['a fraction out of range', { type: 'fraction', min: [1, 1], default: [1, 2] }, 'out of its range'],
  ['a turned range', { type: 'float', min: 2, max: 1 }, 'a minimum above its maximum'],
  ['required with a default', { type: 'int', required: true, default: 1 }, 'is required and has a default'],
  [
    'several with a default',
    { type: 'int', multiple: true, default: 1 },
    'may be given several times and has',
  ],
  ['a public secret', { type: 'string', secret: true, default: 'x' }, 'is secret and has a default'],
  ['a secret number', { type: 'int', secret: true }, 'is secret and no text'],
  ['retired and required', { type: 'int', retired: 'Gone.', required: true }, 'is retired and yet required'],
  ['retired without a reason', { type: 'int', retired: '' }, 'is retired without a reason'],
  ['an absent element', { type: 'int', sets: 'encoder.bitrate' }, 'the pipeline has no name=encoder'],
  ['an odd target', { type: 'int', sets: 'overlay' }, 'expected element.property'],
  ['a conversion for nothing', { type: 'int', to: (n: number) => n }, 'has "to" without "sets"'],
  ['live without effect', { type: 'int', live: true }, 'nothing acts on a change'],
  ['a port when it does not listen', { type: 'int', listensAfter: 'text' }, 'and has no "listens"'],
  [
    'a port after none',
    { type: 'int', listens: 'udp', listensAfter: 'port' },
    'listens by the value of "port", which is no property',
  ],
  [
    'a port unless nothing',
    { type: 'int', listens: 'udp', listensUnless: [['text', 'x'], ['mode']] },
    'listens by the value of "mode", which is no property',
  ],
  ['several into one', { type: 'int', multiple: true, sets: 'overlay.x' }, '"sets" takes one value'],
  ['an alias that is taken', { type: 'int', aliases: ['text'] }, 'which is a property itself'],
  [
    'a bad property inside a compound',
    { type: 'compound', properties: { inner: { type: 'int', min: 1, default: 0, description: 'It.' } } },
    'property "probe/inner" has the default 0',
  ],
])('a property: %s', (_, property, expected) => {
  expect(complaintsOfProperty(property)).toContainEqual(expect.stringContaining(expected));
});

test('a target that is missing in one of the forms of the pipeline is found', () => {
  const flagged = (pipeline: (p: { clock: boolean }) => string) =>
    complaintsWith({
      properties: {
        ...sound.properties,
        clock: { type: 'bool', default: false, description: 'Show the time.' },
        format: { type: 'string', description: 'Form of the time.', sets: 'clock.time-format' },
      },
      pipeline,
    });
  expect(flagged(() => 'textoverlay name=overlay ! clockoverlay name=clock')).toEqual([]);
  expect(flagged((p) => `textoverlay name=overlay${p.clock ? ' ! clockoverlay name=clock' : ''}`)).toEqual([
    'property "format" sets "clock.time-format", but the pipeline has no name=clock',
  ]);
});

test('a bouncer judges keycards, and only a bouncer does', () => {
  const bouncer = { type: 'strict-bouncer', kind: 'bouncer', description: 'Lets nobody in.' } as const;
  expect(checkComponent(defineComponent(bouncer))).toContainEqual(expect.stringContaining('authenticate'));
  const judge = { authenticate: () => ({ admitted: false, reason: 'strict' }) as const };
  expect(checkComponent(defineComponent(bouncer, judge))).toEqual([]);
  expect(checkComponent(defineComponent(sound, judge))).toContainEqual(
    expect.stringContaining('belongs to bouncers'),
  );
});

test('a function for a table or an action that is not declared is complained about', () => {
  const behaviour = { tables: { guests: () => [] }, actions: { eject: () => undefined } };
  expect(checkComponent(defineComponent({ ...sound }, behaviour as object))).toEqual([
    'behaviour.tables has "guests", which is not declared',
    'behaviour.actions has "eject", which is not declared',
  ]);
});
