import { MAX_FILE_SIZE, parseXml, type XmlElement } from '../../core/src/config/xml';

function root(text: string): XmlElement {
  const result = parseXml(text);
  if ('problem' in result) throw new Error(`${result.problem.line}: ${result.problem.text}`);
  return result.root;
}

function problem(text: string): { line: number; text: string } {
  const result = parseXml(text);
  if ('root' in result) throw new Error('was accepted');
  return result.problem;
}

describe('parseXml', () => {
  it('keeps the line of every element, whatever stands between', () => {
    const text = [
      '\ufeff<?xml version="1.0"?>',
      '<!-- one',
      ' two -->',
      '<a>',
      '  text <![CDATA[',
      ' <b/> ]]> <b/>',
      '  <c',
      '    x="1"><d/></c>',
      '</a>',
    ];
    for (const lineBreak of ['\n', '\r\n']) {
      const a = root(text.join(lineBreak));
      const [b, c] = a.children;
      expect([a.line, b?.line, c?.line, c?.children[0]?.line]).toEqual([4, 6, 7, 8]);
    }
  });

  it('joins text and CDATA, and takes references only in text', () => {
    expect(root('<a>1 &lt; &#50;<!-- no --> <![CDATA[&lt; <b>]]>&#x26;</a>').text).toBe('1 < 2 &lt; <b>&');
  });

  it('decodes attributes', () => {
    expect(root(`<a b="&quot;&apos;&gt; &#x1F600;" c='"'/>`).attributes).toEqual({ b: `"'> 😀`, c: '"' });
  });

  it.each([
    ['a document type', '<!DOCTYPE a><a/>', 1],
    ['a document type after the root began', '<a>\n<!DOCTYPE a></a>', 2],
    ['an entity', '<a>\n&nbsp;</a>', 1],
    ['a reference to no character', '<a>&#0;</a>', 1],
    ['a reference to half a character', '<a>&#xD800;</a>', 1],
    ['a control character', '<a>\n\u0001</a>', 2],
    ['text after the root', '<a/>\n\n tail', 3],
    ['an unclosed CDATA section', '<a>\n<![CDATA[ </a>', 2],
    ['a tag in an attribute', '<a>\n<b c="<"/></a>', 2],
    ['an element called __proto__', '<__proto__/>', 1],
    ['an attribute called __proto__', '<a __proto__="1"/>', 1],
  ])('refuses %s', (_, text, line) => {
    expect(problem(text).line).toBe(line);
  });

  it('tells where a file that was cut off ends', () => {
    expect(problem('<planet>\n<flow name="a">\n<component>\n')).toEqual({
      line: 3,
      text: expect.stringContaining('ends inside "<planet> <flow> <component>"'),
    });
    expect(problem('<a>'.repeat(100_000)).text.length).toBeLessThan(200);
  });

  it.each([
    ['a file that is too large', `<a>${'x'.repeat(MAX_FILE_SIZE)}</a>`],
    ['a million elements inside each other', '<a>'.repeat(500_000) + '</a>'.repeat(500_000)],
    ['four million opening brackets', '<'.repeat(4_000_000)],
    ['a million unclosed comments', '<a>' + '<!--'.repeat(1_000_000)],
    ['a million ampersands', '<a>' + '&'.repeat(1_000_000) + '</a>'],
    ['references in references', '<a>' + '&amp;'.repeat(10) + '&a;</a>'],
  ])('refuses %s at once', (_, text) => {
    const start = process.cpuUsage();
    problem(text);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(4);
  });

  it('does not expand what references to & spell', () => {
    expect(root('<a>&amp;lt;&#38;gt;</a>').text).toBe('&lt;&gt;');
  });
});
