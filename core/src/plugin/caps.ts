import type { Fraction } from './properties';

/**
 * What a field of caps may be: a number, a fraction, a word such as `I420`, or a choice of numbers or words.
 * @example
 * ```ts
 * const rate: CapsValue = { oneOf: [44_100, 48_000] };
 * ```
 */
export type CapsValue = number | Fraction | string | { readonly oneOf: readonly (number | string)[] };

const WORD = /^[A-Za-z][\w-]*$/;

/**
 * Caps as text, for a `capsfilter`'s `caps` property. Fields without a value are left out.
 * @param mediaType as `video/x-raw`.
 * @throws Error when a field holds something else than plain numbers, fractions and words: outside text cannot become
 * a part of caps.
 * @example
 * ```ts
 * capsText('video/x-raw', { width: 640, framerate: [25, 1], height: undefined }); // 'video/x-raw, width=640, framerate=25/1'
 * ```
 */
export function capsText(mediaType: string, fields: Readonly<Record<string, CapsValue | undefined>>): string {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${fieldText(name, value)}`],
  );
  return [mediaType, ...parts].join(', ');
}

function fieldText(name: string, value: CapsValue): string {
  if (typeof value === 'number' || typeof value === 'string') return atom(name, value);
  if ('oneOf' in value) {
    if (value.oneOf.length === 0) throw new Error(`caps field ${name} has an empty choice`);
    return `{ ${value.oneOf.map((one) => atom(name, one)).join(', ')} }`;
  }
  return `${atom(name, value[0])}/${atom(name, value[1])}`;
}

function atom(name: string, value: number | string): string {
  const fine = typeof value === 'number' ? Number.isSafeInteger(value) : WORD.test(value);
  if (!fine) throw new Error(`caps field ${name} cannot be ${JSON.stringify(value)}`);
  return String(value);
}
