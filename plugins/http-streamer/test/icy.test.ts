import fs from 'node:fs';
import type { FeedCaps } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { icyStreamer } from '../src';
import { framedInterval, type IcyProperties } from '../src/icy-declaration';
import { icyBody, type IcyBody } from './icy-body';
import { answered, feed, get, gets, parts, rig, rigOf, send, stopAll, type Client, type Rig } from './rig';

afterEach(async () => {
  jest.restoreAllMocks();
  await stopAll();
});

const ICY = 'Icy-MetaData: 1\r\n';
const MP3: FeedCaps = {
  text: 'audio/mpeg, mpegversion=(int)1, layer=(int)3, rate=(int)44100',
  mediaType: 'audio/mpeg',
  streamHeader: [],
};
const AAC = (fields: string): FeedCaps => ({ ...MP3, text: `audio/mpeg, ${fields}` });

let sent = 0;
/** Feeds bytes that count on, in frames of so many bytes. */
function play({ tap }: Rig, count: number, size = 400): Buffer {
  const frames = Array.from({ length: count }, () =>
    Buffer.from(Array.from({ length: size }, () => sent++ & 0xff)),
  );
  for (const data of frames)
    tap.buffer({ data, delta: false, header: false, discont: false, duration: 25_000_000n });
  return Buffer.concat(frames);
}

async function begin(streamer: Rig, caps = MP3): Promise<Rig> {
  streamer.tap.caps(caps);
  play(streamer, 1);
  await waitUntil('the stream', () => streamer.context.stats['stream-url'] !== undefined);
  return streamer;
}

