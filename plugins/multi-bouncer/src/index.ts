/**
 * Combines judgements, as a component and as a plug.
 * @module
 */
import { defineComponent, definePlug, type Context, type PlugContext } from '@flumotion/core/plugin';
import { declaration, type Properties } from './declaration';
import { judgeWith } from './judge';

/** Bouncer that combines the algorithms in it. */
export const bouncer = defineComponent(
  declaration,
  judgeWith((context: Context<Properties>) => context.plugs('bouncer-algorithm')),
);

/** The same inside a component, over the algorithms of that component. */
export const plug = definePlug(
  {
    type: 'multibouncer-plug',
    socket: 'bouncer',
    description: declaration.description,
    properties: declaration.properties,
    stats: declaration.stats,
  },
  judgeWith((context: PlugContext<Properties, 'bouncer'>) => context.algorithms()),
);

export default [bouncer, plug];
