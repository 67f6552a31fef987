import { declareComponent } from '@flumotion/core/plugin';

/** Declaration of the htpasswdcrypt-bouncer. */
export const declaration = declareComponent({
  type: 'htpasswdcrypt-bouncer',
  kind: 'bouncer',
  description:
    'Admits users whose name and password stand in a htpasswd list, as bcrypt or legacy crypt hashes.',
  properties: {
    filename: {
      type: 'string',
      description: 'File with one user:hash line a user; read again when it changes.',
    },
    data: {
      type: 'rawstring',
      secret: true,
      description: 'The user:hash lines themselves, one a line.',
    },
  },
  stats: {
    admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
    refused: { kind: 'counter', description: 'Keycards that were refused.' },
  },
});
