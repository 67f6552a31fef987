import { parseLaunch } from '../../../core/src/cli/launch/syntax';

/** The links of a pipeline, as `a.feeder -> b.eater`, an end that was not named as `*`. */
function links(text: string): string[] {
  return parseLaunch(text.split(' ')).links.map(
    ({ from, to }) => `${from.component}.${from.port ?? '*'} -> ${to.component}.${to.port ?? '*'}`,
  );
}

describe('the syntax of flumotion-launch', () => {
  test('components are numbered by type and linked by "!"', () => {
    expect(links('a ! b ! a ! c')).toEqual(['a0.* -> b0.*', 'b0.* -> a1.*', 'a1.* -> c0.*']);
  });

  test('properties belong to the component before them, all after the first "=" being the value', () => {
    expect(parseLaunch(['a', 'x=1', 'y=b=c', '!', 'b', 'text=hello world']).components).toEqual([
      {
        name: 'a0',
        type: 'a',
        settings: [
          { name: 'x', text: '1' },
          { name: 'y', text: 'b=c' },
        ],
      },
      { name: 'b0', type: 'b', settings: [{ name: 'text', text: 'hello world' }] },
    ]);
  });

  test('a feeder is named before "!", with or without its component', () => {
    expect(links('a .video ! b a0.audio ! c')).toEqual(['a0.video -> b0.*', 'a0.audio -> c0.*']);
  });

  test('an eater is named after "!", and the chain goes on from its component', () => {
    expect(links('a ! m b ! m0.left ! c')).toEqual(['a0.* -> m0.*', 'b0.* -> m0.left', 'm0.* -> c0.*']);
  });

  test('a name with a dot alone means any eater or feeder', () => {
    expect(links('a ! m b ! m0. m0. ! c')).toEqual(['a0.* -> m0.*', 'b0.* -> m0.*', 'm0.* -> c0.*']);
  });

  test('properties after a reference belong to the component it names', () => {
    const { components } = parseLaunch('a ! m b ! m0. x=1'.split(' '));
    expect(components.map(({ name, settings }) => [name, settings.length])).toEqual([
      ['a0', 0],
      ['m0', 1],
      ['b0', 0],
    ]);
  });

  test.each([
    ['', 'not a component type'],
    ['! a', '"!" stands first'],
    ['a !', 'nothing stands after the last'],
    ['a ! ! b', 'twice in a row'],
    ['x=1 a', '"x=1" stands before the component'],
    ['a ! x=1', '"x=1" stands before the component'],
    ['.video ! a', 'names no component'],
    ['a ! .video', 'names no component; write COMPONENT.video'],
    ['producer ! mixer1.', 'no component "mixer1"; there are producer0'],
    ['producer ! producr0.', 'did you mean "producer0"?'],
    ['b0. ! a', 'none stands before it'],
    ['a /logger,file=x', 'plug "logger,file=x" is not installed'],
    ['a;b', 'not a component type'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseLaunch(text.split(' '))).toThrow(
      expect.objectContaining({ code: 'launch-invalid', message: expect.stringContaining(reason) }) as Error,
    );
  });
});
