import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestProcess } from '../../../test/support/process';
import { EACH, playAll, serve, SHOWN, TITLES } from './hard-titles';
import { stopAll } from './rig';

afterEach(stopAll);

/** Lines that a player prints while all titles are played. */
async function played(command: string, args: readonly string[], options = {}): Promise<string> {
  const [streamer, url] = await serve();
  const player = new TestProcess(
    command,
    command,
    args.map((arg) => arg.replace('URL', url)),
    options,
  );
  await playAll(streamer);
  await player.end();
  return player.output;
}

const found = (output: string, pattern: RegExp): string[] =>
  [...output.matchAll(pattern)].map(([, text = '']) => text);

test('ffmpeg shows every title', async () => {
  const output = await played('ffmpeg', ['-nostdin', '-v', 'debug', '-i', 'URL', '-f', 'null', '-']);
  expect(found(output, /Metadata update for StreamTitle: (.*)/g)).toEqual(SHOWN);
  expect(output).toMatch(/icy-name +: Rädio/);
  // The sound is whole, though there is text between its bytes; at most its last frame is cut.
  const [, frames] = /(\d+) frames successfully decoded, [01] decoding errors/.exec(output) ?? [];
  expect(Number(frames)).toBeCloseTo(EACH * TITLES.length, -1);
});

test('ffprobe shows title and description of the station', async () => {
  const tags = await played('ffprobe', [
    '-v',
    'error',
    '-icy',
    '1',
    '-show_entries',
    'format_tags',
    '-of',
    'json',
    'URL',
  ]);
  expect(JSON.parse(tags)).toMatchObject({
    format: { tags: { 'icy-name': 'Rädio', 'icy-br': '64', StreamTitle: expect.any(String) } },
  });
});

test('mpv shows titles as they come', async () => {
  const args = ['--no-config', '--vo=null', '--ao=null', '--ao-null-untimed', '--cache=no', 'URL'];
  const titles = found(await played('mpv', args), /icy-title: (.*)/g);
  // It reads ahead as fast as it can, and shows what is newest when it looks.
  expect(titles.join('')).not.toBe('');
  expect(SHOWN).toEqual(expect.arrayContaining(titles));
});

test('GStreamer shows every title', async () => {
  const text = 'souphttpsrc iradio-mode=true location=URL ! icydemux ! fakesink';
  const output = await played('gst-launch-1.0', ['-t', ...text.split(' ')]);
  expect(found(output, /^ +title: (.*)/gm)).toEqual(SHOWN.filter((title) => title !== ''));
  expect(output).toContain('organization: Rädio');
});

test('VLC shows every title', async () => {
  const home = mkdtempSync(join(tmpdir(), 'flumotion-vlc-'));
  try {
    chmodSync(home, 0o777);
    // It refuses to run as root.
    const owner = process.getuid?.() === 0 ? ['--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const args = '-I dummy -vv --no-color --aout=dummy --vout=dummy --play-and-exit URL'.split(' ');
    const output = await played('setpriv', [...owner, 'vlc', ...args], {
      env: { ...process.env, HOME: home },
    });
    expect(found(output, /New Icy-Title=(.*)/g)).toEqual(SHOWN);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
