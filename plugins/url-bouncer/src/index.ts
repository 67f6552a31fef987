/**
 * Judges by asking a program over HTTP, as a component and as a plug.
 * @module
 */
import { defineComponent, definePlug } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { judge } from './judge';

/** Bouncer that asks a URL. */
export const bouncer = defineComponent(declaration, judge);

/** The same inside a component. */
export const plug = definePlug(
  {
    type: 'url-bouncer-plug',
    socket: 'bouncer-algorithm',
    description: declaration.description,
    properties: declaration.properties,
    stats: declaration.stats,
  },
  judge,
);

export default [bouncer, plug];
