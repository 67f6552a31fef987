import { expect, test } from '@jest/globals';
import { effectText, withEffects } from '../../core/src/job/effects';
import type { AnyPlugSpec } from '../../core/src/plugin';

const has = (): boolean => false;

function spec(pipeline: AnyPlugSpec['pipeline']): AnyPlugSpec {
  return { type: 'thing', socket: 'effect', description: 'For tests.', pipeline } as AnyPlugSpec;
}

test('names of elements are made an effect’s own, references included, and nothing else', () => {
  const text =
    'tee name=t t. ! queue ! mix.sink_0 t. ! volume name=vol volume=0.5 ! audiomixer name=mix latency=1';
  expect(effectText(spec(text), {}, 'plug0-', has)).toBe(
    'tee name=plug0-t plug0-t. ! queue ! plug0-mix.sink_0 plug0-t. ! volume name=plug0-vol volume=0.5 ! audiomixer name=plug0-mix latency=1',
  );
});

test('values may choose the text', () => {
  const chosen = spec((p: { fast?: boolean }) => (p.fast ? 'a name=x' : 'b name=x'));
  expect(effectText(chosen, { fast: true }, 'p-', has)).toBe('a name=p-x');
});

test('no text, and text that cannot be chosen, is an error that names the plug', () => {
  expect(() => effectText(spec(' '), {}, 'p-', has)).toThrow('the plug thing has no pipeline text');
  const broken = spec(() => {
    throw new Error('no');
  });
  expect(() => effectText(broken, {}, 'p-', has)).toThrow(
    'the pipeline of the plug thing cannot be chosen: no',
  );
});

test('effects go in front of their feeders, in their order', () => {
  const effects = new Map([['video', ['a', 'b']]]);
  expect(withEffects('src ! @feeder:video@ other ! @feeder:audio@', effects)).toBe(
    'src ! a ! b ! @feeder:video@ other ! @feeder:audio@',
  );
  expect(withEffects(' src ! x ', new Map([['default', ['$& a']]]))).toBe('src ! x ! $& a');
});
