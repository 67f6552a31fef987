import { Registry, type RegistryEntry } from '@flumotion/registry';
import { Catalogue } from '../../core/src/catalogue';
import { defineComponent, type ComponentDefinition } from '../../core/src/plugin';

const description = 'For tests.';

/** Component types that a planet in a test can be made of; nothing of them ever runs. */
const DEFINITIONS: readonly ComponentDefinition[] = [
  defineComponent({
    type: 'test-video',
    kind: 'producer',
    description,
    feeders: { default: { caps: 'video/x-raw' } },
    clock: { priority: 100 },
    needs: { elements: ['videotestsrc'] },
    properties: {
      pattern: { type: 'int', description, default: 0 },
      text: { type: 'string', description, live: true },
      password: { type: 'string', description, secret: true },
    },
  }),
  defineComponent({
    type: 'test-receiver',
    kind: 'producer',
    description,
    feeders: { default: { caps: 'video/mpegts' } },
    properties: {
      port: { type: 'int', listens: 'udp', listensAt: 'address', description, default: 5004 },
      address: { type: 'string', description },
    },
  }),
  defineComponent({
    type: 'test-pipeline',
    kind: 'producer',
    description,
    userPipeline: 'pipeline',
    feeders: { default: { caps: 'ANY' } },
    properties: { pipeline: { type: 'string', description, required: true } },
  }),
  defineComponent({
    type: 'test-audio',
    kind: 'producer',
    description,
    feeders: { default: { caps: 'audio/x-raw' } },
    clock: { priority: 170 },
  }),
  defineComponent({
    type: 'test-encoder',
    kind: 'encoder',
    description,
    eaters: { default: { caps: 'video/x-raw; image/jpeg' } },
    feeders: { default: { caps: 'video/x-theora' } },
  }),
  defineComponent({
    type: 'test-muxer',
    kind: 'muxer',
    description,
    eaters: { default: { caps: 'video/x-theora; audio/x-raw', multiple: true, into: 'mux' } },
    feeders: { default: { caps: 'application/ogg' } },
  }),
  defineComponent({
    type: 'test-switch',
    kind: 'combiner',
    description,
    eaters: { master: { caps: 'ANY' }, backup: { caps: 'ANY', required: false } },
    feeders: { default: { caps: 'ANY' } },
  }),
  defineComponent({
    type: 'test-either',
    kind: 'combiner',
    description,
    eaters: { master: { caps: 'video/x-raw; audio/x-raw', required: false } },
    feeders: { default: { caps: 'video/x-raw; audio/x-raw' } },
    pipeline: '@eater:master@ ! @feeder:default@',
  }),
  defineComponent(
    {
      type: 'test-streamer',
      kind: 'consumer',
      description,
      eaters: { default: { caps: 'ANY' } },
      stats: {
        clients: { kind: 'gauge', description: 'Listeners now' },
        'bytes-sent': { kind: 'counter', unit: 'bytes', description: 'Bytes sent' },
        queue: { kind: 'gauge', each: 'lane', description: 'Bytes that wait' },
        mount: { kind: 'text', description: 'Address' },
      },
      tables: {
        listeners: {
          description: 'Who listens.',
          columns: {
            id: { kind: 'text', description: 'Names the listener.' },
            user: { kind: 'text', description: 'Name given.' },
          },
        },
      },
      actions: {
        'eject-listener': {
          description: 'Has a listener leave.',
          parameters: {
            id: { type: 'string', description },
            password: { type: 'string', secret: true, description },
          },
          answer: { ejected: { kind: 'number', description: 'How many left.' } },
        },
      },
      properties: {
        port: { type: 'int', listens: 'tcp', listensUnless: ['mode', 'slave'], description, default: 8800 },
        mode: { type: 'enum', values: ['master', 'slave'], description, default: 'master' },
        'max-clients': { type: 'int', description, min: 0, live: true },
        reserve: { type: 'int', description, min: 0, default: 0 },
        judge: { type: 'string', names: 'bouncer', description },
      },
    },
    {
      check: (values) =>
        values['max-clients'] !== undefined && values.reserve > values['max-clients']
          ? 'reserve is more than max-clients'
          : undefined,
    },
  ),
  defineComponent(
    {
      type: 'test-bouncer',
      kind: 'bouncer',
      description,
      properties: { user: { type: 'string', description, default: 'user' } },
    },
    {
      authenticate: ({ properties }, keycard) =>
        keycard.user === properties.user && keycard.password === 'test'
          ? { admitted: true }
          : { admitted: false, reason: 'wrong user or password' },
    },
  ),
];

/** The types of {@link DEFINITIONS} as a manager has them. */
export function managerCatalogue(): Catalogue {
  const manifest: RegistryEntry<ComponentDefinition>['package'] = {
    name: '@test/components',
    version: '1.0.0',
    description,
    dir: '/packages/components',
    api: '^1.0.0',
    components: DEFINITIONS.map(({ spec }) => spec.type),
    hasExports: true,
  };
  const entries = DEFINITIONS.map(
    (value) => [value.spec.type, { type: value.spec.type, value, package: manifest }] as const,
  );
  return new Catalogue(new Registry(new Map(entries), []));
}
