import { useEffect } from 'react';
import type { EditedFlow } from './flow-model';
import { keepPlaces, keptPlaces, moved, type Places } from './places';
import { useSteps, type Draft } from './use-draft';

/** A flow as it is drawn: what it is to be, and where somebody has put its components. */
export interface Drawn {
  readonly flow: EditedFlow;
  readonly places: Places;
}

/** A flow that is drawn. */
export interface Drawing extends Draft<EditedFlow> {
  readonly places: Places;
  /**
   * Puts components elsewhere.
   * @param from - where they stood.
   * @param what - as for `change`: arrows pressed in a row are one step.
   */
  readonly place: (to: Places, from: Places, what?: string) => void;
  /** Has no component stand where somebody has put it. */
  readonly arrange: () => void;
}

/**
 * A flow to be drawn in steps that can be undone. Where its components stand is kept in this browser.
 * @param drawn - what has been drawn of it already.
 */
export function useDrawing(stored: EditedFlow, drawn = stored): Drawing {
  const steps = useSteps<Drawn>(
    () => ({ flow: stored, places: keptPlaces(localStorage, stored.name) }),
    (begun) => (drawn === stored ? begun : { ...begun, flow: drawn }),
  );
  const { flow, places } = steps.now;
  useEffect(() => {
    keepPlaces(localStorage, stored.name, places);
  }, [stored.name, places]);
  return {
    ...steps,
    now: flow,
    places,
    change: (next, what) => {
      steps.step((drawn) => (drawn.flow === next ? drawn : { ...drawn, flow: next }), what);
    },
    place: (to, from, what) => {
      const put =
        (side: 'before' | 'now') =>
        (drawn: Drawn): Drawn => ({ ...drawn, places: moved(drawn.places, to, from)[side] });
      steps.step(put('now'), what, put('before'));
    },
    arrange: () => {
      steps.step((drawn) => ({ ...drawn, places: {} }));
    },
  };
}
