import { afterEach, describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { freePort } from '../../../test/support/free-port';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { login, mp3, oggPage, PASSWORD, Rig } from './rig';

let rig: Rig;
const running: Rig[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function open(...given: ConstructorParameters<typeof Rig>): Promise<Rig> {
  rig = new Rig(...given);
  running.push(rig);
  return rig.start();
}

function act(name: string, parameters: object): unknown {
  const actions = component.behaviour.actions as Record<string, (...given: unknown[]) => unknown>;
  return actions[name]?.(rig.context, parameters);
}

test('the declaration is sound', () => {
  expect(checkComponent(component)).toEqual([]);
});

test.each([
  [{ password: 'a', bouncer: 'b' }, 'exclude each other'],
  [{ password: '' }, 'anybody could send'],
  [{ password: 'a', port: 8000, 'shoutcast-port': 8000 }, 'clients expect shoutcast-port to be 8001'],
  [{ password: 'a', 'mount-point': '/a?b' }, 'contains a space, ? or #'],
  [{ password: 'a', 'tls-key': 'x' }, 'tls-certificate is missing'],
  [{ password: 'a' }, undefined],
])('%j', (values, words) => {
  const all = { 'mount-point': '/live', 'proxy-protocol-from': [], 'forwarded-from': [], ...values };
  const complaint = component.behaviour.check?.(all as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});

test('a client that says nothing is dropped, so that another can come', async () => {
  const { context } = await open({ 'source-timeout': 1 });
  const silent = await rig.source('User-Agent: Silent');
  silent.socket.write(mp3(3));
  await silent.ends();
  expect(context.stats).toMatchObject({ 'dropped-stalled': 1, connected: 0 });
  expect(context.said).toEqual([
    expect.objectContaining({
      id: 'source',
      level: 'warning',
      text: 'the source client 127.0.0.1 (Silent) left: nothing came from it for 1 s',
    }),
  ]);
  const next = await rig.source();
  next.socket.write(mp3());
  await waitUntil('the warning is taken back', () => context.said.length === 0);
});

test('a client that comes back goes on in the same feed, later in time', async () => {
  const { recorded } = await open();
  const first = await rig.source('ice-genre: Jazz');
  first.socket.write(mp3());
  await waitUntil('media', () => recorded.buffers.length > 10);
  first.socket.destroy();
  await rig.figure('connected', 0);
  const second = await rig.source();
  second.socket.write(mp3());
  // What the first one had sent may still be handed on when it is gone.
  const breaks = (): number[] =>
    recorded.buffers.flatMap(({ discont }, at) => (at > 0 && discont ? [at] : []));
  await waitUntil('more media', () => recorded.buffers.length > (breaks()[0] ?? Infinity) + 10);
  expect(recorded.caps).toHaveLength(1);
  expect(breaks()).toHaveLength(1);
  const times = recorded.buffers.map(({ pts }) => pts ?? -1n);
  expect(times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0n))).toBe(true);
  // What the first one said of itself is taken back.
  expect(recorded.tags).toEqual([{ genre: 'Jazz' }, {}]);
});

test('people may send a client away, and say what plays', async () => {
  const { context, recorded } = await open();
  expect(await act('drop', {})).toEqual({ dropped: 0 });
  expect(() => act('set-title', { title: 'x' })).toThrow('no source client sends');
  const client = await rig.source();
  client.socket.write(mp3());
  await waitUntil('media', () => recorded.buffers.length > 0);
  act('set-title', { title: 'From\nhere' });
  await waitUntil('the tags', () => recorded.tags.length > 0);
  expect(recorded.tags).toEqual([{ title: 'From here' }]);
  expect(context.stats['title']).toBe('From here');
  expect(await act('drop', {})).toEqual({ dropped: 1 });
  await client.ends();
  await rig.source();
  expect(context.stats['title']).toBe('');
});

test('a file that is sent at once takes as long as it lasts, and its sender waits', async () => {
  const { context, recorded } = await open();
  const started = process.hrtime.bigint();
  const client = rig.client(['PUT /live HTTP/1.0', login(), '']);
  const seconds = 60;
  client.socket.write(mp3(28 * seconds));
  await waitUntil('media', () => recorded.buffers.length > 5);
  for (let looks = 0; looks < 20; looks++) {
    await waitUntil('more', () => recorded.buffers.length > 5 + looks);
    const ahead = (recorded.buffers.at(-1)?.pts ?? 0n) - process.hrtime.bigint();
    expect(ahead).toBeLessThan(600_000_000n);
  }
  expect(process.hrtime.bigint() - started).toBeLessThan(BigInt(seconds) * 1_000_000_000n);
  expect(context.stats['connected']).toBe(1);
});

describe('a broken stream ends its client alone, and says so', () => {
  const page = (serial: number): Buffer => {
    // No checksum is right here.
    const head = Buffer.alloc(28 + 255);
    head.write('OggS');
    head.writeUInt8(2, 5);
    head.writeUInt32LE(serial, 14);
    head.writeUInt8(1, 26);
    head.writeUInt8(255, 27);
    return head;
  };
  const endless = (): Buffer => {
    const frame = mp3(1);
    return Buffer.concat([frame, frame, Buffer.alloc(400_000)]);
  };
  test.each([
    [
      'garbage',
      Buffer.alloc(70_000, 'garbage '),
      'is none of Ogg, WebM or Matroska, MP3, AAC (ADTS), FLAC, MPEG-TS',
    ],
    [
      'pages of Ogg with wrong checksums',
      Buffer.concat(Array.from({ length: 2000 }, (_, at) => page(at))),
      'has no page of Ogg in 256 kB',
    ],
    ['MP3 that ends in nothing', endless(), 'has no frame of MP3 in 256 kB'],
    [
      'an element of Matroska without an end',
      Buffer.from('1a45dfa381ff1a45dfa3ff', 'hex'),
      'has an element without an end',
    ],
    [
      'an element of Matroska that is too large',
      Buffer.from('1a45dfa3801549a96610fffffe', 'hex'),
      'has an element of 16384 kB, at most 1024 kB are taken',
    ],
    [
      'FLAC with endless headers',
      Buffer.concat([Buffer.from('fLaC'), Buffer.from('04ffffff', 'hex')]),
      'has headers of more than 1024 kB',
    ],
  ])('%s', async (_, stream, words) => {
    const { context } = await open();
    const client = await rig.source();
    client.socket.write(stream);
    await client.ends();
    expect(context.stats).toMatchObject({ 'dropped-broken': 1, connected: 0 });
    expect(context.said[0]?.text).toContain(words);
    const next = await rig.source();
    next.socket.write(mp3());
    await waitUntil('the next one plays', () => rig.recorded.buffers.length > 5);
  });

  test.each([
    ['headers that never end', 60_000, 0, 'has headers of more than 1024 kB'],
    ['tracks that never end', 10, 2, 'has more than 32 tracks'],
  ])('Ogg with %s', async (_, size, flags, words) => {
    const { context } = await open();
    const client = await rig.source();
    const first = oggPage(Buffer.from('nobody knows this codec'), 2, 0n, 0);
    const more = Array.from({ length: 40 }, (__, at) =>
      oggPage(Buffer.alloc(size), flags, 0n, flags === 0 ? 0 : at + 1),
    );
    client.socket.write(Buffer.concat([first, ...more]));
    await client.ends();
    expect(context.said[0]?.text).toContain(words);
  });

  test('a broken transfer', async () => {
    const { context } = await open();
    const head = [
      'PUT /live HTTP/1.1',
      'Host: x',
      login(),
      'Transfer-Encoding: chunked',
      'Expect: 100-continue',
      '',
    ];
    const client = rig.client([...head, 'no number']);
    await client.hears('HTTP/1.1 400 Bad Request');
    await client.ends();
    expect(context.said[0]?.text).toContain('the size of a chunk is no hexadecimal number');
  });
});

describe('SHOUTcast 1', () => {
  const second = async (): Promise<number> => {
    const port = await freePort();
    await open({ 'shoutcast-port': port });
    return port;
  };

  test('a client sends its password, then fields, then its stream', async () => {
    const port = await second();
    const client = rig.client([PASSWORD], port);
    await client.hears('OK2\r\nicy-caps:11\r\n\r\n');
    client.socket.write('icy-name:Old radio\r\nicy-pub:1\r\nicy-br:96\r\ncontent-type:audio/mpeg\r\n\r\n');
    client.socket.write(mp3());
    await waitUntil('media', () => rig.recorded.buffers.length > 5);
    expect(rig.context.stats).toMatchObject({
      'stream-name': 'Old radio',
      'announced-bitrate': 96,
      'source-user': 'source',
    });
    expect(client.said()).toBe('OK2\r\nicy-caps:11\r\n\r\n');
  });

  test.each([
    ['wrong', ['wrong'], 'invalid password\r\n'],
    ['empty', [''], 'invalid password\r\n'],
    ['of another name', [`admin:${PASSWORD}`], 'invalid password\r\n'],
    ['far too long', ['x'.repeat(2000)], ''],
  ])('a password that is %s is refused', async (_, lines, answer) => {
    const port = await second();
    const client = rig.client(lines, port);
    await client.ends();
    expect(client.said()).toBe(answer);
    expect(rig.context.stats).toMatchObject({ connections: 0 });
  });

  test('a name may come before the password', async () => {
    const port = await second();
    await rig.client([`source:${PASSWORD}`], port).hears('OK2');
  });
});