const fieldOf = (client: Client, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(Buffer.from(client.head(), 'latin1').toString())?.[1]?.trim();

/** Waits until a client has got so many blocks. */
async function blocks(client: Client, count: number): Promise<IcyBody> {
  const interval = Number(fieldOf(client, 'icy-metaint'));
  await waitUntil(`${count} blocks`, () => icyBody(client.body(), interval).blocks.length >= count);
  return icyBody(client.body(), interval);
}

it('tells the current title in the first block, and each title once', async () => {
  const streamer = await begin(await rig());
  streamer.tap.tags?.({ title: "It's; a 'test' 🎵", bitrate: 128_000, organization: 'Näme' });
  const client = await answered(get(streamer.port, '/', ICY));
  const media = [play(streamer, 100)];
  await blocks(client, 2);
  streamer.tap.tags?.({ title: 'Next', bitrate: 128_000, organization: 'Näme' });
  media.push(play(streamer, 101));
  const body = await blocks(client, 5);
  expect(body.blocks).toEqual([
    { at: 16_000, text: "StreamTitle='It's; a 'test' 🎵';" },
    { at: 32_000, text: '' },
    { at: 48_000, text: "StreamTitle='Next';" },
    { at: 64_000, text: '' },
    { at: 80_000, text: '' },
  ]);
  expect(body.media.equals(Buffer.concat(media))).toBe(true);
  expect(streamer.context.stats).toMatchObject({
    'icy-title': 'Next',
    'icy-timestamp': expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

it('describes the stream in fields as Icecast does, to everybody; the interval to who asked', async () => {
  const streamer = await begin(
    await rig({
      'short-name': 'Räd\r\nio',
      genre: 'Jazz',
      url: 'http://x/',
      public: true,
      description: 'Words',
    }),
  );
  streamer.tap.tags?.({ 'nominal-bitrate': 96_000 });
  const [plain, icy] = [await answered(get(streamer.port)), await answered(get(streamer.port, '/', ICY))];
  const expected = {
    'icy-name': 'Räd io',
    'icy-genre': 'Jazz',
    'icy-url': 'http://x/',
    'icy-description': 'Words',
    'icy-pub': '1',
    'icy-br': '96',
    'Content-Type': 'audio/mpeg',
  };
  for (const client of [plain, icy])
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, fieldOf(client, name)]))).toEqual(
      expected,
    );
  expect(fieldOf(plain, 'icy-metaint')).toBeUndefined();
  expect(fieldOf(icy, 'icy-metaint')).toBe('16000');
  expect(fieldOf(icy, 'Access-Control-Expose-Headers')).toContain('icy-metaint');
  await gets(plain, play(streamer, 50));
  const head = await answered(send(streamer.port, `HEAD / HTTP/1.1\r\nHost: a\r\n${ICY}\r\n`));
  expect(fieldOf(head, 'icy-metaint')).toBe('16000');
  const options = await answered(send(streamer.port, 'OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n'));
  expect(fieldOf(options, 'Access-Control-Allow-Headers')).toContain('Icy-MetaData');
});

it.each([
  ['mpegversion=(int)4, stream-format=(string)adts', 'audio/aac'],
  ['mpegversion=(int)2, stream-format=(string)adts', 'audio/aacp'],
  ['mpegversion=(int)4, stream-format=(string)adts, profile=(string)he-aac-v1', 'audio/aacp'],
])('gives metadata in AAC, %s', async (fields, type) => {
  const streamer = await begin(await rig({ 'icy-metadata-interval': 256 }), AAC(fields));
  const client = await answered(get(streamer.port, '/', ICY));
  expect(fieldOf(client, 'Content-Type')).toBe(type);
  const media = play(streamer, 2);
  const body = await blocks(client, 3);
  expect(body.blocks[0]).toEqual({ at: 256, text: "StreamTitle='';" });
  expect(body.media.equals(media)).toBe(true);
});

it.each([
  ['Ogg, which has titles of its own', {}, { ...parts(feed('ogg-av')).caps, mediaType: 'audio/ogg' }, ICY],
  ['an interval of 0', { 'icy-metadata-interval': 0 }, MP3, ICY],
  ['a player that says no', {}, MP3, 'Icy-MetaData: 0\r\n'],
  ['a player that says rubbish', {}, MP3, 'Icy-MetaData: yes\r\n'],
])('gives none with %s', async (_, properties, caps, fields) => {
  const streamer = await begin(await rig(properties), caps);
  const client = await answered(get(streamer.port, '/', fields));
  expect(client.head()).not.toContain('icy-metaint');
  expect(client.head()).toContain('icy-name');
});

it('says nothing of the kind where there are pictures', async () => {
  const streamer = await begin(await rig(), parts(feed('webm')).caps);
  expect((await answered(get(streamer.port, '/', ICY))).head()).not.toMatch(/icy-/i);
});

it('gives a burst the titles it had', async () => {
  const streamer = await begin(
    await rig({ 'burst-on-connect': true, 'burst-time': 60, 'icy-metadata-interval': 1000 }),
  );
  streamer.tap.tags?.({ title: 'Old' });
  play(streamer, 10);
  streamer.tap.tags?.({ title: 'New' });
  play(streamer, 10);
  const client = await answered(get(streamer.port, '/', ICY));
  const body = await blocks(client, 8);
  expect(body.blocks.map(({ text }) => text)).toEqual([
    "StreamTitle='Old';",
    '',
    '',
    '',
    "StreamTitle='New';",
    '',
    '',
    '',
  ]);
});

it('a title begins with the data after it, whatever is gathered', async () => {
  const streamer = await begin(await rig({ 'flush-interval': 2000, 'icy-metadata-interval': 256 }));
  const client = await answered(get(streamer.port, '/', ICY));
  for (const title of ['A', 'B', 'C']) {
    streamer.tap.tags?.({ title });
    play(streamer, 1);
  }
  streamer.tap.tags?.({ title: 'D' });
  const { blocks: told } = await blocks(client, 5);
  expect(told.map(({ text }) => text)).toContainEqual("StreamTitle='B';");
  expect(told.at(-1)?.text).not.toBe("StreamTitle='D';");
});

it('costs no write more: one a chunk with metadata and without', async () => {
  const streamer = await begin(await rig({ 'icy-metadata-interval': 256 }));
  const clients = [get(streamer.port), get(streamer.port, '/', ICY), get(streamer.port, '/', ICY)];
  for (const client of clients) await answered(client);
  await waitUntil('all', () => streamer.context.stats['clients-current'] === 3, 5000);
  const whole = jest.spyOn(fs, 'writeSync');
  const pieces = jest.spyOn(fs, 'writevSync');
  play(streamer, 10);
  expect(whole).toHaveBeenCalledTimes(10);
  expect(pieces).toHaveBeenCalledTimes(20);
  // Two at the same place are given the same pieces.
  expect(pieces.mock.calls[0]?.[1]).toBe(pieces.mock.calls[1]?.[1]);
});

it('keeps the interval for a listener whose socket is full', async () => {
  const streamer = await begin(await rig({ 'icy-metadata-interval': 4096, 'max-lag': 60 }));
  const client = await answered(get(streamer.port, '/', ICY));
  client.socket.pause();
  const media: Buffer[] = [];
  for (let count = 0; count < 60; count++) {
    streamer.tap.tags?.({ title: `Title ${count}` });
    media.push(play(streamer, 1, 200_000));
  }
  client.socket.resume();
  const body = await blocks(client, Math.floor(Buffer.concat(media).length / 4096));
  expect(body.media.equals(Buffer.concat(media))).toBe(true);
  expect(body.blocks.filter(({ text }) => text !== '')).toHaveLength(60);
});

it('shows the property title, changed while it runs', async () => {
  const streamer = await begin(await rig({ title: 'Fixed', 'icy-metadata-interval': 400 }));
  streamer.tap.tags?.({ title: 'Feed' });
  const client = await answered(get(streamer.port, '/', ICY));
  play(streamer, 2);
  await blocks(client, 1);
  await streamer.change({ title: undefined });
  play(streamer, 2);
  const body = await blocks(client, 3);
  expect(body.blocks.map(({ text }) => text)).toEqual(["StreamTitle='Fixed';", "StreamTitle='Feed';", '']);
});

describe('icy-streamer', () => {
  it('counts the interval in frames by the bit rate, and bursts', async () => {
    const streamer = await begin(
      await rigOf(icyStreamer, {
        'burst-on-connect': true,
        'burst-time': 60,
        'frame-size': 100,
        'metadata-interval': 0.1,
      }),
    );
    // 400 bytes in 25 ms are 128 kbit/s, or 1600 bytes in 100 ms.
    const media = play(streamer, 40);
    const client = await answered(get(streamer.port, '/', ICY));
    expect(fieldOf(client, 'icy-metaint')).toBe('1600');
    expect(fieldOf(client, 'icy-br')).toBe('128');
    const body = await blocks(client, 10);
    expect(body.media.subarray(-media.length).equals(media)).toBe(true);
    streamer.tap.tags?.({ bitrate: 64_000 });
    const later = await answered(get(streamer.port, '/', ICY));
    expect(fieldOf(later, 'icy-metaint')).toBe('800');
  });

  it.each([
    [256, 2, 128_000, 32_000],
    [256, 2, undefined, 32_000],
    [700, 2, 128_000, 31_500],
    [65_536, 1, 8000, 65_536],
    [100, 0, 128_000, 0],
  ])('frames of %d bytes, %d s, %s bit/s: %d', (frame, seconds, bitrate, bytes) => {
    const properties = { 'frame-size': frame, 'metadata-interval': seconds } as IcyProperties;
    expect(framedInterval(properties, bitrate)).toBe(bytes);
  });
});
