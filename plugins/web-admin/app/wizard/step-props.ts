import type { Answers } from './answers';
import type { Offer } from './offer';

/** What a step is drawn of. */
export interface StepProps {
  readonly offer: Offer;
  readonly answers: Answers;
  readonly onChange: (change: Partial<Answers>) => void;
  /** What is wrong in this step, by property. */
  readonly problems: Readonly<Record<string, string>>;
}

export const MEDIUM_LABELS = { video: 'Picture', audio: 'Sound' } as const;
