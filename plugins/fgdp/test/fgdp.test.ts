import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import components from '../src';
import { GdpReader } from '../src/gdp';
import { checkLink, type LinkValues } from '../src/properties';

const [producer, , unixdomain] = components as [
  (typeof components)[number],
  unknown,
  (typeof components)[number],
];

test.each(components.map((one) => [one.spec.type, one] as const))('%s is sound', (_, component) => {
  expect(checkComponent(component)).toEqual([]);
});

test('planets of the original, which leave name and password out, are taken', () => {
  expect(refusals(producer, {})).toEqual([]);
});

test.each([
  [{ port: 0 }, 'port: 0 is not'],
  [{ port: 65_536 }, 'port: 65536 is not'],
  [{ mode: 'both' }, 'mode: '],
  [{ version: '0.2' }, 'version: '],
  [{ 'max-reconnection-delay': 0 }, 'max-reconnection-delay: 0 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(producer, { password: 'x', ...values })).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{}, undefined],
  [{ username: 'a b' }, 'username must not have blanks'],
  [{ fingerprint: 'ab'.repeat(32) }, 'set tls as well'],
  [{ tls: true, fingerprint: 'ab' }, 'fingerprint is not the SHA-256'],
  [{ tls: true, fingerprint: Array(32).fill('AB').join(':') }, undefined],
  [{ tls: true, mode: 'pull' }, 'certificate and key are needed'],
  [{ tls: true, mode: 'pull', certificate: 'a', key: 'b' }, undefined],
])('%j: %s', (values, complaint) => {
  const usual = { mode: 'push', username: 'user', tls: false } as LinkValues;
  const said = checkLink({ ...usual, ...values } as LinkValues);
  if (complaint === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(complaint);
});

test.each([
  ['stream', 'must begin with a slash'],
  [`/${'x'.repeat(107)}`, 'longer than 107 bytes'],
])('path %s is refused', (path, words) => {
  expect(unixdomain.behaviour.check?.({ path } as never)).toContain(words);
});

function packet(type: number, payload: Buffer, flags = 0): Buffer {
  const header = Buffer.alloc(62, 0xff);
  header.writeUInt16BE(0x0100, 0);
  header.writeUInt16BE(type, 4);
  header.writeUInt32BE(payload.length, 6);
  header.writeUInt16BE(flags, 42);
  return Buffer.concat([header, payload]);
}

test('packets are the same however their bytes come', () => {
  const bytes = Buffer.concat([
    packet(2, Buffer.from('video/x-theora\0')),
    packet(1, Buffer.from('header'), 0x400),
    packet(64 + 1, Buffer.from('an event\0')),
    packet(1, Buffer.from('picture'), 0x2000),
  ]);
  for (const size of [1, 7, 62, 100, bytes.length]) {
    const reader = new GdpReader();
    const packets = [];
    for (let at = 0; at < bytes.length; at += size)
      packets.push(...reader.read(bytes.subarray(at, at + size)));
    expect(packets).toMatchObject([
      { kind: 'caps', text: 'video/x-theora' },
      { kind: 'buffer', data: Buffer.from('header'), header: true, delta: false, pts: undefined },
      { kind: 'buffer', data: Buffer.from('picture'), header: false, delta: true },
    ]);
  }
});

test('other bytes, and packets that are too large, are refused', () => {
  expect(() => new GdpReader().read(Buffer.alloc(62, 'x'))).toThrow('no GDP 1.0');
  const large = packet(1, Buffer.alloc(0));
  large.writeUInt32BE(300 * 1024 * 1024, 6);
  expect(() => new GdpReader().read(large)).toThrow('bytes');
});
