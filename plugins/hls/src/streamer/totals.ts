import type { Snapshot } from './figures';
import type { Variant } from './variant';

/** Figures of all streams together; the window is that of the first. */
export function totals(
  variants: readonly Variant[],
): Pick<Snapshot, 'received' | 'history' | 'waiting' | 'window'> {
  const sum = (of: (variant: Variant) => number): number =>
    variants.reduce((total, variant) => total + of(variant), 0);
  return {
    received: sum(({ received }) => received),
    history: sum(({ ring }) => ring.bytes),
    waiting: sum(({ waiting }) => waiting.size),
    window: variants[0]?.ring.playlist.entries.reduce((total, { duration }) => total + duration, 0) ?? 0,
  };
}
