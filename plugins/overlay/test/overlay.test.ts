import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import overlay from '../src';
import { escapeMarkup, logosOf } from '../src/declaration';
import { placeLogos, placeText } from '../src/place';
import { pngSize } from '../src/png';

test('the declaration is sound', () => {
  expect(checkComponent(overlay)).toEqual([]);
});

test.each([
  [{ 'text-position': 'midle' }, 'text-position: '],
  [{ 'logo-position': 'center' }, 'logo-position: '],
  [{ 'logo-opacity': 1.1 }, 'logo-opacity: 1.1 is not'],
  [{ 'text-opacity': -1 }, 'text-opacity: -1 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(overlay, values)).toEqual([expect.stringContaining(words)]);
});

test('the dead properties of old planet files are taken and named', () => {
  expect(refusals(overlay, { width: 320, height: 240, 'cc-logo': true, 'xiph-logo': true })).toEqual([]);
  expect(overlay.spec.properties?.['cc-logo']?.retired).toContain('property logo');
});

test('text means itself, whatever it contains', () => {
  expect(escapeMarkup('<b>Tom & Jerry</b>')).toBe('&lt;b&gt;Tom &amp; Jerry&lt;/b&gt;');
});

test('at most four logos are drawn, the own one first', () => {
  const logo = ['/1.png', '/2.png', '/3.png', '/4.png'];
  expect(logosOf({ logo, 'fluendo-logo': true })).toEqual([undefined, '/1.png', '/2.png', '/3.png']);
  expect(logosOf({ logo: [], 'fluendo-logo': false })).toEqual([]);
});

/** An element that remembers what was set. */
function remembering() {
  const values: Record<string, unknown> = {};
  return {
    values,
    element: {
      factory: 'textoverlay',
      get: (name: string) => values[name],
      set: (name: string, value: unknown) => {
        values[name] = value;
      },
      ramp: () => undefined,
    },
  };
}

test.each([
  ['top-left', 'top', 'left'],
  ['top', 'top', 'center'],
  ['left', 'center', 'left'],
  ['center', 'center', 'center'],
  ['right', 'center', 'right'],
  ['bottom', 'bottom', 'center'],
  ['bottom-right', 'bottom', 'right'],
] as const)('text at the %s', (place, valignment, halignment) => {
  const { element, values } = remembering();
  placeText(element, place);
  expect(values).toEqual({ valignment, halignment });
});

test.each([
  ['bottom-left', [4, -4], [28, -4]],
  ['top-right', [-28, 4], [-4, 4]],
] as const)('logos stand side by side at the %s', (corner, first, second) => {
  const [a, b] = [remembering(), remembering()];
  placeLogos(
    [a, b].map(({ element }) => ({ element, width: 20 })),
    corner,
  );
  expect([a.values['offset-x'], a.values['offset-y']]).toEqual(first);
  expect([b.values['offset-x'], b.values['offset-y']]).toEqual(second);
});

describe('a logo file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flumotion-overlay-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has a size', async () => {
    const own = join(__dirname, '../assets/logo.png');
    expect(existsSync(own)).toBe(true);
    expect(await pngSize(own)).toEqual({ width: 64, height: 64 });
  });

  test.each([
    ['that is absent', undefined, 'cannot be read'],
    ['that is empty', Buffer.alloc(0), 'is no PNG file'],
    ['of another kind', Buffer.from('GIF89a, much more than twenty-four bytes'), 'is no PNG file'],
    [
      'that is huge',
      Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(8, 0x7f)]),
      'at most 4096',
    ],
  ])('%s is refused in words', async (_, bytes, words) => {
    const file = join(folder, 'logo.png');
    rmSync(file, { force: true });
    if (bytes) writeFileSync(file, bytes);
    await expect(pngSize(file)).rejects.toThrow(words);
  });
});

test('a text that could not be drawn in time is refused', () => {
  const check = overlay.behaviour.check as ((properties: object) => string | undefined) | undefined;
  expect(check?.({ text: 'W'.repeat(500), font: 'sans 22' })).toBeUndefined();
  expect(check?.({ text: 'W'.repeat(501), font: 'sans 22' })).toMatch(/^text is longer than the 500/);
  expect(check?.({ 'clock-format': '%H'.repeat(51), font: 'sans 22' })).toMatch(/^clock-format/);
});
