import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { fakeContext } from '../../../test/support/fake-context';
import { refusals } from '../../../test/support/refusals';
import firewire from '../src';
import { readDvFile } from '../src/dv-file';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(firewire)).toEqual([]);
});

test.each([
  [{ decoder: 'mpeg2dec' }, 'decoder: '],
  [{ 'deinterlace-method': 'magic' }, 'deinterlace-method: '],
  [{ width: 100_000 }, 'width: 100000 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(firewire, values)).toEqual([expect.stringContaining(words)]);
});

test('values of old planet files are taken', () => {
  const old = { decoder: 'ffdec_dvvideo', 'scaled-width': 360, 'keyunits-interval': 0, guid: '0' };
  expect(refusals(firewire, { ...old, 'is-square': true, framerate: [25, 2] })).toEqual([]);
});

test.each([
  [{ guid: 'first' }, "is no camera's id"],
  [{ guid: '0x080046010203abcd' }, undefined],
  [{ location: 'tape.dv' }, 'must begin with a slash'],
])('%j', (values, words) => {
  const complaint = firewire.behaviour.check?.(values as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});

test('the source is the only difference between camera and file', () => {
  const pipeline = firewire.spec.pipeline as (p: object) => string;
  const p = { decoder: 'dvdec', 'deinterlace-mode': 'auto' };
  const [camera, file] = [pipeline(p), pipeline({ ...p, location: '/tape.dv' })];
  expect(camera.split('! tee name=dv')[1]).toBe(file.split('! tee name=dv')[1]);
  expect(camera).toContain('dv1394src name=source');
  expect(file).not.toContain('dv1394src');
});

test('errors of the camera become advice, others do not', () => {
  const error = {
    domain: 'gst-resource-error-quark',
    code: 3,
    text: 'Resource not found.',
    debug: 'no ports',
  };
  expect(explain({ ...error, source: 'source' })).toMatchObject({
    id: 'no-camera',
    text: expect.stringContaining('no camera'),
  });
  expect(explain({ ...error, source: 'file' })).toBeUndefined();
});

test('a camera that goes and comes back is told of', () => {
  const context = fakeContext({});
  const reset = (change: number): void => {
    const text = `ieee1394-bus-reset, nodecount=(int)2, device-change=(int)${change}, current-device-change=(int)${change};`;
    firewire.behaviour.elementMessage?.(context as never, {
      source: 'source',
      name: 'ieee1394-bus-reset',
      text,
    });
  };
  reset(-1);
  expect(context.said).toMatchObject([{ level: 'warning', id: 'firewire-bus-reset' }]);
  reset(1);
  expect(context.said).toEqual([]);
});

test.each([
  ['PAL', [0x1f, 0x07, 0x00, 0xbf], { width: 480, height: 300, framerate: [25, 1] }],
  ['NTSC', [0x1f, 0x07, 0x00, 0x3f], { width: 400, height: 300, framerate: [30_000, 1001] }],
])('%s is known by its first bytes', async (_, head, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-dv-'));
  try {
    writeFileSync(join(folder, 'tape.dv'), Buffer.from(head));
    expect(await readDvFile(join(folder, 'tape.dv'))).toEqual(expected);
    writeFileSync(join(folder, 'tape.avi'), 'RIFF');
    await expect(readDvFile(join(folder, 'tape.avi'))).rejects.toThrow('is no raw DV file');
    await expect(readDvFile(join(folder, 'none.dv'))).rejects.toThrow('cannot be read');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
