/**
 * Judges by name and password over user lists, as components and as plugs.
 * @module
 */
import { defineComponent, definePlug } from '@flumotion/core/plugin';
import { htpasswd, salted } from './declaration';
import { judgeBy } from './judge';
import { HTPASSWD, SALTED } from './users';

/** Bouncer over a htpasswd list. */
export const htpasswdBouncer = defineComponent(htpasswd, judgeBy(HTPASSWD, 'throw'));

/** Bouncer over a list of salted SHA-256 hashes. */
export const saltedBouncer = defineComponent(salted, judgeBy(SALTED, 'throw'));

/** The judgement of the htpasswdcrypt-bouncer inside a component. */
export const htpasswdPlug = definePlug(
  {
    type: 'htpasswdcrypt-bouncer-plug',
    socket: 'bouncer-algorithm',
    description: htpasswd.description,
    properties: htpasswd.properties,
    stats: htpasswd.stats,
  },
  judgeBy(HTPASSWD, 'warn'),
);

/** The judgement of the saltsha256-bouncer inside a component. */
export const saltedPlug = definePlug(
  {
    type: 'saltsha256-bouncer-plug',
    socket: 'bouncer-algorithm',
    description: salted.description,
    properties: salted.properties,
    stats: salted.stats,
  },
  judgeBy(SALTED, 'warn'),
);

export default [htpasswdBouncer, saltedBouncer, htpasswdPlug, saltedPlug];
