import { describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import components from '../src';
import { peerOf, readAddress } from '../src/address';
import { explain } from '../src/explain';
import { Relay } from '../src/relay';
import { BEGINNING, readTags } from '../src/tags';

const types = components.map((component) => [component.spec.type, component] as const);

describe.each(types)('%s', (_, component) => {
  test('the declaration is sound', () => {
    expect(checkComponent(component)).toEqual([]);
  });

  test.each([
    [{}, 'url: a value is required'],
    [{ url: 'rtmp://a/b', timeout: 0 }, 'timeout: 0 is not'],
    [{ url: 'rtmp://a/b', timeout: 61 }, 'timeout: 61 is not'],
  ])('%j is refused', (values, words) => {
    expect(refusals(component, values)).toEqual([expect.stringContaining(words)]);
  });

  test.each([
    [{ url: 'http://a/live', 'stream-key': 'k' }, 'must look like'],
    [{ url: 'rtmp:///live', 'stream-key': 'k' }, 'must look like'],
    [{ url: 'rtmp://a', 'stream-key': 'k' }, 'names no application'],
    [{ url: 'rtmp://a/live' }, 'names no application'],
    [{ url: 'rtmp://u:p@a/live', 'stream-key': 'k' }, 'set user and password instead'],
    [{ url: 'rtmp://a/live', 'stream-key': 'k', password: 'p' }, 'but no user'],
    [{ url: 'rtmps://a/live', 'stream-key': 'k', user: 'u', password: 'p' }, undefined],
    [{ url: 'rtmp://a/live/key' }, undefined],
  ])('%j together', (values, words) => {
    const complaint = component.behaviour.check?.(values as never);
    if (words === undefined) expect(complaint).toBeUndefined();
    else expect(complaint).toContain(words);
  });
});

test.each([
  ['rtmp://a.example/live', 'k', { port: 1935, application: 'live', stream: 'k' }],
  ['rtmps://a.example/app/inst', 'k?b=1', { port: 443, application: 'app/inst', stream: 'k?b=1' }],
  [
    'rtmp://[::1]:1936/app/inst/name?auth=x',
    undefined,
    { host: '::1', application: 'app/inst', stream: 'name?auth=x' },
  ],
])('%s', (url, key, parts) => {
  expect(readAddress(url, key)).toMatchObject(parts);
});

test('what is told of an address has no stream in it', () => {
  expect(peerOf(readAddress('rtmp://[::1]:1936/app/secret', undefined))).toBe('rtmp://[::1]:1936/app');
});

test.each([
  ['publish denied; stream already exists', 'error', 'somebody else'],
  ['publish denied: bad key s3cret', 'error', 'refuses the stream key'],
  ["Failed to connect: 'connect' cmd failed: connection closed remotely", 'warning', 'closed the connection'],
  ['Connection refused: Could not connect', 'warning', 'cannot be reached'],
  ['Error resolving “nowhere.invalid”: Name or service not known', 'warning', 'no address is known'],
  ['Unacceptable TLS certificate', 'error', 'is not trusted'],
  ['Socket I/O timed out', 'warning', 'does not answer'],
  ['something with s3cret', 'warning', 'something with …'],
])('%s', (text, level, words) => {
  const error = { source: 'sink', domain: 'd', code: 1, text, debug: 'about s3cret' };
  const told = explain('rtmp://a/live', error, ['s3cret', undefined]);
  expect(told).toMatchObject({ level, text: expect.stringContaining(words) });
  expect(JSON.stringify(told)).not.toContain('s3cret');
});

describe('a pulled stream', () => {
  const tag = (kind: number, time: number, ...body: number[]): Buffer => {
    const data = Buffer.alloc(11 + body.length + 4);
    data[0] = kind;
    data.writeUIntBE(body.length, 1, 3);
    data.writeUIntBE(time & 0xffffff, 4, 3);
    data[7] = time >>> 24;
    Buffer.from(body).copy(data, 11);
    data.writeUInt32BE(11 + body.length, 11 + body.length);
    return data;
  };
  const HEADER = tag(9, 0, 0x17, 0, 1);
  const KEY = (time: number): Buffer => tag(9, time, 0x17, 1, 2);
  const DELTA = (time: number): Buffer => tag(9, time, 0x27, 1, 3);

  function relay(): {
    relay: Relay;
    at: (ms: number) => void;
    times: () => number[];
    /** Times of all that was sent, headers among them, in milliseconds. */
    sent: () => number[];
    caps: number[];
    keys: () => boolean[];
  } {
    let now = 0n;
    const sent: { data: Buffer; delta: boolean; header: boolean; pts?: bigint }[] = [];
    const caps: number[] = [];
    const made = new Relay(
      {
        caps: (_, headers = []) => void caps.push(headers.length),
        buffer: (buffer) => void sent.push(buffer),
      },
      () => now,
    );
    const media = (): typeof sent => sent.filter(({ header }) => !header);
    return {
      relay: made,
      caps,
      at: (ms) => (now = BigInt(ms) * 1_000_000n),
      times: () => media().map(({ data }) => readTags(data)[0]?.time ?? -1),
      sent: () => sent.map(({ pts = -1n }) => Number(pts / 1_000_000n)),
      keys: () => media().map(({ delta }) => !delta),
    };
  }
  const piece = (data: Buffer): never => ({ data }) as never;

  test('has the time of the flow, keyframes marked, headers apart', () => {
    const pulled = relay();
    pulled.at(300_000);
    pulled.relay.buffer(piece(Buffer.concat([HEADER, KEY(70_000), DELTA(70_040)])));
    expect(pulled.times()).toEqual([300_000, 300_040]);
    expect(pulled.keys()).toEqual([true, false]);
    expect(pulled.caps).toEqual([2]);
  });

  test('goes on without a jump backwards after a loss, and with the headers told once', () => {
    const pulled = relay();
    pulled.at(1000);
    pulled.relay.buffer(piece(Buffer.concat([HEADER, KEY(0), DELTA(500)])));
    pulled.relay.lost();
    pulled.at(1400);
    pulled.relay.buffer(piece(Buffer.concat([HEADER, KEY(9000), DELTA(9040), DELTA(9200)])));
    expect(pulled.times()).toEqual([1000, 1500, 1500, 1500, 1600]);
    expect(pulled.caps).toEqual([2]);
    pulled.relay.buffer(piece(Buffer.concat([tag(9, 0, 0x17, 0, 9), KEY(9300)])));
    expect(pulled.caps).toEqual([2, 2]);
  });

  test('headers that change have the time of what follows them, also when that comes late', () => {
    const pulled = relay();
    pulled.at(1000);
    pulled.relay.buffer(piece(Buffer.concat([HEADER, KEY(0)])));
    pulled.at(3000);
    pulled.relay.buffer(piece(Buffer.concat([tag(9, 0, 0x17, 0, 9), KEY(40), DELTA(80)])));
    expect(pulled.sent().slice(-3)).toEqual([1040, 1040, 1080]);
  });

  test('a clock that runs away is followed, and times beyond 24 bits are kept', () => {
    const pulled = relay();
    pulled.at(20_000_000);
    pulled.relay.buffer(piece(Buffer.concat([HEADER, KEY(0)])));
    pulled.at(20_010_000);
    pulled.relay.buffer(piece(DELTA(40)));
    expect(pulled.times()).toEqual([20_000_000, 20_010_000]);
  });

  test('what only tells of the stream is no media', () => {
    const pulled = relay();
    pulled.relay.buffer(piece(Buffer.concat([BEGINNING, tag(18, 0, 2, 0, 0), HEADER])));
    expect(pulled.relay.mediaAt).toBeUndefined();
    pulled.relay.buffer(piece(KEY(0)));
    expect(pulled.relay.mediaAt).toBeDefined();
    pulled.relay.lost();
    expect(pulled.relay.mediaAt).toBeUndefined();
  });

  test('half a tag is left out', () => {
    expect(readTags(KEY(0).subarray(0, 12))).toEqual([]);
  });
});
