import type { Setting } from '../../../core/src/cli/launch/syntax';
import { settingValues } from '../../../core/src/cli/launch/values';
import type { PropertySpecs } from '../../../core/src/plugin';

const description = 'For tests.';
const specs: PropertySpecs = {
  port: { type: 'int', min: 1, max: 65535, description },
  rate: { type: 'fraction', description, aliases: ['framerate'] },
  file: { type: 'string', multiple: true, description },
  old: { type: 'bool', retired: 'gone', description },
  box: {
    type: 'compound',
    description,
    properties: {
      text: { type: 'string', description },
      on: { type: 'bool', description },
      inner: {
        type: 'compound',
        description,
        properties: { n: { type: 'int', required: true, description } },
      },
    },
  },
};

function values(...words: string[]): unknown {
  const settings = words.map((word): Setting => {
    const at = word.indexOf('=');
    return { name: word.slice(0, at), text: word.slice(at + 1) };
  });
  return settingValues('component0', specs, settings);
}

describe('property values of flumotion-launch', () => {
  test('are read by their declarations', () => {
    expect(values('port=8800', 'framerate=30000/1001', 'file=a', 'file=b', 'old=true')).toEqual({
      port: 8800,
      rate: [30000, 1001],
      file: ['a', 'b'],
    });
  });

  test('blocks may stand in blocks', () => {
    expect(values('box=[text=a,on=true,inner=[n=3]]')).toEqual({
      box: { text: 'a', on: true, inner: { n: 3 } },
    });
  });

  test('a backslash takes the meaning from brackets, commas and itself', () => {
    expect(values(String.raw`box=[text=\[a\]\,\\b]`)).toEqual({ box: { text: String.raw`[a],\b` } });
  });

  test('an empty block has no values', () => {
    expect(values('box=[]')).toEqual({ box: {} });
  });

  test.each([
    ['prt=1', 'has no property "prt"; did you mean "port"?'],
    ['port=0', '"port": 0 is not a whole number from 1 to 65535'],
    ['box=text', 'is a block of properties; write [name=value'],
    ['box=[text]', '"text" is not name=value'],
    ['box=[text=a]b]', 'brackets'],
    ['box=[inner=[n=1]', 'brackets'],
    ['box=[inner=[]]', 'needs the property "n"'],
    ['box=[colour=red]', 'has no property "colour"'],
  ])('%s is refused', (word, reason) => {
    expect(() => values(word)).toThrow(
      expect.objectContaining({ code: 'launch-invalid', message: expect.stringContaining(reason) }) as Error,
    );
  });

  test('a property is given once, unless it takes several values', () => {
    expect(() => values('port=1', 'port=2')).toThrow(/"port" is given twice/);
  });
});
