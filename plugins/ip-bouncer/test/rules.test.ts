import { expect, test } from '@jest/globals';
import { Rules } from '../src/rules';

const rules = new Rules({
  allow: [
    '10.0.0.0/8',
    '10.1.2.0/24',
    '2001:db8::/32',
    '192.0.2.7',
    '198.51.100.0/24',
    '::ffff:203.0.113.0/120',
  ],
  deny: ['10.1.0.0/16', '2001:db8:bad::/48', '198.51.100.0/24', '203.0.113.64/26'],
});

test.each([
  ['10.2.3.4', { effect: 'allow', block: '10.0.0.0/8' }],
  ['10.1.3.4', { effect: 'deny', block: '10.1.0.0/16' }],
  ['10.1.2.4', { effect: 'allow', block: '10.1.2.0/24' }],
  ['::ffff:10.1.3.4', { effect: 'deny', block: '10.1.0.0/16' }],
  ['::ffff:a01:304', { effect: 'deny', block: '10.1.0.0/16' }],
  ['192.0.2.7', { effect: 'allow', block: '192.0.2.7/32' }],
  ['192.0.2.8', undefined],
  ['2001:db8::1', { effect: 'allow', block: '2001:db8::/32' }],
  ['2001:0DB8:BAD:0::9', { effect: 'deny', block: '2001:db8:bad::/48' }],
  ['198.51.100.9', { effect: 'both', block: '198.51.100.0/24' }],
  ['203.0.113.5', { effect: 'allow', block: '203.0.113.0/24' }],
  ['203.0.113.65', { effect: 'deny', block: '203.0.113.64/26' }],
  ['fe80::1%eth0', undefined],
  ['012.1.2.3', undefined],
  ['10.258', undefined],
  ['0x0a010204', undefined],
  ['unknown', undefined],
  ['', undefined],
])('the longest prefix decides about %s', (address, match) => {
  expect(rules.match(address)).toEqual(match);
});

test('a block of all addresses matches its kind of addresses only', () => {
  const all = new Rules({ allow: ['0.0.0.0/0'], deny: [] });
  expect(all.match('192.0.2.1')?.effect).toBe('allow');
  expect(all.match('::1')).toBeUndefined();
  expect(new Rules({ allow: ['::/0'], deny: [] }).match('::ffff:192.0.2.1')).toBeUndefined();
});

test.each([
  ['ten', 'is no address or block'],
  ['10.0.0/8', 'is no address or block'],
  ['010.0.0.0/8', 'is no address or block'],
  ['10.0.0.0/8/8', 'is no address or block'],
  ['fe80::1%eth0', 'is no address or block'],
  ['', 'is no address or block'],
  ['10.0.0.0/33', 'expected 0 to 32'],
  ['10.0.0.0/-1', 'expected 0 to 32'],
  ['10.0.0.0/', 'expected 0 to 32'],
  ['2001:db8::/129', 'expected 0 to 128'],
  ['::ffff:10.0.0.0/8', 'expected 0 to 128'],
  ['10.1.2.3/8', 'write 10.0.0.0/8'],
  ['2001:db8::1/32', 'write 2001:db8::/32'],
])('the rule %j is refused', (rule, complaint) => {
  expect(() => new Rules({ allow: [], deny: [rule] })).toThrow(complaint);
  expect(() => new Rules({ allow: [], deny: [rule] })).toThrow(`deny ${JSON.stringify(rule)}`);
});

test('ten thousand rules are as quick as one', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
  const banned = new Rules({ allow: ['10.0.0.0/8'], deny: many });
  expect(banned.match('10.39.15.1')).toEqual({ effect: 'deny', block: '10.39.15.0/24' });
  expect(banned.match('10.40.0.1')?.effect).toBe('allow');
});
