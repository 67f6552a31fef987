import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigText } from '../../core/src/config/read-text';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'flumotion-text-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function file(bytes: Buffer | string): string {
  const path = join(dir, 'planet.xml');
  writeFileSync(path, bytes);
  return path;
}

const LATIN = Buffer.from('<planet>\n  <!-- café -->\n</planet>\n', 'latin1');

it('reads the encoding that is declared', () => {
  const declared = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><planet>é</planet>', 'latin1');
  expect(readConfigText(file(declared))).toContain('<planet>é</planet>');
  expect(readConfigText(file('<planet>é</planet>'))).toBe('<planet>é</planet>');
});

it.each([
  ['bytes in the middle', LATIN, 'line 2 contains bytes that are not utf-8; save it as UTF-8'],
  ['bytes in the last line', LATIN.subarray(0, 22), 'line 2 contains bytes that are not utf-8'],
  ['an encoding nobody knows', '<?xml version="1.0" encoding="klingon"?>', 'its encoding klingon is unknown'],
])('says where %s are wrong', (_, bytes, said) => {
  expect(() => readConfigText(file(bytes))).toThrow(said);
});

it('takes no folders', () => {
  expect(() => readConfigText(dir)).toThrow('it is not a regular file');
});
