import { rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as secureConnect, type TLSSocket } from 'node:tls';
import { Entrance, type Arrival, type EntranceOptions, entranceProperties } from '../../web/src';
import { certificateFiles, type CertificateFiles } from '../support/certificate-files';
import { defaultValues } from '../support/default-values';
import { fakeContext, type FakeContext } from '../support/fake-context';
import { waitUntil } from '../support/wait-until';

type Values = EntranceOptions['properties'];

interface Rig {
  readonly entrance: Entrance;
  readonly context: FakeContext<object>;
  readonly port: number;
  readonly arrivals: Arrival[];
  /** All that arrived as bytes on each connection. */
  texts(): readonly string[];
  /** On the newest connection. */
  text(): string;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

async function entrance(properties: Partial<Values> = {}): Promise<Rig> {
  const arrivals: Arrival[] = [];
  const texts: string[] = [];
  const context = fakeContext({});
  let port = 0;
  const made = new Entrance({
    port: 0,
    properties: {
      ...defaultValues(entranceProperties),
      interface: '127.0.0.1',
      ...properties,
    },
    maxConnections: 1000,
    host: context,
    onArrival: (arrival) => {
      const index = arrivals.push(arrival) - 1;
      texts[index] = '';
      arrival.socket.on('error', () => undefined);
      arrival.socket.on(
        'data',
        (data: Buffer) => (texts[index] = (texts[index] ?? '') + data.toString('latin1')),
      );
      arrival.socket.write('hello');
      closing.push(() => arrival.socket.destroy());
    },
    onOpen: (open) => (port = open),
  });
  await made.open();
  closing.push(() => made.close());
  return { entrance: made, context, port, arrivals, texts: () => texts, text: () => texts.at(-1) ?? '' };
}

function dial(port: number, host = '127.0.0.1'): Socket {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  closing.push(() => socket.destroy());
  return socket;
}

async function certificate(name: string): Promise<CertificateFiles> {
  const files = await certificateFiles(name);
  closing.push(() => rmSync(files.folder, { recursive: true }));
  return files;
}

async function secured(port: number, under?: Socket, protocols?: string[]): Promise<TLSSocket> {
  const socket = secureConnect({
    ...(under ? { socket: under } : { port, host: '127.0.0.1' }),
    ...(protocols && { ALPNProtocols: protocols }),
    rejectUnauthorized: false,
  });
  socket.on('error', () => undefined);
  closing.push(() => socket.destroy());
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return socket;
}

const subject = (socket: TLSSocket): unknown => socket.getPeerCertificate().subject.CN;

it('listens on IPv4 and IPv6 alike', async () => {
  const { port, arrivals } = await entrance({ interface: undefined });
  for (const [index, host] of ['127.0.0.1', '::1'].entries()) {
    dial(port, host);
    await waitUntil('the connection', () => arrivals.length === index + 1);
    expect(arrivals[index]).toMatchObject({ address: host, secure: false });
  }
});

describe('TLS', () => {
  it('takes a changed certificate for new connections and keeps the old ones', async () => {
    const files = await certificate('first');
    const { port, arrivals, context, texts, entrance: made } = await entrance(files);
    expect(made.url(port, '/live')).toBe(`https://localhost:${port}/live`);
    const old = await secured(port);
    expect(subject(old)).toBe('first');
    await waitUntil('the connection', () => arrivals.length === 1);
    expect(arrivals[0]).toMatchObject({ address: '127.0.0.1', secure: true });

    writeFileSync(files['tls-certificate'], 'no certificate');
    await waitUntil('the complaint', () => context.said.some(({ id }) => id === 'certificate'));
    expect(subject(await secured(port))).toBe('first');

    await files.renew('second', 3);
    await waitUntil('the change', () => context.logged.some((line) => line.includes('took the changed')));
    expect(context.said.map(({ id }) => id)).toEqual(['certificate-ends']);
    expect(subject(await secured(port))).toBe('second');
    old.write('still here');
    await waitUntil('what the old connection sends', () => texts()[0] === 'still here');
  });

  it.each([
    [
      'a file that is not there',
      async () => ({ 'tls-certificate': '/nowhere/cert', 'tls-key': '/nowhere/key' }),
    ],
    [
      'a key of another certificate',
      async () => ({ ...(await certificate('one')), 'tls-key': (await certificate('other'))['tls-key'] }),
    ],
  ])('does not start with %s', async (_what, files) => {
    await expect(entrance(await files())).rejects.toThrow('tls-certificate and tls-key cannot be used: ');
  });

  it('speaks with those who offer HTTP/1.0 alone', async () => {
    const { port } = await entrance(await certificate('one'));
    expect((await secured(port, undefined, ['http/1.0'])).alpnProtocol).toBe('http/1.0');
    expect((await secured(port, undefined, ['h2', 'http/1.1'])).alpnProtocol).toBe('http/1.1');
  });

  it('lets those go that speak no TLS', async () => {
    const { port, arrivals } = await entrance(await certificate('first'));
    const plain = dial(port);
    plain.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await waitUntil('the end', () => plain.destroyed || plain.readableEnded || plain.errored !== null);
    expect(arrivals).toEqual([]);
  });
});

describe('the PROXY protocol', () => {
  const line = 'PROXY TCP4 192.0.2.7 192.0.2.1 56324 80\r\n';

  it('tells the address, and what follows arrives whole', async () => {
    const { port, arrivals, text } = await entrance({ 'proxy-protocol-from': ['127.0.0.0/8'] });
    const proxy = dial(port);
    for (const piece of [line.slice(0, 9), `${line.slice(9)}GET / HT`, 'TP/1.1\r\n\r\n']) {
      const before = proxy.bytesWritten;
      proxy.write(piece);
      await waitUntil('the piece to be sent', () => proxy.bytesWritten > before);
    }
    await waitUntil('the request', () => text().endsWith('\r\n\r\n'));
    expect(text()).toBe('GET / HTTP/1.1\r\n\r\n');
    expect(arrivals[0]).toMatchObject({ address: '192.0.2.7' });
  });

  it('stands before TLS', async () => {
    const { port, arrivals, text } = await entrance({
      ...(await certificate('first')),
      'proxy-protocol-from': ['127.0.0.1'],
    });
    const proxy = dial(port);
    proxy.write(line);
    const client = await secured(port, proxy);
    client.write('within');
    await waitUntil('the text', () => text() === 'within');
    expect(arrivals[0]).toMatchObject({ address: '192.0.2.7', secure: true });
  });

  it('is demanded of a proxy, and is nothing but bytes of anybody else', async () => {
    const strict = await entrance({ 'proxy-protocol-from': ['127.0.0.1'] });
    const proxy = dial(strict.port);
    proxy.write('GET / HTTP/1.1\r\n\r\n');
    await waitUntil('the end', () => proxy.destroyed);
    expect(strict.arrivals).toEqual([]);
    const open = await entrance({ 'proxy-protocol-from': ['192.0.2.0/24'] });
    dial(open.port).write(line);
    await waitUntil('the bytes', () => open.text() === line);
    expect(open.arrivals[0]).toMatchObject({ address: '127.0.0.1' });
  });
});

it('believes X-Forwarded-For of trusted proxies alone', async () => {
  const { entrance: made } = await entrance({ 'forwarded-from': ['10.0.0.0/8', '::1'] });
  expect(made.client('10.0.0.1', '192.0.2.7')).toBe('192.0.2.7');
  expect(made.client('10.0.0.1', '6.6.6.6, 192.0.2.7, 10.0.0.2')).toBe('192.0.2.7');
  expect(made.client('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
  expect(made.client('::1', '2001:db8::7')).toBe('2001:db8::7');
  expect(made.client('192.0.2.1', '192.0.2.7')).toBe('192.0.2.1');
  // As Azure's gateways write it.
  expect(made.client('10.0.0.1', '192.0.2.7:4000, 10.0.0.2:80')).toBe('192.0.2.7');
  expect(made.client('10.0.0.1', '[2001:db8::7]:4000')).toBe('2001:db8::7');
  expect(made.client('10.0.0.1', '[2001:db8::7]')).toBe('2001:db8::7');
  for (const nonsense of ['unknown', '', '<script>', '192.0.2.7:port', '[192.0.2.7', '2001:db8::7]:1', ', ,'])
    expect(made.client('10.0.0.1', nonsense)).toBe('10.0.0.1');
  expect(made.client('10.0.0.1', undefined)).toBe('10.0.0.1');
});
