/**
 * Judges by address, as a component and as a plug.
 * @module
 */
import { defineComponent, definePlug } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { judge } from './judge';

/** Bouncer that judges by address. */
export const bouncer = defineComponent(declaration, judge);

/** The same inside a component. */
export const plug = definePlug(
  {
    type: 'ipbouncer-plug',
    socket: 'bouncer-algorithm',
    description: declaration.description,
    properties: declaration.properties,
    stats: declaration.stats,
  },
  judge,
);

export default [bouncer, plug];
