import { isIP } from 'node:net';
import fc from 'fast-check';
import { clientAddress } from '../../web/src/forwarded';
import {
  AccessLog,
  headLength,
  MAX_PROXY_HEADER,
  neighbourhood,
  parseBlocks,
  parseHead,
  parseProxyHeader,
} from '../../web/src';

/** Text of what breaks parsers: separators, encodings, control characters, and anything. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\r\n',
          '\n',
          '\r',
          ' ',
          '\t',
          '\0',
          ':',
          ',',
          '%00',
          '%2e%2e%2f',
          '%c0%ae',
          '%ff',
          '..',
          '/',
          '\\',
          '?',
          '#',
        ],
        ...[
          'GET ',
          'POST ',
          'HTTP/1.1',
          'HTTP/0.9',
          'Host: x',
          'Content-Length: 5',
          'Transfer-Encoding: chunked',
          ' :',
          '[::1]',
        ],
        ...[
          '\x1b[2J',
          '\u202e',
          'é',
          '💥',
          '"',
          "'",
          '<script>',
          '${x}',
          '__proto__',
          'constructor: x',
          '=',
          '&',
          ';',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const latin1 = hostile.map((text) => Buffer.from(text).toString('latin1'));

/** Heads that look right until something is put into them. */
const heads = fc
  .tuple(
    fc.constantFrom('GET', 'HEAD', 'SOURCE', 'G\u00e9T', ''),
    fc.oneof(fc.constantFrom('/', '/live', '*', 'http://x/y', '//x', '/a?b=c'), latin1),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'ICE/1.0', ''),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom('Host', 'X', 'Content-Length'), latin1), latin1), {
      maxLength: 6,
    }),
  )
  .map(([method, target, version, fields]) =>
    [`${method} ${target} ${version}`, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''].join(
      '\r\n',
    ),
  );

test('a head is read as what is safe, or refused with a status', () => {
  fc.assert(
    fc.property(fc.oneof(heads, latin1), (text) => {
      const head = parseHead(text);
      if (!('method' in head)) {
        expect([400, 414, 431, 505]).toContain(head.status);
        return;
      }
      expect(head.path).toMatch(/^\//);
      expect(head.target + head.method).not.toMatch(/[\x00-\x20\x7f]/);
      for (const [name, value] of head.fields) {
        expect(name).toMatch(/^[!-~]+$/);
        expect(value).not.toMatch(/[\r\n\0]/);
      }
      if (head.version === '1.1') expect(head.fields.has('host')).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('where a head ends does not depend on how it came', () => {
  fc.assert(
    fc.property(heads, latin1, (head, more) => {
      const whole = headLength(head + more);
      for (let length = 1; length < whole; length++)
        expect(headLength((head + more).slice(0, length))).toBe(0);
      expect(headLength((head + more).slice(0, whole))).toBe(whole);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
  ['two hosts', 'Host: x\r\nHost: y'],
  ['two codings', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'],
  ['a length and a coding', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
  ['a folded line', 'X: a\r\n b'],
  ['a space before the colon', 'Content-Length : 5'],
  ['a name with a line feed', 'X\nContent-Length: 5: y'],
  ['a lone return', 'X: a\rContent-Length: 5'],
  ['a NUL', 'X: a\0b'],
  ['no name', ': x'],
])('refuses %s', (_what, fields) => {
  expect(parseHead(`GET / HTTP/1.1\r\nHost: x\r\n${fields}\r\n\r\n`)).toMatchObject({ status: 400 });
});

test('a PROXY header is read, refused or waited for, within its bounds', () => {
  const binary = fc
    .tuple(fc.constant('\r\n\r\n\0\r\nQUIT\n'), fc.string({ unit: 'binary', maxLength: 60 }))
    .map((parts) => Buffer.from(parts.join(''), 'latin1'));
  const line = latin1.map((text) => Buffer.from(`PROXY ${text}`, 'latin1'));
  fc.assert(
    fc.property(fc.oneof(binary, line, fc.uint8Array({ maxLength: 2000 }).map(Buffer.from)), (data) => {
      const header = parseProxyHeader(data);
      if (header.kind === 'header') {
        expect(header.length).toBeLessThanOrEqual(data.length);
        if (header.address !== undefined) expect(isIP(header.address)).not.toBe(0);
      } else if (header.kind === 'more') expect(data.length).toBeLessThan(MAX_PROXY_HEADER);
    }),
    { numRuns: 3000 },
  );
});

test('who is forwarded is an address, whatever a client claims', () => {
  const { list } = parseBlocks(['10.0.0.0/8']);
  fc.assert(
    fc.property(fc.oneof(latin1, fc.ipV4(), fc.ipV6()), (claim) => {
      expect(isIP(clientAddress('10.0.0.1', claim, list))).not.toBe(0);
      expect(clientAddress('10.0.0.1', `${claim}, 192.0.2.7`, list)).toBe('192.0.2.7');
      expect(clientAddress('192.0.2.1', claim, list)).toBe('192.0.2.1');
    }),
  );
});

test('every address has a neighbourhood', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      expect(neighbourhood(address)).toMatch(/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}::\/64$/);
    }),
  );
});

test('a line in the log is one line of plain characters, whatever was asked', () => {
  const lines: string[] = [];
  const log = new AccessLog((line) => lines.push(line), parseBlocks([]).list);
  fc.assert(
    fc.property(latin1, latin1, latin1, (target, agent, user) => {
      log.tick();
      const head = {
        method: 'GET',
        target,
        path: '/',
        query: new URLSearchParams(),
        version: '1.1' as const,
        fields: new Map([['user-agent', agent]]),
      };
      log.add(log.opening({ address: '192.0.2.7', user, head }, 200), 0, 0, 'left');
      expect(lines.at(-1)).toMatch(
        /^192\.0\.2\.7 - (?:"[^"]*"|(?!- )[\w.@+-]+) \[[^\]]*\] "[^"]*" 200 0 "[^"]*" "[^"]*" 0 "left"$/,
      );
      expect(lines.at(-1)).toMatch(/^[\x20-\x7e]{1,8000}$/);
    }),
  );
});
