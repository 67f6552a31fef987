/**
 * Judges that admit everybody: for tests, and for a door that is to be open for now.
 * @module
 */
import { defineComponent, definePlug, type Verdict } from '@flumotion/core/plugin';

const authenticate = (): Verdict => ({ admitted: true });

/** A bouncer component that admits everybody. */
export const bouncer = defineComponent(
  { type: 'trivial-bouncer', kind: 'bouncer', description: 'Admits everybody.' },
  { authenticate },
);

/** The same inside a component. */
export const plug = definePlug(
  {
    type: 'bouncer-trivial-plug',
    socket: 'bouncer',
    description: 'Has the component it is in admit everybody.',
  },
  { authenticate },
);

export default [bouncer, plug];
