import fc from 'fast-check';
import { icyInterval, IcyFilter } from '../../core/src/tester/http/icy';
import { makeTitle, type Title } from '../../plugins/http-streamer/src/title';
import { Place, Weaver } from '../../plugins/http-streamer/src/weaver';
import { IcySplitter, namedIn, plain, type Named } from '../../plugins/icecast/src/icy';

/** Titles that are hard on players and on who reads them. */
const HARD = [
  '',
  "It's",
  "It's; so",
  "before'; after",
  "'",
  "';",
  "a='x';".repeat(680),
  'two\r\nlines\u2028and more\0',
  '🎵'.repeat(1250),
  '\ud800 half a character',
  '\ufffd one that could not be read',
  'é'.repeat(4065),
];
const titles = fc.oneof(
  fc.constantFrom(...HARD),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "'",
        ';',
        "';",
        "StreamUrl='",
        '\0',
        '\r\n',
        '\ud800',
        '\ufffd',
        'é',
        '💥',
        'x'.repeat(1500),
      ),
    )
    .map((parts) => parts.join('')),
);
const urls = fc.constantFrom(
  '',
  "http://a/'",
  'https://example.org/?a=b',
  'javascript:x',
  `http://a/${'b'.repeat(5000)}`,
);
const cuts = fc.array(fc.nat(70_000), { maxLength: 12 });

function cutAt(data: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (data.length + 1)), data.length].sort((a, b) => a - b);
  return at.slice(1).map((to, index) => data.subarray(at[index], to));
}

/** What a player and a checker make of a stream that comes in such pieces. */
function read(
  pieces: readonly Buffer[],
  interval: number,
): { media: Buffer; named: Named[]; filter: IcyFilter; kept: Buffer } {
  const named: Named[] = [];
  const splitter = new IcySplitter(interval, (one) => named.push(one));
  const media = Buffer.concat(pieces.map((piece) => Buffer.from(splitter.mediaOf(piece))));
  const filter = new IcyFilter(interval);
  const kept: Buffer[] = [];
  for (const piece of pieces) filter.push(piece, (part) => kept.push(Buffer.from(part)));
  return { media, named, filter, kept: Buffer.concat(kept) };
}

test('whatever plays, players get the media as it was and the title in whole blocks', () => {
  const songs = fc.array(fc.tuple(titles, urls, fc.nat(900)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(songs, fc.integer({ min: 256, max: 600 }), cuts, (list, interval, places) => {
      const [place, weaver] = [new Place(interval), new Weaver()];
      const media: Buffer[] = [];
      const told = new Set<Title>();
      const wire = list.flatMap(([text, url, length], index) => {
        const title = makeTitle(text, url);
        const data = Buffer.alloc(length, index + 1);
        media.push(data);
        const before = place.told;
        const woven = weaver.weave(data, title, place) ?? [data];
        if (place.told !== before && place.told) told.add(place.told);
        return woven;
      });
      const got = read(cutAt(Buffer.concat(wire), places), interval);
      expect(got.media.equals(Buffer.concat(media))).toBe(true);
      expect(got.kept.equals(got.media)).toBe(true);
      expect(got.filter.fault).toBeUndefined();
      const expected = [...told].map(({ text, url }) => ({ title: plain(text), url: plain(url) }));
      expect(got.named).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('a block is whole and within its bounds', () => {
  fc.assert(
    fc.property(titles, urls, (text, url) => {
      const { block } = makeTitle(text, url);
      expect(block.length).toBe(1 + (block[0] ?? 0) * 16);
      expect(block.length).toBeLessThanOrEqual(4081);
    }),
  );
});

test('any bytes are read the same however they are cut, and no more is kept than a block', () => {
  const wire = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      titles.map((text) => makeTitle(text).block),
      fc.constantFrom(Buffer.from([255]), Buffer.from([0]), Buffer.from("\x02StreamTitle='a")),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(wire, fc.integer({ min: 1, max: 300 }), cuts, (parts, interval, places) => {
      const data = Buffer.concat(parts);
      const [whole, cut] = [read([data], interval), read(cutAt(data, places), interval)];
      expect(cut.media.equals(whole.media)).toBe(true);
      expect(cut.named).toEqual(whole.named);
      expect(cut.filter.fault).toEqual(whole.filter.fault);
      expect(whole.kept.equals(whole.media)).toBe(true);
      for (const { title, url } of whole.named) expect(title + url).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 500 },
  );
});

test('an interval is a number of bytes or none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.integer().map(String),
        fc.constantFrom('0', '1e9', '0x10', ' 8'),
      ),
      (text) => {
        const interval = icyInterval(text);
        if (interval !== undefined) expect(String(interval)).toBe(text);
      },
    ),
  );
});

test('a title in UTF-8 stays what it is, also with a character that stands for what could not be read', () => {
  expect(namedIn(Buffer.from("StreamTitle='Müll \ufffd';"))?.title).toBe('Müll \ufffd');
});

test('a title that looks like many takes no longer to read', () => {
  // Few enough that who looks at every way to cut it comes to an end, after seconds.
  const text = Buffer.alloc(255 * 16);
  text.write(`${"a='x';".repeat(29)}!`);
  const filter = new IcyFilter(1);
  const start = process.cpuUsage();
  filter.push(Buffer.concat([Buffer.from([0, 255]), text]), () => undefined);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(500);
  expect(filter.fault?.reason).toBe('ICY metadata is malformed');
});
