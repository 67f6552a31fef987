import { useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { stepsOf, type Answers, type Step } from './answers';
import { keepAnswers, keptAnswers } from './kept';
import type { Offer } from './offer';

const FIRST = 'scenario';

/** A way through the wizard: what was answered, and the step that is shown. */
export interface Way {
  readonly answers: Answers;
  readonly steps: readonly Step[];
  /** Index of the step that is shown. */
  readonly at: number;
  readonly visited: ReadonlySet<string>;
  readonly answer: (change: Partial<Answers>) => void;
  readonly go: (id: string | undefined) => void;
  /** One step back. */
  readonly back: () => void;
}

/**
 * A way through the wizard. The step is in the address, so that the browser goes back by steps as well; the answers outlive
 * that the page is loaded anew.
 */
export function useWay(offer: Offer): Way {
  const [query, setQuery] = useSearchParams();
  const navigate = useNavigate();
  const { state } = useLocation() as { readonly state: { readonly from?: string } | null };
  const [kept] = useState(() => keptAnswers(sessionStorage, offer));
  const [answers, setAnswers] = useState<Answers>(
    kept?.answers ?? { scenario: offer.scenarios[0]?.id ?? 'live' },
  );
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set([FIRST, ...(kept?.visited ?? [])]));
  const steps = stepsOf(offer, answers);
  const wanted = query.get('step') ?? FIRST;
  const at = Math.max(
    0,
    steps.findIndex(({ id }) => id === wanted && visited.has(id)),
  );
  useEffect(() => {
    keepAnswers(sessionStorage, offer, { answers, visited: [...visited] });
  }, [offer, answers, visited]);
  const go = (id: string | undefined): void => {
    if (id === undefined) return;
    setVisited((before) => new Set([...before, id]));
    setQuery({ step: id }, { state: { from: steps[at]?.id } });
  };
  const before = steps[at - 1]?.id;
  return {
    answers,
    steps,
    at,
    visited,
    answer: (change) => setAnswers((now) => ({ ...now, ...change })),
    go,
    back: () => {
      // Forward and back again leaves no trail through which the browser would go.
      if (before !== undefined && state?.from === before) void navigate(-1);
      else go(before);
    },
  };
}
