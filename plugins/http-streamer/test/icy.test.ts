import fs from 'node:fs';
import { waitUntil } from '../../../test/support/wait-until';
import { InStep } from '../src/in-step';
import { AAC, begin, blocks, fieldOf, ICY, MP3, play } from './icy-rig';
import { answered, feed, get, gets, parts, rig, send, stopAll } from './rig';

afterEach(async () => {
  jest.restoreAllMocks();
  await stopAll();
});

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

it('warns of AAC that nobody can play', async () => {
  const streamer = await begin(await rig(), AAC('mpegversion=(int)4, stream-format=(string)raw'));
  expect(streamer.context.said).toEqual([
    expect.objectContaining({
      level: 'warning',
      id: 'unframed',
      advice: expect.stringContaining('adts-muxer'),
    }),
  ]);
  streamer.tap.caps(MP3);
  play(streamer, 1);
  expect(streamer.context.said).toEqual([]);
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

it('tells monitors the bit rate that players are told, as soon as the frames make it known', async () => {
  const streamer = await begin(await rig({ 'mount-point': '/live.mp3' }));
  play(streamer, 40);
  const player = await answered(get(streamer.port, '/live.mp3'));
  expect(fieldOf(player, 'icy-br')).toBe('128');
  const monitor = await answered(get(streamer.port, '/status-json.xsl'));
  await waitUntil('the figures', monitor.closed);
  expect(monitor.body().toString()).toContain('"bitrate":128,');
});

it('describes Ogg with sound alone as any other sound, whose type is that of all Ogg', async () => {
  const streamer = await begin(await rig({ 'short-name': 'Radio' }), parts(feed('ogg-audio')).caps);
  streamer.tap.tags?.({ 'nominal-bitrate': 96_000 });
  const client = await answered(get(streamer.port, '/', ICY));
  const fields = ['Content-Type', 'icy-name', 'icy-pub', 'icy-br', 'icy-metaint'];
  expect(fields.map((name) => fieldOf(client, name))).toEqual([
    'application/ogg',
    'Radio',
    '0',
    '96',
    undefined,
  ]);
});

it.each(['webm', 'ogg-av'])('says nothing of the kind where there are pictures: %s', async (name) => {
  const streamer = await begin(await rig(), parts(feed(name)).caps);
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
  play(streamer, 1);
  const together = jest.spyOn(InStep.prototype, 'serve');
  const whole = jest.spyOn(fs, 'writeSync');
  const pieces = jest.spyOn(fs, 'writevSync');
  play(streamer, 10);
  // Who gets no metadata is served in step, without a write of its own.
  expect(together).toHaveBeenCalledTimes(10);
  expect(whole).not.toHaveBeenCalled();
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
  await waitUntil('all', () => client.socket.bytesRead > 60 * 200_000);
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
