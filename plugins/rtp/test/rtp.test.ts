import { describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import components from '../src';
import { interfaceOf, isMulticast } from '../src/address';
import { capsFields, rtpCaps } from '../src/caps';
import { encodingOfFeed, sameFeed } from '../src/encodings';
import { explain } from '../src/explain';
import { capsOf } from '../src/format';
import { Growth } from '../src/growth';
import { sendersOf } from '../src/session';

const [producer, consumer] = components as [(typeof components)[0], (typeof components)[0]];
const types = components.map((component) => [component.spec.type, component] as const);
const KEY = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw';

test.each(types)('the declaration of %s is sound', (_, component) => {
  expect(checkComponent(component)).toEqual([]);
});

test.each([
  [producer, {}, 'port: a value is required'],
  [producer, { port: 0 }, 'port: 0 is not'],
  [producer, { port: 65_536 }, 'port: 65536 is not'],
  [producer, { port: 5004, latency: 10_001 }, 'latency: 10001 is not'],
  [producer, { port: 5004, timeout: 0 }, 'timeout: 0 is not'],
  [producer, { port: 5004, 'buffer-size': 4095 }, 'buffer-size: 4095 is not'],
  [producer, { port: 5004, 'payload-type': 128 }, 'payload-type: 128 is not'],
  [producer, { port: 5004, channels: 65 }, 'channels: 65 is not'],
  [producer, { port: 5004, encoding: 'h266' }, 'encoding: '],
  [consumer, { port: 5004 }, 'host: a value is required'],
  [consumer, { host: 'a', port: 5004, mtu: 255 }, 'mtu: 255 is not'],
  [consumer, { host: 'a', port: 5004, dscp: 64 }, 'dscp: 64 is not'],
  [consumer, { host: 'a', port: 5004, ssrc: 4_294_967_296 }, 'ssrc: 4294967296 is not'],
  [consumer, { host: 'a', port: 5004, 'multicast-ttl': 256 }, 'multicast-ttl: 256 is not'],
  [consumer, { host: 'a', port: 5004, 'packet-time': 0.1 }, 'packet-time: 0.1 is not'],
  [consumer, { host: 'a', port: 5004, delay: 10_001 }, 'delay: 10001 is not'],
  [consumer, { host: 'a', port: 5004, protocol: 'srt' }, 'protocol: '],
])('%#: %j is refused', (component, values, words) => {
  expect(refusals(component, values)).toEqual([expect.stringContaining(words)]);
});

const SENT = { host: 'a', port: 5004, encoding: 'mpegts', protocol: 'rtp', rtcp: true };
const RECEIVED = { port: 5004, protocol: 'rtp', rtcp: true };
const SDP = (line: string, more = ''): string => `v=0\nm=${line}\n${more}`;

test.each([
  [consumer, { ...SENT }, undefined],
  [consumer, { ...SENT, protocol: 'udp', encoding: 'h264' }, 'carries an MPEG transport stream alone'],
  [consumer, { ...SENT, 'packet-time': 1 }, 'packet-time is for l16'],
  [consumer, { ...SENT, encoding: 'l24', 'packet-time': 1 }, undefined],
  [consumer, { ...SENT, 'srtp-key': 'short', ssrc: 1 }, '30 bytes in base64'],
  [consumer, { ...SENT, 'srtp-key': KEY }, 'needs an ssrc'],
  [consumer, { ...SENT, 'srtp-key': KEY, ssrc: 1, protocol: 'udp' }, 'with protocol udp leave it out'],
  [producer, { ...RECEIVED }, undefined],
  [producer, { ...RECEIVED, sdp: 'x', 'sdp-file': 'y' }, 'leave one out'],
  [producer, { ...RECEIVED, protocol: 'udp', encoding: 'opus' }, 'carries an MPEG transport stream alone'],
  [producer, { ...RECEIVED, address: 'studio.example.org' }, 'is no IP address'],
  [producer, { ...RECEIVED, 'rtcp-port': 5004 }, 'the same as port'],
  [producer, { ...RECEIVED, port: 65_535 }, 'no port after 65535'],
  [producer, { ...RECEIVED, port: 65_535, rtcp: false }, undefined],
  [producer, { ...RECEIVED, source: 'x' }, 'source x is no IP address'],
  [producer, { ...RECEIVED, source: '192.0.2.1' }, 'source is for multicast groups'],
  [producer, { ...RECEIVED, source: '192.0.2.1', address: '232.1.1.1' }, undefined],
  [producer, { ...RECEIVED, encoding: 'aac' }, 'AAC needs its settings'],
  [producer, { ...RECEIVED, encoding: 'aac', 'format-parameters': 'config=1190; mode=AAC-hbr' }, undefined],
  [producer, { ...RECEIVED, encoding: 'h264', 'format-parameters': 'a="; x' }, 'cannot be used'],
  [producer, { ...RECEIVED, sdp: 'nothing' }, 'no stream that can be received'],
  [
    producer,
    { ...RECEIVED, sdp: SDP('audio 5004 RTP/AVP 0'), encoding: 'h264' },
    'no stream of h264, but pcmu',
  ],
  [producer, { ...RECEIVED, sdp: SDP('audio 5004 RTP/AVP 0') }, undefined],
])('%#: %j together', (component, values, words) => {
  const complaint = component.behaviour.check?.(values as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});

describe('caps', () => {
  test('fields are read, quoted ones too', () => {
    const text =
      'application/x-rtp, media=(string)video, payload=(int)96, sprop-parameter-sets=(string)"Z0LAC\\,aM4\\=", x=(string)y';
    expect(capsFields(text)).toEqual({
      media: 'video',
      payload: '96',
      'sprop-parameter-sets': 'Z0LAC,aM4=',
      x: 'y',
    });
  });

  test.each(['a"b', 'a\\b', '', 'a b', 'ä', '\n'])('the value %j is refused', (value) => {
    expect(() => rtpCaps('application/x-rtp', {}, { config: value })).toThrow('cannot be used');
  });

  test.each(['a b', '1x', 'A', ''])('the name %j is refused', (name) => {
    expect(() => rtpCaps('application/x-rtp', {}, { [name]: 'x' })).toThrow('cannot be used');
  });

  test('format parameters cannot change what the stream is', () => {
    const caps = capsOf({
      encoding: 'h264',
      clockRate: 90_000,
      parameters: 'media=audio;encoding-name=VP8; Profile-Level-Id=42c01f;flag',
    });
    expect(caps).toBe(
      'application/x-rtp, clock-rate=(int)90000, profile-level-id=(string)"42c01f", media=(string)"video", encoding-name=(string)"H264"',
    );
  });
});

test('a feed is sent as what it carries', () => {
  expect(encodingOfFeed('audio/mpeg, mpegversion=(int)4, stream-format=(string)raw')).toBe('aac');
  expect(encodingOfFeed('audio/mpeg, mpegversion=(int)1, layer=(int)3')).toBe('mp3');
  expect(encodingOfFeed('application/ogg')).toBeUndefined();
  expect(sameFeed('audio/x-raw, format=(string)S16LE', 'l24')).toBe(true);
  expect(sameFeed('video/x-h264', 'h265')).toBe(false);
  expect(sameFeed('application/ogg', 'mpegts')).toBe(false);
});

test('groups and interfaces are known', () => {
  expect(['224.0.0.1', '239.255.255.255', 'ff15::1'].map(isMulticast)).toEqual([true, true, true]);
  expect(['127.0.0.1', '240.0.0.1', 'fe80::1', 'name', ''].some(isMulticast)).toBe(false);
  expect(interfaceOf('lo', '239.1.1.1')).toEqual({ name: 'lo', address: '127.0.0.1' });
  expect(interfaceOf('127.0.0.1', '239.1.1.1').name).toBe('lo');
  expect(() => interfaceOf('nosuch0', '239.1.1.1')).toThrow(
    /no network interface nosuch0 .* there are .*\blo\b/,
  );
});

test('a figure that begins anew goes on growing', () => {
  const growth = new Growth();
  expect([5, 9, 9, 3, 4].map((figure) => growth.since(figure))).toEqual([5, 4, 0, 3, 1]);
});

test('senders are read from a session', () => {
  const source = (text: string): string => `"application/x-rtp-source-stats\\,\\ ${text}"`;
  const received =
    'ssrc\\=\\(uint\\)77\\,\\ internal\\=\\(boolean\\)false\\,\\ seqnum-base\\=\\(int\\)10\\,\\ packets-received\\=\\(guint64\\)90\\,\\ packets-lost\\=\\(int\\)10\\,\\ jitter\\=\\(uint\\)5';
  const own = 'ssrc\\=\\(uint\\)1\\,\\ internal\\=\\(boolean\\)true\\,\\ packets-received\\=\\(guint64\\)1';
  const stats = `application/x-rtp-session-stats, source-stats=(GValueArray)< ${source(received)}, ${source(own)} >`;
  expect(sendersOf(stats)).toEqual([{ ssrc: 77, packets: 90, lost: 10, highest: 109, jitter: 5 }]);
  expect(sendersOf(undefined)).toEqual([]);
});

test.each([
  ['bind failed: Error binding to address: Address already in use', 'error', 'is used by another program'],
  [
    'Error binding to address 192.0.2.9:5004: Cannot assign requested address',
    'error',
    'none of this machine',
  ],
  [
    'client 192.0.2.9:5004, reason: Error sending message: Network is unreachable',
    'warning',
    'Network is unreachable',
  ],
  ['Error sending message: Permission denied', 'error', 'may not use'],
])('%s', (debug, level, words) => {
  const error = {
    source: 'sink',
    domain: 'gst-resource-error-quark',
    code: 10,
    text: 'Error sending UDP packets',
    debug,
  };
  expect(explain('rtp://192.0.2.9:5004', error)).toMatchObject({
    level,
    text: expect.stringContaining(words),
  });
});
