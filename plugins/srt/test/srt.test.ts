import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import components from '../src';
import { explain } from '../src/explain';

const types = components.map((component) => [component.spec.type, component] as const);

test.each(types)('the declaration of %s is sound', (_, component) => {
  expect(checkComponent(component)).toEqual([]);
});

test.each([
  [{}, 'port: a value is required'],
  [{ port: 0 }, 'port: 0 is not'],
  [{ port: 65_536 }, 'port: 65536 is not'],
  [{ port: 7001, mode: 'rendezvous' }, 'mode: '],
  [{ port: 7001, latency: 19 }, 'latency: 19 is not'],
  [{ port: 7001, latency: 30_001 }, 'latency: 30001 is not'],
  [{ port: 7001, 'key-length': '20' }, 'key-length: '],
])('%j is refused', (values, words) => {
  for (const [, component] of types)
    expect(refusals(component, values)).toEqual([expect.stringContaining(words)]);
});

const CALLER = { mode: 'caller', host: 'example.org', port: 7001 };

test.each([
  [{ mode: 'caller', port: 7001 }, 'host is needed'],
  [{ ...CALLER, passphrase: 'too short' }, 'has 9 characters'],
  [{ ...CALLER, passphrase: 'x'.repeat(80) }, 'has 80 characters'],
  [{ ...CALLER, 'key-length': '32' }, 'without a passphrase'],
  [{ ...CALLER, 'stream-id': 'x'.repeat(513) }, 'longer than 512'],
  [{ mode: 'listener', port: 7001, 'stream-id': 'one' }, 'a listener has none'],
  [{ ...CALLER, passphrase: 'long enough', 'key-length': '32', 'stream-id': 'one' }, undefined],
  [{ mode: 'listener', port: 7001 }, undefined],
])('%j together', (values, words) => {
  for (const [, component] of types) {
    const complaint = component.behaviour.check?.(values as never);
    if (words === undefined) expect(complaint).toBeUndefined();
    else expect(complaint).toContain(words);
  }
});

test.each([
  ['Failed to authenticate: Incorrect passphrase', 'error', 'does not accept the passphrase'],
  ['Cannot bind to 127.0.0.1:7001 - Bad parameters', 'error', 'cannot be listened on'],
  ['Error on SRT socket: Connection timeout', 'warning', 'does not answer'],
  ['Socket is broken or closed', 'warning', 'broke'],
])('%s', (debug, level, words) => {
  const error = {
    source: 'source',
    domain: 'gst-resource-error-quark',
    code: 9,
    text: 'Could not read',
    debug,
  };
  expect(explain('srt://example.org:7001', error)).toMatchObject({
    level,
    text: expect.stringContaining(words),
  });
});
