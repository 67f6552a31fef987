import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Source } from '../src/entry';
import { Follower, type Places } from '../src/follow';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-follow-'));
  mkdirSync(join(folder, 'lists'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);
let changes = 0;
/** Writes a file that differs from what was there before in its time too. */
function write(name: string, text: string): void {
  writeFileSync(file(name), text);
  const time = 1_700_000_000 + ++changes;
  utimesSync(file(name), time, time);
}

/** What a follower told last, and how often it told. */
class Heard {
  sources: readonly Source[] = [];
  problems: readonly string[] = [];
  times = 0;
  readonly follower: Follower;

  constructor(places: Partial<Places>) {
    const all = { playlist: undefined, directory: undefined, base: undefined, ...places };
    this.follower = new Follower(all, (sources, problems) => {
      [this.sources, this.problems] = [sources, problems];
      this.times++;
    });
  }

  async look(times = 1): Promise<this> {
    for (let count = 0; count < times; count++) await this.follower.look();
    return this;
  }

  get names(): readonly string[] {
    return this.sources.flatMap(({ playlist }) => playlist.entries.map(({ name }) => name));
  }
}

describe('one playlist', () => {
  test('is read at once, and told once', async () => {
    write('a.m3u', 'one\ntwo');
    const heard = await new Heard({ playlist: file('a.m3u') }).look(3);
    expect(heard.names).toEqual(['one', 'two']);
    expect(heard.sources[0]?.file).toBe(file('a.m3u'));
    expect([heard.problems, heard.times]).toEqual([[], 1]);
  });

  test('is read again once it no longer changes', async () => {
    write('a.m3u', 'one');
    const heard = await new Heard({ playlist: file('a.m3u') }).look();
    write('a.m3u', 'one\ntw');
    await heard.look();
    write('a.m3u', 'one\ntwo');
    await heard.look();
    expect(heard.names).toEqual(['one']);
    await heard.look();
    expect(heard.names).toEqual(['one', 'two']);
    expect(heard.times).toBe(2);
  });

  test('that breaks, or is gone, stays in force as it was', async () => {
    write('a.xml', '<playlist><entry filename="one"/></playlist>');
    const heard = await new Heard({ playlist: file('a.xml') }).look();
    write('a.xml', '<playlist>\n<entry filename=one/></playlist>');
    await heard.look(2);
    expect(heard.names).toEqual(['one']);
    expect(heard.problems).toEqual([expect.stringContaining(`${file('a.xml')} cannot be used: line 2: `)]);
    expect(heard.problems[0]).toContain('what it said before stays in force');
    unlinkSync(file('a.xml'));
    await heard.look(2);
    expect(heard.names).toEqual(['one']);
    expect(heard.problems).toEqual([expect.stringContaining('is not there; what it said before stays')]);
    write('a.xml', '<playlist><entry filename="two"/></playlist>');
    await heard.look(2);
    expect([heard.names, heard.problems]).toEqual([['two'], []]);
  });

  test('that is not there yet is waited for', async () => {
    const heard = await new Heard({ playlist: file('a.m3u') }).look();
    expect(heard.problems).toEqual([`the playlist ${file('a.m3u')} is not there`]);
    write('a.m3u', 'one');
    await heard.look(2);
    expect([heard.names, heard.problems]).toEqual([['one'], []]);
  });

  test.each([
    ['a folder', () => mkdirSync(file('a.m3u')), 'it is no file'],
    [
      'too large',
      () => writeFileSync(file('a.m3u'), Buffer.alloc(1024 * 1024 + 1, 'x')),
      'at most 1048576 are read',
    ],
  ])('that is %s is refused', async (_name, make, words) => {
    make();
    const heard = await new Heard({ playlist: file('a.m3u') }).look();
    expect(heard.problems).toEqual([expect.stringContaining(words)]);
  });

  test('is exchanged for another, and for one whose names are elsewhere', async () => {
    write('a.m3u', 'one');
    write('b.m3u', 'two');
    const heard = await new Heard({ playlist: file('a.m3u') }).look();
    heard.follower.move({ playlist: file('b.m3u'), directory: undefined, base: undefined });
    await heard.look();
    expect(heard.names).toEqual(['two']);
    heard.follower.move({ playlist: file('b.m3u'), directory: undefined, base: '/srv' });
    await heard.look();
    expect(heard.sources[0]?.playlist.entries[0]?.location).toBe('/srv/two');
    heard.follower.move({ playlist: undefined, directory: undefined, base: undefined });
    await heard.look();
    expect(heard.names).toEqual([]);
  });

  test('is exchanged while files are looked at', async () => {
    write('a.m3u', 'one');
    const heard = new Heard({ playlist: file('a.m3u') });
    const looked = heard.follower.look();
    heard.follower.move({ playlist: file('a.m3u'), directory: undefined, base: '/srv' });
    await looked;
    expect(heard.times).toBe(0);
    await heard.look();
    expect(heard.sources[0]?.playlist.entries[0]?.location).toBe('/srv/one');
  });
});

describe('a directory', () => {
  const lists = (): Heard => new Heard({ directory: file('lists') });

  test('has all its files, but those that are hidden or not finished', async () => {
    write('lists/b.m3u', 'b');
    write('lists/a.xml', '<playlist><entry filename="a"/></playlist>');
    for (const name of ['.c.m3u', 'd.m3u~', 'e.tmp', 'f.part']) write(`lists/${name}`, 'no');
    mkdirSync(file('lists/folder'));
    write('c.m3u', 'c');
    symlinkSync(file('c.m3u'), file('lists/link.m3u'));
    expect((await lists().look()).names).toEqual(['a', 'b', 'c']);
  });

  test('gains, changes and loses files', async () => {
    write('lists/a.m3u', 'a');
    const heard = await lists().look();
    write('lists/b.m3u', 'b');
    await heard.look();
    expect(heard.names).toEqual(['a']);
    await heard.look();
    expect(heard.names).toEqual(['a', 'b']);
    write('lists/a.m3u', 'a2');
    await heard.look(2);
    expect([...heard.names].sort()).toEqual(['a2', 'b']);
    unlinkSync(file('lists/a.m3u'));
    await heard.look();
    expect([...heard.names].sort()).toEqual(['a2', 'b']);
    await heard.look();
    expect([heard.names, heard.problems]).toEqual([['b'], []]);
  });

  test('says which file is broken, and goes on with the others', async () => {
    write('lists/a.xml', 'not XML, but a list of names');
    write('lists/b.xml', '<playlist>');
    const heard = await lists().look();
    expect(heard.names).toEqual(['not XML, but a list of names']);
    expect(heard.problems).toEqual([expect.stringContaining('lists/b.xml cannot be used: line 1')]);
  });

  test('that is not there leaves in force what was in it', async () => {
    write('lists/a.m3u', 'a');
    const heard = await lists().look();
    renameSync(file('lists'), file('away'));
    await heard.look();
    expect(heard.names).toEqual(['a']);
    expect(heard.problems).toEqual([
      expect.stringContaining(`the directory ${file('lists')} cannot be read`),
    ]);
  });

  test('goes together with the one playlist, also when that is in it', async () => {
    write('lists/a.m3u', 'a');
    write('lists/b.m3u', 'b');
    const heard = await new Heard({ playlist: file('lists/b.m3u'), directory: file('lists') }).look();
    expect([...heard.names].sort()).toEqual(['a', 'b']);
  });

  test('with too much in it is read as far as that goes', async () => {
    for (let count = 0; count < 201; count++) write(`lists/${count}.m3u`, 'a');
    const heard = await lists().look();
    expect(heard.names).toHaveLength(200);
    expect(heard.problems).toEqual(['there are 201 playlists; 200 are followed']);
  });

  test('with too many entries leaves playlists out', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) write(`lists/${name}.m3u`, `${name}\n`.repeat(5000));
    const heard = await lists().look();
    expect(heard.names).toHaveLength(20_000);
    expect(heard.problems).toEqual([expect.stringContaining('e.m3u is left out')]);
  });
});

test('what is closed tells nothing', async () => {
  write('a.m3u', 'one');
  const heard = new Heard({ playlist: file('a.m3u') });
  heard.follower.close();
  await heard.look();
  expect(heard.times).toBe(0);
});
