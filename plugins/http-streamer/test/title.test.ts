import { cutTo, makeTitle, NO_TITLE } from '../src/title';

/** What a player reads in a block, as ffmpeg, VLC and GStreamer do: up to the first quote with a semicolon after it. */
function read({ block }: { readonly block: Buffer }): Record<string, string> {
  expect(block.length).toBe(1 + (block[0] ?? 0) * 16);
  const text = block.subarray(1).toString('utf8').replace(/\0+$/, '');
  const found = [...text.matchAll(/(Stream\w+)='(.*?)';/gs)];
  expect(found.map(([whole]) => whole).join('')).toBe(text);
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

it('tells what plays in a block of units of 16 bytes, padded with zeros', () => {
  expect(makeTitle('a').block).toEqual(Buffer.from("\x01StreamTitle='a';"));
  expect(makeTitle('ab').block).toEqual(Buffer.from(`\x02StreamTitle='ab';${'\0'.repeat(15)}`));
  expect(makeTitle('ab').block.length).toBe(33);
});

it('says that nothing is known as Icecast does', () => {
  expect(NO_TITLE.block).toEqual(Buffer.from("\x01StreamTitle='';\0"));
  expect(makeTitle(' \n').block).toEqual(NO_TITLE.block);
});

it.each([
  ['It\'s; fine "so" = yes', 'It\'s; fine "so" = yes'],
  ["';StreamUrl='http://evil/';", "’;StreamUrl='http://evil/’;"],
  ["ends with '", "ends with '"],
  ["''; '';", "'’; '’;"],
  ['two\r\nlines\tand\0more\u2028yes', 'two lines and more yes'],
  ['Ünïcode 🎵 日本', 'Ünïcode 🎵 日本'],
  ['half \ud83c of a pair', 'half \ufffd of a pair'],
])('%j is read as %j', (text, title) => {
  const made = makeTitle(text);
  expect(read(made)).toEqual({ StreamTitle: title });
  expect(made.text).toBe(title);
});

it.each(['x', 'é', '日', '🎵', "';"])('5000 times %j is cut at a whole character', (char) => {
  const made = makeTitle(char.repeat(5000));
  expect(made.block[0]).toBe(255);
  expect(made.block.length).toBe(4081);
  const { StreamTitle: title = '' } = read(made);
  expect(title).not.toContain('\ufffd');
  expect(new Set(title)).toEqual(new Set(makeTitle(char).text));
  expect(Buffer.byteLength(title)).toBeGreaterThan(4060);
  expect(Buffer.byteLength(title)).toBeLessThanOrEqual(4065);
});

it('tells an address beside the title where it is one and there is room', () => {
  expect(read(makeTitle('a', "http://b/it's"))).toEqual({ StreamTitle: 'a', StreamUrl: 'http://b/it%27s' });
  for (const url of ['', 'b', 'javascript:alert(1)', 'http://', `http://b/${'x'.repeat(5000)}`])
    expect(makeTitle('a', url).url).toBe('');
  const full = makeTitle('x'.repeat(4065 - 13 - 9), 'http://b/');
  expect(full.block.length).toBe(4081);
  expect(read(full)).toMatchObject({ StreamUrl: 'http://b/' });
  expect(read(makeTitle('x'.repeat(4065 - 13 - 8), 'http://b/'))).not.toHaveProperty('StreamUrl');
});

it('cuts text', () => {
  expect(cutTo('héé', 4)).toBe('hé');
  expect(cutTo('héé', 5)).toBe('héé');
  expect(cutTo('a b', 2)).toBe('a');
  expect([1, 2, 3, 4].map((bytes) => cutTo('🎵🎵', bytes))).toEqual(['', '', '', '🎵']);
});
