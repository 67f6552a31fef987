import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { restartsCleanly } from '../../../test/support/restarts';
import { freePort } from '../../../test/support/free-port';
import { gstStream } from '../../../test/support/gst-stream';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { LOGIN, PASSWORD, PITCH, Station, TONE } from './clients';

/** Seconds of media that are enough to hear what it is. */
const ENOUGH = 1.5;
const OGG = [
  '-c:a',
  'libvorbis',
  '-page_duration',
  '100000',
  '-f',
  'ogg',
  '-content_type',
  'application/ogg',
];
const MP3 = ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3', '-content_type', 'audio/mpeg'];

let station: Station;
beforeEach(() => {
  station = new Station();
});
afterEach(() => station.close());

test('ffmpeg sends to icecast://; another is refused meanwhile, and goes on in the same feed when it has gone', async () => {
  const output = await station.open();
  expect(station.played.state).toMatchObject({
    mood: 'waking',
    reason: expect.stringContaining('no source client sends'),
  });
  const says = ['-ice_name', 'Radio Ü', '-ice_genre', 'Jazz', '-ice_public', '1'];
  const first = station.ffmpeg(TONE, ...OGG, ...says, station.url('icecast'));
  await station.mood('happy');
  await station.seconds(output, ENOUGH);
  expect(output.caps.at(-1)?.mediaType).toBe('application/ogg');
  await station.expectTone(output, ['vorbis']);
  expect(output.tags.at(-1)).toMatchObject({ organization: 'Radio Ü', genre: 'Jazz' });
  expect(station.played.state.stats).toMatchObject({
    'stream-name': 'Radio Ü',
    'stream-public': 1,
    'source-user': 'source',
    'source-address': '127.0.0.1',
    'source-agent': expect.stringContaining('Lavf'),
  });

  const second = station.ffmpeg(TONE, ...MP3, station.url('icecast'));
  await second.end();
  expect(station.played.state.stats['refused-in-use']).toBe(1);

  first.kill('SIGKILL');
  await station.mood('waking');
  expect(station.played.state.reason).toContain('it closed the connection');
  const before = output.buffers.length;
  station.ffmpeg(TONE, ...MP3, station.url('icecast'));
  await station.mood('happy');
  await station.seconds(output, ENOUGH, before);
  expect(output.caps.at(-1)?.text).toMatch(/^audio\/mpeg, mpegversion=\(int\)1/);
  await station.expectTone(output, ['mp3'], before);
  const times = output.times.filter((time) => time >= 0);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  await station.played.keepsUp(output, 3);
  // Nothing is left of what the one before said of itself.
  expect(output.tags.at(-1)).not.toHaveProperty('genre');
});

test('curl sends a file, in chunks, when it was told to go on or at once; it takes as long as it lasts, to its last second', async () => {
  const output = await station.open();
  await station.reader();
  const file = join(station.folder, 'tone.mp3');
  const encoder = 'lamemp3enc target=bitrate bitrate=64 cbr=true';
  writeFileSync(
    file,
    gstStream(`audiotestsrc freq=${PITCH} num-buffers=90 ! ${encoder} ! filesink name=out`),
  );
  const words = ['-sS', '-f', '-u', `source:${PASSWORD}`, '-H', 'Transfer-Encoding: chunked', '-T', file];
  for (const more of [[], ['-H', 'Expect:']]) {
    const before = output.buffers.length;
    const began = station.played.now();
    const sent = station.run('curl', ...words, ...more, `http://127.0.0.1:${station.port}/live`);
    expect(await sent.end()).toMatchObject({ status: 0 });
    await station.seconds(output, 1.9, before);
    // All of it was there at once; half a second goes ahead.
    expect(station.played.now() - began).toBeGreaterThan(1.3);
    await station.mood('waking');
    expect(station.played.state.reason).toContain('it ended its stream');
    await station.expectTone(output, ['mp3'], before);
  }
});

test('libshout sends, with titles', async () => {
  const output = await station.open();
  const pipeline =
    `audiotestsrc is-live=true freq=${PITCH} ! taginject tags=title=Hello ! lamemp3enc ! shout2send ip=127.0.0.1 ` +
    `port=${station.port} mount=/live streamname=Name`;
  station.run('gst-launch-1.0', '-q', ...pipeline.split(' '), `password=${PASSWORD}`);
  await station.seconds(output, ENOUGH);
  await station.expectTone(output, ['mp3']);
  await waitUntil('the title', () => String(output.tags.at(-1)?.['title']).endsWith('Hello'));
  expect(output.tags.at(-1)).toMatchObject({ organization: 'Name' });
});

test('Liquidsoap sends, with titles', async () => {
  const output = await station.open();
  const script = join(station.folder, 'radio.liq');
  writeFileSync(
    script,
    `set("init.allow_root", true)
    s = insert_metadata(sine(${PITCH}.))
    thread.run(delay=1., { s.insert_metadata([("title", "Tîtle"), ("artist", "Some body")]) })
    output.icecast(%mp3(bitrate=64), host="127.0.0.1", port=${station.port}, password=${JSON.stringify(PASSWORD)},
      mount="live", name="Name", fallible=true, s)`,
  );
  station.run('liquidsoap', script);
  await station.figure('title', 'Some body - Tîtle');
  await station.seconds(output, ENOUGH);
  await station.expectTone(output, ['mp3']);
  expect(station.played.state.messages).toEqual([
    expect.objectContaining({ id: 'title', level: 'info', text: 'Now playing: Some body - Tîtle' }),
  ]);
  await waitUntil('the tags', () => output.tags.at(-1)?.['title'] === 'Some body - Tîtle');
  expect(output.tags.at(-1)).toMatchObject({ organization: 'Name', bitrate: 64_000 });
});

test('ezstream sends a file', async () => {
  const output = await station.open();
  const file = join(station.folder, 'tone.ogg');
  await station
    .run('ffmpeg', '-v', 'error', ...TONE, '-t', '5', '-metadata', 'title=Tîtle', '-c:a', 'libvorbis', file)
    .end();
  const password = PASSWORD.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const config = join(station.folder, 'ezstream.xml');
  writeFileSync(
    config,
    `<ezstream>
      <servers><server><hostname>127.0.0.1</hostname><port>${station.port}</port><password>${password}</password></server></servers>
      <streams><stream><mountpoint>/live</mountpoint><format>Ogg</format><stream_name>Name</stream_name></stream></streams>
      <intakes><intake><type>file</type><filename>${file}</filename></intake></intakes>
    </ezstream>`,
    { mode: 0o600 },
  );
  station.run('ezstream', '-c', config);
  await station.seconds(output, ENOUGH);
  await station.expectTone(output, ['vorbis']);
  expect(output.tags.at(-1)).toMatchObject({ organization: 'Name', title: 'Tîtle' });
});

test('starting and stopping leaves nothing behind', async () => {
  const tone = gstStream('audiotestsrc num-buffers=50 ! lamemp3enc ! filesink name=out');
  const port = await freePort();
  await station.open();
  const send = (): void => {
    const { socket } = station.socket(`PUT /live HTTP/1.0\r\nAuthorization: ${LOGIN}\r\n\r\n`, port);
    socket.write(tone);
  };
  let asked = 0;
  await restartsCleanly(
    component,
    { properties: { port, interface: '127.0.0.1', password: PASSWORD, 'shoutcast-port': port + 1 } },
    (played) => {
      if (played.state.stats['connections'] === 0 && asked++ % 50 === 0) send();
      return played.output().buffers.length > 0;
    },
  );
});
