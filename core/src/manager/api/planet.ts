import { z } from 'zod';
import { operation } from './operation';
import { planetAnswer } from './answers';

/** The planet as a whole. */
export const planetOperations = [
  operation({
    id: 'getPlanet',
    method: 'get',
    path: '/planet',
    role: 'viewer',
    tag: 'planet',
    summary: 'the whole planet as it is',
    answer: planetAnswer
      .extend({ event: z.string().describe('Id of the last event that is in it, for `/api/events?since=`.') })
      .meta({ id: 'Planet' }),
    errors: [],
    run: (_, { control, events }) => ({ ...control.planet(), event: events.ring.id() }),
  }),
  operation({
    id: 'getPlanetSchema',
    method: 'get',
    path: '/planet/schema',
    role: 'viewer',
    tag: 'planet',
    summary:
      'JSON Schema of a planet of the components and plugs that are installed where the manager runs; `flumotion-inspect --schema` prints the same',
    answer: { media: 'application/schema+json', description: 'JSON Schema, draft 2020-12.' },
    errors: [],
    run: (_, { control }) => control.schema(),
  }),
  operation({
    id: 'reloadPlanet',
    method: 'post',
    path: '/planet/reload',
    role: 'admin',
    tag: 'planet',
    summary:
      'reads the planet files again and answers the planet, with `warnings` about the files; nothing changes when they are not valid. What `<manager>` says counts when the manager is started again',
    answer: planetAnswer.extend({
      warnings: z.array(z.string()).describe('What is strange in the files but harms nothing.'),
    }),
    errors: ['file-unreadable', 'planet-invalid', 'planet-refused'],
    audit: {
      method: 'loadConfiguration',
      what: () => 'planet',
      state: (_, { editor }) => editor.stored.shown(),
      onlyChanged: true,
    },
    run: (_, { control }) => control.load(),
  }),
];
