import type { Recogniser } from '../../registry/src';

/** A recogniser that knows only the brand of the fixtures, for tests of the registry alone. */
export const recogniseBranded: Recogniser<{ readonly type: string; readonly description: string }> = (
  exported,
) => {
  const whole = (exported as { default?: unknown }).default ?? exported;
  const list = (Array.isArray(whole) ? whole : [whole]) as {
    $kind?: string;
    spec: { type: string; description: string };
  }[];
  if (!list.every((one) => one.$kind === 'flumotion.component/1')) return 'the brand is missing';
  return list.map(({ spec }) => ({
    type: spec.type,
    value: spec,
    complaints: spec.description === '' ? ['it has no description'] : [],
  }));
};
