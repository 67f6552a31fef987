import type { Behaviour, PropertyValues } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import components from '../src';

test.each(components.map((component) => [component.spec.type, component] as const))(
  'the declaration of %s is sound',
  (_, component) => {
    expect(checkComponent(component)).toEqual([]);
  },
);

test('every switch runs without any of its feeds, and can be switched while it runs', () => {
  for (const { spec } of components) {
    expect(Object.values(spec.eaters ?? {}).map(({ required }) => required)).not.toContain(true);
    expect(Object.values(spec.eaters ?? {}).map(({ required }) => required)).not.toContain(undefined);
    expect(spec.properties?.['active-eater']).toMatchObject({ live: true });
    expect(Object.keys(spec.stats ?? {})).toContain('active-eater');
  }
});

describe('a form is given whole or not at all', () => {
  const check = (values: PropertyValues): string | undefined => {
    const behaviour = components.find(({ spec }) => spec.type === 'av-switch-combiner')?.behaviour;
    return (behaviour as unknown as Behaviour | undefined)?.check?.(values);
  };
  const video = {
    'video-width': 320,
    'video-height': 240,
    'video-framerate': [25, 1],
    'video-pixel-aspect-ratio': [1, 1],
  };
  test.each([
    [{}, undefined],
    [video, undefined],
    [{ ...video, 'audio-samplerate': 44_100, 'audio-channels': 2 }, undefined],
    [
      { 'video-width': 320, 'video-height': 240 },
      /^video-width, video-height needs video-framerate, video-pixel-aspect-ratio too/,
    ],
    [{ ...video, 'audio-channels': 2 }, /^audio-channels needs audio-samplerate too/],
  ] as const)('%j', (values, complaint) => {
    if (complaint === undefined) expect(check(values)).toBeUndefined();
    else expect(check(values)).toMatch(complaint);
  });
});
