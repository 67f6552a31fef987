import { z } from 'zod/v3';
import { FlumotionError } from '../../core/src/errors';
import type { NotificationType, RequestType } from '../../core/src/rpc/messages';
import { connectionPair, type ConnectionPair, type PairOptions } from '../support/connections';
import { waitUntil } from '../support/wait-until';

const add: RequestType<{ a: number; b: number }, { sum: number }> = {
  method: 'add',
  params: z.object({ a: z.number(), b: z.number() }),
  result: z.object({ sum: z.number() }),
  deadline: 200,
};
const told: NotificationType<{ text: string }> = { method: 'told', params: z.object({ text: z.string() }) };

let pair: ConnectionPair;

async function make(options: PairOptions = {}): Promise<ConnectionPair> {
  pair = await connectionPair(options);
  return pair;
}

function listen(): void {
  pair.here.listen();
  pair.there.listen();
}

afterEach(() => {
  pair.dispose();
});

test('a request is answered, both ways at once', async () => {
  const { here, there } = await make();
  for (const end of [here, there]) end.onRequest(add, ({ a, b }) => ({ sum: a + b }));
  listen();
  const answers = await Promise.all([here.request(add, { a: 1, b: 2 }), there.request(add, { a: 3, b: 4 })]);
  expect(answers).toEqual([{ sum: 3 }, { sum: 7 }]);
});

test('an error of the table arrives with its code and text', async () => {
  const { here, there } = await make();
  there.onRequest(add, () => {
    throw FlumotionError.of('job-unknown', { id: '/default/x' });
  });
  listen();
  await expect(here.request(add, { a: 1, b: 2 })).rejects.toMatchObject({
    name: 'FlumotionError',
    code: 'job-unknown',
    status: 404,
    message: 'this worker runs no job /default/x',
  });
});

test('another error arrives as a failure of the peer, without its stack', async () => {
  const { here, there, lines } = await make();
  there.onRequest(add, () => {
    throw new TypeError('no such thing');
  });
  listen();
  const error = await here.request(add, { a: 1, b: 2 }).catch((caught: unknown) => caught as Error);
  expect(error).toMatchObject({ code: 'peer-failed', message: 'far could not do add: no such thing' });
  // The stack stays in the log of the side where it happened.
  expect(lines.join('\n')).toMatch(/add asked by near failed: TypeError: no such thing\n.*at /);
});

test('a request nobody knows is refused', async () => {
  const { here } = await make();
  listen();
  await expect(here.request(add, { a: 1, b: 2 })).rejects.toMatchObject({ code: 'peer-failed' });
});

test('an unanswered request fails at its deadline, and a late answer does no harm', async () => {
  const { here, there } = await make();
  let answer: (value: { sum: number }) => void = () => undefined;
  there.onRequest(add, () => new Promise((resolve) => (answer = resolve)));
  listen();
  const started = Date.now();
  await expect(here.request(add, { a: 1, b: 2 })).rejects.toMatchObject({
    code: 'deadline-passed',
    message: 'add asked of far was not answered within 0.2 s',
  });
  expect(Date.now() - started).toBeLessThan(10_000);
  answer({ sum: 3 });
  there.onRequest(add, ({ a, b }) => ({ sum: a + b }));
  expect(await here.request(add, { a: 2, b: 2 })).toEqual({ sum: 4 });
});

test('too many requests past their deadline end the connection', async () => {
  const { here, there } = await make();
  there.onRequest(add, () => new Promise(() => undefined));
  listen();
  const asked = Array.from({ length: 256 }, () => here.request(add, { a: 1, b: 2 }));
  const results = await Promise.allSettled(asked);
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await here.closed).toMatch(/256 requests are past their deadline/);
});

test('wrong params are refused before the handler, and counted', async () => {
  const { here, there } = await make();
  const handler = jest.fn(() => ({ sum: 0 }));
  there.onRequest(add, handler);
  listen();
  const wrong = { a: 'one', b: 2 } as unknown as { a: number; b: number };
  await expect(here.request(add, wrong)).rejects.toMatchObject({
    code: 'message-invalid',
    message: expect.stringMatching(/^a message add from near does not have the agreed form: a: .*number/),
  });
  expect(handler).not.toHaveBeenCalled();
  expect(there.malformed).toBe(1);
});

test('a wrong answer fails the asker', async () => {
  const { here, there } = await make();
  there.onRequest(add, () => ({ total: 3 }) as unknown as { sum: number });
  listen();
  await expect(here.request(add, { a: 1, b: 2 })).rejects.toMatchObject({ code: 'message-invalid' });
});

test('notifications arrive in order; a wrong one and a throwing handler cost nothing but a line', async () => {
  const { here, there, lines } = await make();
  const texts: string[] = [];
  there.onNotification(told, ({ text }) => {
    if (text === 'bad') throw new Error('cannot bear it');
    texts.push(text);
  });
  listen();
  for (const text of ['one', 'bad', 'two']) here.notify(told, { text });
  here.notify(told, { text: 7 } as unknown as { text: string });
  here.notify(told, { text: 'three' });
  await waitUntil('three', () => texts.includes('three'));
  expect(texts).toEqual(['one', 'two', 'three']);
  expect(there.malformed).toBe(1);
  expect(lines.join('\n')).toMatch(/told from near could not be handled: Error: cannot bear it/);
});

