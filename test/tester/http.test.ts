import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { bodyOf } from '../../core/src/tester/http/body';
import { icyInterval, IcyFilter } from '../../core/src/tester/http/icy';
import { StreamOpener, type AskingOptions } from '../../core/src/tester/http/opener';
import { headLength, mayBeHead, parseResponseHead } from '../../core/src/tester/http/response-head';
import { waitUntil } from '../support/wait-until';

const head = (fields: string): NonNullable<ReturnType<typeof parseResponseHead>> =>
  parseResponseHead(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`)!;

/** What a body delivers of pieces of one, three and all bytes; the same each time. */
function body(fields: string, bytes: string): { text: string; whole: boolean | undefined; fault?: string } {
  const results = [1, 3, bytes.length].map((size) => {
    const taken = bodyOf(head(fields))!;
    let text = '';
    for (let at = 0; at < bytes.length; at += size)
      taken.push(Buffer.from(bytes.slice(at, at + size)), (piece) => (text += piece.toString()));
    return { text, whole: taken.whole, ...(taken.fault !== undefined && { fault: taken.fault }) };
  });
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  return results[0]!;
}

describe('a head', () => {
  it('is read with its fields and cookies, also that of SHOUTcast and with bare line ends', () => {
    const text =
      'HTTP/1.1 302 Found\r\nLocation: /x\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\nbroken\r\n\r\n';
    expect(headLength(`${text}rest`)).toBe(text.length);
    const read = parseResponseHead(text)!;
    expect(read).toMatchObject({ status: 302, message: 'Found', cookies: ['a=1; Path=/', 'b=2'] });
    expect(read.fields.get('location')).toBe('/x');
    expect(parseResponseHead('ICY 200 OK\nicy-name: x\n\n')?.fields.get('icy-name')).toBe('x');
    expect(parseResponseHead('HTTP/1.0 200\r\n\r\n')?.status).toBe(200);
  });

  it('is told from what is none', () => {
    expect(['H', 'HTTP/1.0 200', 'ICY 200'].every(mayBeHead)).toBe(true);
    expect(['<', 'HTTP/2', 'ICX', 'SSH-2.0'].some(mayBeHead)).toBe(false);
    expect(parseResponseHead('HTTP/1.1 abc\r\n\r\n')).toBeUndefined();
    expect(headLength('HTTP/1.1 200 OK\r\n')).toBe(0);
  });
});

describe('a body', () => {
  it('ends with the connection, with its length or with its last chunk', () => {
    expect(body('X: y', 'abc')).toEqual({ text: 'abc', whole: undefined });
    expect(body('Content-Length: 3', 'abcdef')).toEqual({ text: 'abc', whole: true });
    expect(body('Content-Length: 9', 'abc')).toEqual({ text: 'abc', whole: false });
    expect(
      body('Transfer-Encoding: chunked', '3\r\nabc\r\nA ;x=y\r\n0123456789\r\n0\r\nT: r\r\n\r\nnext'),
    ).toEqual({
      text: 'abc0123456789',
      whole: true,
    });
    expect(body('Transfer-Encoding: chunked', '3\r\nab')).toEqual({ text: 'ab', whole: false });
  });

  it.each([
    ['zz\r\n', 'no number'],
    ['3\r\nabcd\r\n', 'longer than it says'],
    ['1'.repeat(9000), 'endless'],
  ])('is noticed to break HTTP: %.10s', (bytes, fault) => {
    expect(body('Transfer-Encoding: chunked', bytes).fault).toContain(fault);
  });

  it('is refused when its head contradicts itself', () => {
    expect(bodyOf(head('Transfer-Encoding: gzip'))).toBeUndefined();
    expect(bodyOf(head('Content-Length: -1'))).toBeUndefined();
  });
});

describe('ICY metadata', () => {
  const block = (text: string): string => {
    const length = Math.ceil(Buffer.byteLength(text) / 16);
    return String.fromCharCode(length) + text + '\0'.repeat(length * 16 - Buffer.byteLength(text));
  };
  const filtered = (bytes: Buffer, size: number): { media: string; filter: IcyFilter } => {
    const filter = new IcyFilter(4);
    let media = '';
    for (let at = 0; at < bytes.length; at += size)
      filter.push(bytes.subarray(at, at + size), (piece) => (media += piece.toString()));
    return { media, filter };
  };

  it.each([1, 5, 1000])('is taken out of a stream in pieces of %d bytes', (size) => {
    const stream = Buffer.from(
      `abcd${block("StreamTitle='Ä ''b';StreamUrl='';")}efgh\0ijkl${block("StreamTitle='x';")}m`,
    );
    const { media, filter } = filtered(stream, size);
    expect(media).toBe('abcdefghijklm');
    expect(filter).toMatchObject({ titles: 2, fault: undefined });
  });

  it('is noticed to be malformed', () => {
    const broken = Buffer.from(`abcd${block('no title')}efgh`);
    expect(filtered(broken, 100).filter.fault?.reason).toBe('ICY metadata is malformed');
    const latin = Buffer.from(`abcd${block("StreamTitle='_';")}`.replace('_', '\xe4'), 'latin1');
    expect(filtered(latin, 100).filter.fault?.reason).toBe('ICY metadata is not UTF-8');
  });

  it('has an interval above 0', () => {
    expect(icyInterval('16000')).toBe(16000);
    for (const value of [undefined, '', '0', '-1', 'x']) expect(icyInterval(value)).toBeUndefined();
  });
});

describe('asking', () => {
  let server: Server;
  let port: number;
  let requests: string[];
  let from: string[];
  let answer: (socket: Socket, request: string) => void;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    requests = [];
    from = [];
    server = createServer((socket) => {
      sockets.add(socket);
      from.push(socket.remoteAddress ?? '');
      socket
        .on('error', () => undefined)
        .once('data', (data) => {
          requests.push(data.toString());
          answer(socket, data.toString());
        });
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  async function ask(url: string, options: AskingOptions = {}): Promise<{ heard: string[]; text: string }> {
    const heard: string[] = [];
    let text = '';
    let over = false;
    new StreamOpener(options).open(new URL(url), {
      opened: ({ status, cookies }) => heard.push(`${status} ${cookies.join()}`.trim()),
      data: (piece) => (text += piece.toString()),
      closed: (reason, whole) => (over = heard.push(`${reason}${whole ? ', whole' : ''}`) > 0),
      failed: ({ reason }) => (over = heard.push(reason) > 0),
    });
    await waitUntil('the end', () => over);
    return { heard, text };
  }

  it('sends what it was told to, and reads the answer', async () => {
    answer = (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\nbytes');
    const { heard, text } = await ask(`http://us%20er:pa@localhost:${port}/a?b=c`, {
      http: '1.0',
      icy: true,
      headers: [
        ['X-Test', '1'],
        ['user-agent', 'other'],
      ],
    });
    expect(heard).toEqual(['200', 'the server ended the stream']);
    expect(text).toBe('bytes');
    const lines = requests[0]!.split('\r\n');
    expect(lines[0]).toBe('GET /a?b=c HTTP/1.0');
    expect(lines).toContain(`Authorization: Basic ${Buffer.from('us er:pa').toString('base64')}`);
    expect(lines).toEqual(
      expect.arrayContaining([`Host: localhost:${port}`, 'Icy-MetaData: 1', 'X-Test: 1']),
    );
    expect(lines.filter((line) => /^user-agent/i.test(line))).toEqual(['user-agent: other']);
  });

  it('takes cookies and the password along to where it is sent on the same host, and no password elsewhere', async () => {
    answer = (socket, request) => {
      if (request.startsWith('GET /first'))
        socket.end(`HTTP/1.1 302 Found\r\nLocation: /second\r\nSet-Cookie: id=7; Path=/\r\n\r\n`);
      else if (request.startsWith('GET /second'))
        socket.end(`HTTP/1.1 307 x\r\nLocation: http://127.0.0.1:${port}/third\r\n\r\n`);
      else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    };
    expect((await ask(`http://user:pa@localhost:${port}/first`)).heard).toEqual([
      '200 id=7; Path=/',
      'the server ended the stream, whole',
    ]);
    expect(requests[1]).toMatch(/Cookie: id=7\r\n/);
    expect(requests[1]).toMatch(/Authorization: Basic/);
    expect(requests[2]).not.toMatch(/Authorization/);
  });

  it('comes from the addresses it was given, in turn, and finds the family that answers', async () => {
    answer = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n');
    const opener = { bind: ['127.0.0.2', '127.0.0.3'] };
    await ask(`http://127.0.0.1:${port}/`, opener);
    await ask(`http://[::1]:${port}/`);
    expect(from.map((address) => address.replace('::ffff:', ''))).toEqual(['127.0.0.2', '::1']);
    expect((await ask(`http://[::1]:${port}/`, opener)).heard).toEqual(['connection failed']);
  });

  it('says what is no HTTP, and when the connection breaks', async () => {
    answer = (socket) => socket.end('SSH-2.0-x\r\n');
    expect((await ask(`http://localhost:${port}/`)).heard).toEqual(['the answer is not HTTP']);
    answer = (socket) => socket.end('HTTP/1.1 200 O');
    expect((await ask(`http://localhost:${port}/`)).heard).toEqual(['connection broken before an answer']);
    answer = (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx');
    expect((await ask(`http://localhost:${port}/`)).heard.at(-1)).toBe('the connection broke');
    answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`);
    expect((await ask(`http://localhost:${port}/`)).heard).toEqual(['the answer is not HTTP']);
  });
});
