import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';

/** Declaration of the multi-bouncer. */
export const declaration = declareComponent({
  type: 'multi-bouncer',
  kind: 'bouncer',
  description: 'Combines the judgements of the algorithms in it with and, or and not.',
  properties: {
    combination: {
      type: 'string',
      live: true,
      description:
        'Types of the algorithms with and, or, not and parentheses, as "ipbouncer-plug or not icalbouncer-plug"; all of them have to admit when left out.',
    },
  },
  sockets: ['bouncer-algorithm'],
  stats: {
    admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
    refused: { kind: 'counter', description: 'Keycards that were refused.' },
    undecided: {
      kind: 'counter',
      description: 'Keycards that could not be judged, because algorithms gave no answer.',
    },
  },
});

/** Property values of bouncer and plug. */
export type Properties = PropertiesOf<typeof declaration>;
