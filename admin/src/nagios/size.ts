import { InvalidArgumentError } from 'commander';

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** Reads a size as `512M`, in steps of thousand. @throws InvalidArgumentError when it is none. */
export function size(text: string): number {
  const [, digits, letter = ''] = /^(\d{1,12}(?:\.\d+)?)([kmgt]?)b?$/i.exec(text) ?? [];
  const factor = FACTORS[letter.toLowerCase()];
  if (digits === undefined || factor === undefined)
    throw new InvalidArgumentError('expected a size, as 512M');
  return Number(digits) * factor;
}
