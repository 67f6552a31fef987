import { pictureChain, preparePicture, type PictureValues } from '../../core/src/plugin';

const defaults = {
  'is-square': false,
  'add-borders': true,
  'deinterlace-mode': 'auto',
  'deinterlace-method': 'ffmpeg',
} as PictureValues;

/** What is set on which element. */
function prepared(values: Partial<PictureValues>): Readonly<Record<string, unknown>> {
  const set: Record<string, unknown> = {};
  preparePicture({
    properties: { ...defaults, ...values },
    element: (name) => ({
      factory: name,
      get: () => undefined,
      set: (property, value) => {
        set[`${name}.${property}`] = value;
      },
      ramp: () => undefined,
    }),
  });
  return set;
}

test('the defaults leave size and rate to the source and deinterlace what is interlaced', () => {
  expect(prepared({})).toEqual({
    'deinterlace.mode': 'auto',
    'deinterlace.method': 'vfir',
    'deinterlace.fields': 'top',
    'scale.add-borders': true,
    'picture.caps': 'video/x-raw, format=I420',
  });
});

test('size, shape and rate become caps', () => {
  const values = { width: 320, height: 240, 'is-square': true, framerate: [25, 2] } as const;
  expect(prepared(values)['picture.caps']).toBe(
    'video/x-raw, format=I420, width=320, height=240, framerate=25/2, pixel-aspect-ratio=1/1',
  );
});

test('both fields are used when more pictures are wanted than frames come', () => {
  expect(prepared({ framerate: [50, 1] })['deinterlace.fields']).toBe('all');
  expect(prepared({ framerate: [30, 1] })['deinterlace.fields']).toBe('top');
});

test('a disabled deinterlacer is neither built nor set', () => {
  expect(pictureChain({ 'deinterlace-mode': 'disabled' })).not.toContain('deinterlace');
  expect(Object.keys(prepared({ 'deinterlace-mode': 'disabled' })).join()).not.toContain('deinterlace');
});
