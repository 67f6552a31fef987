import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readPlaylist } from '../src/read';
import { dateText, parseDate, parseSeconds } from '../src/time';

const NOON = BigInt(Date.UTC(2026, 10, 29, 12)) * 1_000_000n;
const FILE = '/etc/lists/day.xml';

function read(text: string | Buffer, base?: string): ReturnType<typeof readPlaylist> {
  return readPlaylist(Buffer.from(text as string), FILE, base);
}
const locations = (text: string, base?: string): string[] =>
  read(text, base).entries.map(({ location }) => location);

describe('dates', () => {
  test.each([
    ['2026-11-29T12:00:00Z', 0n],
    ['2026-11-29T12:00:00.25Z', 250_000_000n],
    ['2026-11-29T12:00:00.123456789Z', 123_456_789n],
    ['2026-11-29T12:00:00', 0n],
    ['2026-11-29T12:00', 0n],
    ['2026-11-29 13:00:00+01:00', 0n],
    ['2026-11-29T06:30:00-0530', 0n],
    ['2026-11-29T14:00:00.5+02', 500_000_000n],
    ['2026-11-30T01:00:00+13:00', 0n],
  ])('%s is read', (text, after) => {
    expect(parseDate(text)).toBe(NOON + after);
  });

  test.each([
    ['2026-02-30T12:00:00Z'],
    ['2026-13-01T12:00:00Z'],
    ['2026-11-29T25:00:00Z'],
    ['2026-11-29T12:00:61Z'],
    ['2026-11-29T12:00:00+25:00'],
    ['2026-11-29'],
    ['noon'],
    [''],
  ])('%s is no date', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  test.each([
    [0n, '2026-11-29T12:00:00Z'],
    [500_000_000n, '2026-11-29T12:00:00.5Z'],
    [10_400_000n, '2026-11-29T12:00:00.01Z'],
    [999_999_999n, '2026-11-29T12:00:01Z'],
  ])('%d ns after noon is written', (after, text) => {
    expect(dateText(NOON + after)).toBe(text);
  });

  test.each([
    ['12', 12_000_000_000n],
    ['0.04', 40_000_000n],
    ['.5', 500_000_000n],
    ['7.', 7_000_000_000n],
    ['-1', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('%s seconds', (text, time) => {
    expect(parseSeconds(text)).toBe(time);
  });
});

describe('XML', () => {
  test('an entry has all that it may have', () => {
    const { entries, problems, loop } = read(`<?xml version="1.0"?>
<playlist>
  <!-- <!DOCTYPE no> -->
  <entry filename="a.ogg" time="2026-11-29T12:00:00.5Z" duration="10.25" offset="3"/>
  <entry filename='b &amp; c&#x2e;ogg'/>
</playlist>`);
    expect(problems).toEqual([]);
    expect(loop).toBeUndefined();
    expect(entries).toEqual([
      {
        name: 'a.ogg',
        location: '/etc/lists/a.ogg',
        time: NOON + 500_000_000n,
        duration: 10_250_000_000n,
        offset: 3_000_000_000n,
        line: 4,
      },
      { name: 'b & c.ogg', location: '/etc/lists/b & c.ogg', offset: 0n, line: 5 },
    ]);
  });

  test.each([
    ['<playlist loop="0"/>', 0],
    ['<playlist loop="12"/>', 12],
  ])('%s', (text, loop) => {
    expect(read(text)).toEqual({ entries: [], problems: [], loop });
  });

  test('rounds of a playlist with several times are refused', () => {
    const entry = (time: string): string => `<entry filename="a" time="2026-11-29T${time}:00Z"/>`;
    const { entries, problems } = read(`<playlist loop="2">${entry('10:00')}${entry('11:00')}</playlist>`);
    expect(entries).toHaveLength(2);
    expect(problems).toEqual([expect.stringContaining('loop means nothing')]);
    expect(read(`<playlist loop="x">${entry('10:00')}</playlist>`).problems).toEqual([
      expect.stringContaining('loop="x" is no whole number of rounds'),
    ]);
  });

  test.each([
    ['<entry/>', 'line 2: an entry needs a filename'],
    ['<entry filename="a" time="noon"/>', 'line 2: time="noon" is no date'],
    ['<entry filename="a" duration="long"/>', 'line 2: duration="long" is no number of seconds'],
    ['<entry filename="a" duration="0"/>', 'line 2: an entry of duration 0'],
    ['<entry filename="a" offset="-3"/>', 'line 2: offset="-3" is no number'],
    ['<entry filename="http://example.org/a.ogg"/>', 'line 2: http://example.org/a.ogg is a URL'],
    ['<enty filename="a"/>', 'line 2: <enty> was found where <entry> belongs'],
  ])('%s is left out, and the rest is kept', (entry, words) => {
    const { entries, problems } = read(`<playlist>\n${entry}\n<entry filename="b"/></playlist>`);
    expect(problems).toEqual([expect.stringContaining(words)]);
    expect(entries.map(({ name, line }) => [name, line])).toEqual([['b', 3]]);
  });

  test('an attribute nobody knows is a problem that costs nothing', () => {
    const { entries, problems } = read('<playlist><entry filename="a" tiem="x"/></playlist>');
    expect(problems).toEqual([expect.stringContaining('line 1: tiem means nothing here')]);
    expect(entries).toHaveLength(1);
  });

  test.each([
    ['<playlist>\n<entry filename="a"/>\n', 'line 2: the file ends inside an element'],
    ['<playlist>\n<entry filename="a">\n</playlist>', 'line 3: no well-formed XML'],
    ['<playlist>\n<entry filename="a & b"/></playlist>', 'line 2: '],
    ['<!DOCTYPE x [<!ENTITY a "b">]>\n<playlist/>', 'line 1: document types and entities are not accepted'],
    ['<playlist>\n<entry filename="&a;"/></playlist>', 'line 2: &a; is no reference'],
    ['<playlist>\n<!-- x\n</playlist>', 'line 2: a comment or CDATA section without an end'],
    ['<planet/>', 'line 1: <planet> was found where <playlist> belongs'],
    ['<playlist/><playlist/>', 'a second root element'],
    ['<playlist>\n\u0001</playlist>', 'line 2: a control character'],
    ['<', 'line 1: '],
  ])('%j is refused', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});

describe('lists', () => {
  test('names stand one a line, and comments count for nothing', () => {
    expect(
      locations('\ufeff#EXTM3U\r\n#EXTINF:12,Title\r\na b.ogg\r\n\r\n  /srv/ü.ogg\r\n./#1 100%.ogg'),
    ).toEqual(['/etc/lists/a b.ogg', '/srv/ü.ogg', '/etc/lists/#1 100%.ogg']);
  });

  test('a URL of a file is its path', () => {
    expect(locations('file:///srv/a%20b%23.ogg')).toEqual(['/srv/a b#.ogg']);
  });

  test.each([
    ['http://example.org/a.ogg', 'is a URL'],
    ['FILE://elsewhere/a.ogg', 'names no file of this machine'],
    ['cdda://1', 'is a URL'],
    ['pipeline://x', 'is a URL'],
  ])('%s is left out', (name, words) => {
    const { entries, problems } = read(`${name}\nb.ogg`);
    expect(problems).toEqual([expect.stringContaining(`line 1: ${name}`)]);
    expect(problems[0]).toContain(words);
    expect(entries.map(({ line }) => line)).toEqual([2]);
  });

  test.each([
    [Buffer.from([0x61, 0xff, 0xfe]), 'no text in UTF-8'],
    ['\u0000\u0001', 'line 1: this is no text'],
    ['a\n'.repeat(5001), 'it has 5001 entries; at most 5000'],
  ])('what is none is refused', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});

describe('the base directory', () => {
  test('names are taken from it', () => {
    expect(locations('a.ogg\nsub/../b.ogg\n/srv/media/c.ogg\n..d.ogg', '/srv/media')).toEqual([
      '/srv/media/a.ogg',
      '/srv/media/b.ogg',
      '/srv/media/c.ogg',
      '/srv/media/..d.ogg',
    ]);
  });

  test.each([
    ['../a.ogg'],
    ['/etc/a.ogg'],
    ['sub/../../a.ogg'],
    ['file:///etc/a.ogg'],
    ['/srv/media2/a.ogg'],
  ])('%s is not let out of it', (name) => {
    const { entries, problems } = read(name, '/srv/media');
    expect(entries).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('lies outside of base-directory /srv/media')]);
  });
});

test('the playlist of the README is one', () => {
  const page = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const [, text = ''] = /```text\n([^]*?)```/.exec(page) ?? [];
  const { entries, problems } = read(text);
  expect(problems).toEqual([]);
  expect(entries.map(({ name }) => name)).toEqual(['news.webm', 'weather & sport.mp4', 'film.ogg']);
});
