import { declareComponent, type PropertiesOf, type StatSpec } from '@flumotion/core/plugin';

const stats = {
  admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
  refused: { kind: 'counter', description: 'Keycards that were refused.' },
} as const satisfies Record<string, StatSpec>;

/** Declaration of the tokentest-bouncer. */
export const tokenTest = declareComponent({
  type: 'tokentest-bouncer',
  kind: 'bouncer',
  description: 'Admits everybody who gives one certain token: for tests.',
  properties: {
    'authorized-token': {
      type: 'string',
      required: true,
      secret: true,
      live: true,
      description: 'The token that is admitted.',
    },
  },
  stats,
});

/** Declaration of the token-bouncer. */
export const token = declareComponent({
  type: 'token-bouncer',
  kind: 'bouncer',
  description: 'Admits by signed URLs that expire, and by JSON Web Tokens.',
  properties: {
    'url-secret': {
      type: 'string',
      multiple: true,
      secret: true,
      live: true,
      description:
        'Key of signed URLs (HMAC with SHA-256), at least 16 bytes; several while one takes the place of another.',
    },
    'jwt-secret': {
      type: 'string',
      multiple: true,
      secret: true,
      live: true,
      description:
        'Key of tokens signed with HS256, at least 32 bytes; several while one takes the place of another.',
    },
    'jwks-file': {
      type: 'string',
      live: true,
      description:
        'File with the public keys (JSON Web Key Set) of tokens signed with RSA, EC or Ed25519 keys; read again when it changes.',
    },
    'jwks-url': {
      type: 'string',
      live: true,
      description: 'Where these keys are fetched instead: https, or http on this machine.',
    },
    'jwks-refresh': {
      type: 'int',
      min: 10,
      max: 86_400,
      default: 600,
      unit: 's',
      live: true,
      description: 'How often they are fetched again; what was fetched last counts while they cannot be had.',
    },
    issuer: {
      type: 'string',
      live: true,
      description: 'Issuer (iss) that tokens must name; any when left out.',
    },
    audience: {
      type: 'string',
      multiple: true,
      live: true,
      description: 'Audience (aud) of which tokens must name one; any when left out.',
    },
    'clock-tolerance': {
      type: 'int',
      min: 0,
      max: 300,
      default: 5,
      unit: 's',
      live: true,
      description: 'How far the clocks of who signs and of this machine may be apart.',
    },
    'stay-after-expiry': {
      type: 'bool',
      default: false,
      live: true,
      description:
        'Let who was admitted stay when the URL or token expires; otherwise the stay ends with it.',
    },
  },
  stats,
});

/** Property values of the token-bouncer and its plug. */
export type Properties = PropertiesOf<typeof token>;

/** Property values of the tokentest-bouncer and its plug. */
export type TestProperties = PropertiesOf<typeof tokenTest>;
