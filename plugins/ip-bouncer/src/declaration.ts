import { declareComponent, type PropertySpecs, type StatSpec, type ValuesOf } from '@flumotion/core/plugin';

const properties = {
  'deny-default': {
    type: 'bool',
    default: true,
    live: true,
    description: 'Refuse addresses that no rule matches; false admits them.',
  },
  allow: {
    type: 'string',
    multiple: true,
    live: true,
    description: 'Address or block that is admitted, as 192.0.2.0/24 or 2001:db8::/32.',
  },
  deny: {
    type: 'string',
    multiple: true,
    live: true,
    description: 'Address or block that is refused.',
  },
} as const satisfies PropertySpecs;

/** Figures of the bouncer and of the plug. */
export const stats = {
  admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
  refused: { kind: 'counter', description: 'Keycards that were refused.' },
} as const satisfies Record<string, StatSpec>;

/** Declaration of the ip-bouncer. */
export const declaration = declareComponent({
  type: 'ip-bouncer',
  kind: 'bouncer',
  description: 'Admits or refuses by address: of all rules that match, the most specific decides.',
  properties,
  stats,
});

/** Property values of bouncer and plug. */
export type Properties = ValuesOf<typeof properties>;
