import { afterEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/support/wait-until';
import { login, mp3, PASSWORD, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.stop());

async function open(...given: ConstructorParameters<typeof Rig>): Promise<Rig> {
  rig = new Rig(...given);
  return rig.start();
}

describe('a stream is taken', () => {
  test.each([
    ['PUT', ['PUT /live HTTP/1.1', 'Host: x'], 'HTTP/1.1 200 OK\r\n'],
    [
      'PUT that waits',
      ['PUT /live HTTP/1.1', 'Host: x', 'Expect: 100-continue'],
      'HTTP/1.1 100 Continue\r\n\r\n',
    ],
    ['PUT of HTTP/1.0', ['PUT /live HTTP/1.0', 'Expect: 100-continue'], 'HTTP/1.0 200 OK\r\n'],
    ['POST', ['POST /live HTTP/1.1', 'Host: x'], 'HTTP/1.1 200 OK\r\n'],
    ['SOURCE', ['SOURCE /live HTTP/1.0'], 'HTTP/1.0 200 OK\r\n'],
    ['ICE', ['SOURCE /live ICE/1.0', 'ice-audio-info: bitrate=128;samplerate=44100'], 'HTTP/1.0 200 OK\r\n'],
  ])('of %s', async (_, lines, answer) => {
    await open();
    const client = rig.client([...lines, login(), 'Content-Type: audio/mpeg', '']);
    await client.hears(answer);
    client.socket.write(mp3());
    await waitUntil('media', () => rig.recorded.buffers.length > 10);
    expect(rig.recorded.caps).toEqual([
      expect.stringMatching(/^audio\/mpeg, mpegversion=\(int\)1.*rate=\(int\)32000/),
    ]);
    expect(rig.recorded.buffers[0]).toMatchObject({ delta: false, discont: true });
    expect(rig.recorded.buffers[1]).toMatchObject({ discont: false, duration: 36_000_000n });
    expect(rig.waits).toBeUndefined();
  });

  test('that comes in one piece with its request, in chunks, and is answered at its end', async () => {
    await open();
    const chunk = mp3(5).toString('latin1');
    const head = [
      'PUT /live HTTP/1.1',
      'Host: x',
      login(),
      'Expect: 100-continue',
      'Transfer-Encoding: chunked',
      '',
    ];
    const client = rig.client([...head, chunk.length.toString(16), chunk, '0', '']);
    await client.hears('HTTP/1.1 200 OK\r\n');
    await client.ends();
    expect(rig.context.stats).toMatchObject({ connected: 0, 'received-bytes': 720 });
    expect(Buffer.concat(rig.recorded.buffers.map(({ data }) => data)).toString('latin1')).toBe(chunk);
    expect(rig.context.logged.at(-1)).toContain('it ended its stream');
  });

  test('of which the length is told', async () => {
    await open();
    const head = [
      'PUT /live HTTP/1.1',
      'Host: x',
      login(),
      'Expect: 100-continue',
      'Content-Length: 720',
      '',
    ];
    const client = rig.client(head);
    await client.hears('100 Continue');
    client.socket.write(Buffer.concat([mp3(5), mp3(5)]));
    await client.hears('HTTP/1.1 200 OK\r\n');
    expect(rig.context.stats).toMatchObject({ 'received-bytes': 720 });
  });

  test('that has nothing to send ends at once', async () => {
    await open();
    const client = rig.client(['PUT /live HTTP/1.1', 'Host: x', login(), 'Content-Length: 0', '']);
    await client.hears('HTTP/1.1 200 OK\r\n');
    await client.ends();
    expect(rig.context.stats).toMatchObject({ connected: 0 });
  });

  test('with what it says of itself, in UTF-8 or Latin 1', async () => {
    await open();
    const utf8 = Buffer.from('Rädio').toString('latin1');
    const client = await rig.source(
      `ice-name: ${utf8}`,
      'icy-genre: M\xfcsic',
      'ice-description: all day',
      'icy-url: http://radio.example',
      'ice-public: 1',
      'ice-bitrate: Quality 3',
      'ice-audio-info: ice-samplerate=44100;ice-bitrate=128;ice-channels=2',
      'User-Agent: BUTT 1.0',
    );
    client.socket.write(mp3());
    await waitUntil('tags', () => rig.recorded.tags.length > 0);
    expect(rig.recorded.tags).toEqual([
      {
        organization: 'Rädio',
        genre: 'Müsic',
        description: 'all day',
        location: 'http://radio.example',
        bitrate: 128_000,
      },
    ]);
    expect(rig.context.stats).toMatchObject({
      'stream-name': 'Rädio',
      'stream-public': 1,
      'announced-bitrate': 128,
      'source-agent': 'BUTT 1.0',
      'source-user': 'source',
      'source-address': '127.0.0.1',
      connected: 1,
    });
  });
});

describe('a request is refused', () => {
  test.each([
    [404, ['PUT /other HTTP/1.0'], 'no mount point of this name'],
    [405, ['GET /live HTTP/1.0'], 'use PUT, POST, SOURCE'],
    [405, ['DELETE /live HTTP/1.0'], 'use PUT, POST, SOURCE'],
    [400, ['PUT /live ICE/1.0'], 'the first line is no HTTP request'],
    [400, ['PUT /live HTTP/1.1'], 'the Host field is missing'],
    [401, ['PUT /live HTTP/1.0'], 'wrong name or password'],
    [401, ['PUT /live HTTP/1.0', login('wrong')], 'wrong name or password'],
    [401, ['PUT /live HTTP/1.0', login(PASSWORD, 'admin')], 'wrong name or password'],
    [401, ['PUT /live HTTP/1.0', login('')], 'wrong name or password'],
    [415, ['PUT /live HTTP/1.0', login(), 'Content-Type: text/html'], 'application/ogg, audio/ogg'],
    [415, ['PUT /live HTTP/1.0', login(), 'Content-Encoding: gzip'], 'without Content-Encoding'],
    [417, ['PUT /live HTTP/1.0', login(), 'Expect: miracles'], '100-continue'],
    [501, ['PUT /live HTTP/1.1', 'Host: x', login(), 'Transfer-Encoding: gzip, chunked'], 'chunked'],
    [400, ['PUT /live HTTP/1.0', login(), 'Transfer-Encoding: chunked'], 'HTTP/1.0'],
    [
      400,
      ['PUT /live HTTP/1.1', 'Host: x', login(), 'Transfer-Encoding: chunked', 'Content-Length: 9'],
      'both',
    ],
    [400, ['PUT /live HTTP/1.1', 'Host: x', login(), 'Content-Length: -1'], 'no number'],
    [400, ['PUT /live HTTP/1.1', 'Host: x', login(), 'Content-Length: 5', 'Content-Length: 6'], 'twice'],
    [400, ['GET /admin/metadata?mode=else HTTP/1.0', login()], 'updinfo'],
    [405, ['DELETE /admin/metadata?mode=updinfo HTTP/1.0', login()], 'use GET'],
    [404, ['GET /admin/metadata?mode=updinfo&mount=/other&song=x HTTP/1.0', login()], 'no mount point'],
    [404, ['GET /admin/metadata?mode=updinfo&mount=/live&song=x HTTP/1.0', login()], 'no client sends'],
    [401, ['GET /admin/metadata?mode=updinfo&mount=/live&song=x HTTP/1.0'], 'wrong name or password'],
  ])('with %d: %j', async (status, lines, words) => {
    await open();
    const client = rig.client([...lines, '']);
    await client.ends();
    expect(client.said()).toMatch(new RegExp(`^HTTP/1\\.[01] ${status} `));
    expect(client.said()).toContain(words);
    expect(rig.context.stats).toMatchObject({ connections: 0, connected: 0 });
    expect(rig.recorded.buffers).toEqual([]);
    const count = Number(rig.context.stats['refused-login']) + Number(rig.context.stats['refused-invalid']);
    expect(count).toBe(1);
  });

  test('with a realm, so that a client asks for name and password', async () => {
    await open({ domain: 'My radio' });
    const client = rig.client(['PUT /live HTTP/1.0', '']);
    await client.hears('WWW-Authenticate: Basic realm="My radio"');
  });

  test('with 409 while another client sends, and not when that has gone', async () => {
    await open();
    const first = await rig.source();
    first.socket.write(mp3());
    const second = rig.client(['SOURCE /live HTTP/1.0', login(), '']);
    await second.hears('409 Conflict');
    await second.hears('another client sends');
    // Who is not let in is not told whether there is one.
    const stranger = rig.client(['SOURCE /live HTTP/1.0', '']);
    await stranger.hears('401');
    first.socket.destroy();
    await rig.figure('connected', 0);
    expect(rig.context.stats['refused-in-use']).toBe(1);
    await rig.source();
  });

  test('never with secrets in the log', async () => {
    await open();
    for (const line of [
      `GET /admin.cgi?mode=updinfo&pass=${PASSWORD}&song=x HTTP/1.0`,
      `GET /admin.cgi?pass=wrong${PASSWORD} HTTP/1.0`,
    ])
      await rig.client([line, '']).ends();
    expect(rig.context.logged.join('\n')).toContain('pass=***');
    expect(rig.context.logged.join('\n')).not.toContain(PASSWORD);
  });
});

test('what the server can do is told to who asks first', async () => {
  await open();
  const client = rig.client(['OPTIONS * HTTP/1.1', 'Host: x', '']);
  await client.hears('Allow: PUT, SOURCE, GET, OPTIONS');
});
