import { declareComponent, type PropertySpecs, type StatSpec, type ValuesOf } from '@flumotion/core/plugin';

const stats = {
  admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
  refused: { kind: 'counter', description: 'Keycards that were refused.' },
} as const satisfies Record<string, StatSpec>;

function properties(line: string) {
  return {
    filename: {
      type: 'string',
      live: true,
      description: `File with one ${line} line a user; read again when it changes.`,
    },
    data: {
      type: 'rawstring',
      live: true,
      secret: true,
      description: `The ${line} lines themselves, one a line.`,
    },
  } as const satisfies PropertySpecs;
}

/** Declaration of the htpasswdcrypt-bouncer. */
export const htpasswd = declareComponent({
  type: 'htpasswdcrypt-bouncer',
  kind: 'bouncer',
  description:
    'Admits users whose name and password stand in a htpasswd list, as bcrypt, SHA-512, SHA-256, MD5 (apr1), SHA-1 or legacy crypt hashes.',
  properties: properties('user:hash'),
  stats,
});

/** Declaration of the saltsha256-bouncer. */
export const salted = declareComponent({
  type: 'saltsha256-bouncer',
  kind: 'bouncer',
  description: 'Admits users whose name and password stand in a list, as salted SHA-256 hashes.',
  properties: properties('user:salt:hash'),
  stats,
});

/** Property values of all bouncers and plugs here. */
export type Properties = ValuesOf<ReturnType<typeof properties>>;
