import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pins } from '../../core/src/rpc/pins';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-pins-test-'));
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
let file: string;
let count = 0;

beforeEach(() => {
  file = join(folder, String(count++), 'known-managers');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the first contact is learnt, into a file of this user alone', () => {
  expect(new Pins(file).check('studio', 7531, A)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toBe(`studio:7531 ${A}\n`);
  expect(new Pins(file).check('studio', 7531, A)).toBe(false);
});

test('another certificate is refused, naming the file and what to do', () => {
  new Pins(file).check('studio', 7531, A);
  expect(() => new Pins(file).check('studio', 7531, B)).toThrow(
    `the manager at studio:7531 shows another certificate than before: fingerprint ${B}, expected ${A}. ` +
      `If its certificate was renewed, remove the line of studio:7531 from ${file}; if not, somebody else answers there`,
  );
  expect(readFileSync(file, 'utf8')).toContain(A);
});

test('each host and port has its own', () => {
  const pins = new Pins(file);
  expect(pins.check('studio', 7531, A)).toBe(true);
  expect(pins.check('studio', 7532, B)).toBe(true);
  expect(pins.check('[::1]', 7531, B)).toBe(true);
  expect(pins.check('studio', 7531, A)).toBe(false);
});

test('a file that cannot be read is named', () => {
  const pins = new Pins(folder);
  expect(() => pins.check('studio', 7531, A)).toThrow(/known managers, .* cannot be used: EISDIR/);
});

test('lines of other forms are skipped', () => {
  new Pins(file).check('studio', 7531, A);
  writeFileSync(file, `# notes\nstudio:7531 ${A}\nstudio:1 short\n`);
  expect(new Pins(file).check('studio', 7531, A)).toBe(false);
});