test.each([
  ['text that is not JSON', 'hello\x1b[31m\n'],
  ['a number', '42\n'],
  ['null', 'null\n'],
  ['a list', '[{"jsonrpc":"2.0"}]\n'],
  ['no version', '{"method":"add","id":1,"params":{}}\n'],
  ['params that are a list', '{"jsonrpc":"2.0","method":"add","id":1,"params":[1,2]}\n'],
  ['a method that is no text', '{"jsonrpc":"2.0","method":7,"params":{}}\n'],
  ['an id that is an object', '{"jsonrpc":"2.0","method":"add","id":{},"params":{}}\n'],
  ['neither method nor result', '{"jsonrpc":"2.0","id":1}\n'],
  ['an error that is a text', '{"jsonrpc":"2.0","id":1,"error":"no"}\n'],
  ['a cancellation without params', '{"jsonrpc":"2.0","method":"$/cancelRequest"}\n'],
  ['an unknown notification', '{"jsonrpc":"2.0","method":"nonsense","params":{}}\n'],
  ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x0a])],
])('%s is counted, logged escaped, and the connection goes on', async (_, bytes) => {
  const { here, there, raw, lines } = await make();
  here.onRequest(add, ({ a, b }) => ({ sum: a + b }));
  listen();
  raw.write(bytes);
  await waitUntil('the count', () => here.malformed === 1);
  expect(await there.request(add, { a: 1, b: 1 })).toEqual({ sum: 2 });
  const line = lines.find((text) => text.startsWith('malformed message 1 from far'));
  expect(line).toBeDefined();
  expect(line).not.toContain('\x1b');
});

test('a flood of malformed messages does not fill the log', async () => {
  const { here, raw, lines } = await make();
  listen();
  raw.write('x\n'.repeat(1_000));
  await waitUntil('the count', () => here.malformed === 1_000);
  expect(lines.filter((line) => line.startsWith('malformed')).length).toBe(20);
});

test('a message that comes in pieces is one message, several at once are several', async () => {
  const { here, raw } = await make();
  const texts: string[] = [];
  here.onNotification(told, ({ text }) => void texts.push(text));
  listen();
  const line = (text: string): Buffer =>
    Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', method: 'told', params: { text } })}\n`);
  const bytes = Buffer.concat([line('ä'), line('b'), line('ü')]);
  for (const byte of bytes.subarray(0, 70)) raw.write(Buffer.from([byte]));
  raw.write(bytes.subarray(70));
  await waitUntil('all', () => texts.length === 3);
  expect(texts).toEqual(['ä', 'b', 'ü']);
});

test('a message above the limit closes the connection with the reason', async () => {
  const { here, there } = await make({ limit: 1_000 });
  listen();
  there.notify(told, { text: 'x'.repeat(2_000) });
  expect(await here.closed).toMatch(/above the limit of 1000 bytes/);
  expect(await there.closed).toBe('the other side closed it');
});

test('a peer that does not read is given up when the queue is full', async () => {
  const { here, raw } = await make({ queue: 100_000 });
  raw.pause();
  here.listen();
  for (let n = 0; n < 1_000 && here.open; n++) here.notify(told, { text: 'x'.repeat(50_000) });
  expect(await here.closed).toMatch(/reads too slowly/);
});

test('closing fails what waits, tells the other side, and keeps the first reason', async () => {
  const { here, there } = await make();
  there.onRequest(add, () => new Promise(() => undefined));
  listen();
  const asked = here.request(add, { a: 1, b: 2 });
  here.close('enough');
  here.close('again');
  await expect(asked).rejects.toMatchObject({
    code: 'connection-closed',
    message: 'the connection to far closed: enough',
  });
  expect(await here.closed).toBe('enough');
  expect(await there.closed).toBe('the other side closed it');
  await expect(there.request(add, { a: 1, b: 2 })).rejects.toMatchObject({ code: 'connection-closed' });
  expect(() => here.notify(told, { text: 'late' })).not.toThrow();
});

test('heartbeats keep a quiet connection alive', async () => {
  // A process that stands still for as long as that has overslept, and may not blame its peer.
  const { here, there } = await make({ timing: { heartbeat: 50, silence: 1200 } });
  listen();
  const started = Date.now();
  await waitUntil('some silence times', () => Date.now() - started > 3000);
  expect([here.open, there.open]).toEqual([true, true]);
});

test('a peer that is silent is given up', async () => {
  const { here } = await make({ timing: { heartbeat: 20, silence: 150 } });
  // The other side is connected and never listens: nothing comes from it.
  here.listen();
  expect(await here.closed).toMatch(/^nothing was heard for/);
});
