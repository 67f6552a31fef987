import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { waitUntil } from '../../../test/support/wait-until';
import { descriptor } from '../src/direct-write';
import type { FanOut } from '../src/fan-out';
import { InStep, type Member } from '../src/in-step';
import { AudienceRig, stream, type Guest } from './audience-rig';

let rig: AudienceRig;

beforeEach(() => {
  rig = new AudienceRig();
});
afterEach(() => rig.close());

const guests = async (count: number): Promise<Guest[]> => {
  const all: Guest[] = [];
  while (all.length < count) all.push(await rig.admit());
  return all;
};
const got = (guest: Guest, body: string): Promise<void> =>
  waitUntil(`${body.length} bytes`, () => guest.body().length >= body.length).then(() =>
    expect(guest.body() === body).toBe(true),
  );

it('gives all of those in step each piece once, in order, and counts it for each', async () => {
  const all = await guests(3);
  for (const piece of ['one', 'two', 'three']) rig.play(piece);
  expect(rig.inStep).toBe(3);
  for (const guest of all) await got(guest, 'onetwothree');
  expect(all.map(({ listener }) => listener.bytes)).toEqual(all.map(() => 'HEAD\r\n\r\nonetwothree'.length));
  expect(rig.audience.sent).toBe(3 * 'HEAD\r\n\r\nonetwothree'.length);
});

it('has more than are served in one go get everything in order, whoever comes and goes meanwhile', async () => {
  const before = await guests(1100);
  rig.play('one');
  expect(rig.inStep).toBe(1000);
  before[3]?.listener.socket.destroy();
  before[1050]?.client.resetAndDestroy();
  rig.play('two');
  const late = await guests(2);
  rig.play('three');
  await waitUntil('those who go', () => rig.left.length === 2);
  rig.play('four');
  const stay = before.filter((_, index) => index !== 3 && index !== 1050);
  for (const guest of stay) await got(guest, 'onetwothreefour');
  for (const guest of late) await waitUntil('the late', () => /^(two)?threefour$/.test(guest.body()));
  await waitUntil('all in step', () => rig.inStep === 1100);
});

it('lets one fall out whose socket is full, and in again once it has everything', async () => {
  const [slow, quick] = (await guests(2)) as [Guest, Guest];
  rig.play('begin');
  await got(slow, 'begin');
  slow.client.pause();
  let body = 'begin';
  for (let piece = 0; slow.listener.state === 'streaming'; piece++) {
    const text = String(piece % 10).repeat(200_000);
    body += text;
    rig.play(text);
    await got(quick, body);
  }
  expect(rig.inStep).toBe(1);
  const bytes = slow.listener.bytes;
  expect(bytes).toBeLessThan(quick.listener.bytes);
  slow.client.resume();
  await got(slow, body);
  await waitUntil('it to be in step', () => rig.inStep === 2);
  rig.play('end');
  await got(slow, `${body}end`);
  await got(quick, `${body}end`);
  expect(slow.listener.bytes).toBe(quick.listener.bytes);
  expect(rig.audience.sent).toBe(2 * quick.listener.bytes);
});

describe('once somebody has destroyed the socket of a listener', () => {
  let server: Server;
  let other: Socket | undefined;

  beforeEach(async () => {
    server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    other?.destroy();
    server.close();
  });

  /** Destroys it as anybody may who holds the socket, and opens a connection that gets its descriptor. @returns what that carries. */
  async function replaced(guest: Guest, meanwhile: () => unknown): Promise<string> {
    const { socket } = guest.listener;
    const fd = descriptor(socket);
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    socket.destroy();
    const { port } = server.address() as { port: number };
    other = connect(port, '127.0.0.1');
    // Node opens it then, still before it tells that the first is closed.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(descriptor(other)).toBe(fd);
    await meanwhile();
    const [far] = await accepted;
    let heard = '';
    far.on('data', (data) => (heard += data.toString()));
    other.end('its own');
    await once(far, 'end');
    return heard;
  }

  it('nothing is written to the connection that has its descriptor now', async () => {
    const [gone, stays] = (await guests(2)) as [Guest, Guest];
    rig.play('one');
    expect(rig.inStep).toBe(2);
    expect(await replaced(gone, () => rig.play('two'))).toBe('its own');
    expect(rig.inStep).toBe(1);
    expect(rig.left).toMatchObject([{ why: 'left' }]);
    await got(stays, 'onetwo');
  });

  it('it does not fall in step again in what is left of a pass', async () => {
    const all = await guests(1100);
    rig.play('one');
    await waitUntil('all in step', () => rig.inStep === 1100);
    rig.play('two');
    const carried = await replaced(all[3] as Guest, async () => {
      await turn();
      expect(rig.inStep).toBe(1099);
      rig.play('three');
    });
    expect(carried).toBe('its own');
  });
});

it('gives the next chunk although an error has ended the giving of one', async () => {
  const [gone, stays] = (await guests(2)) as [Guest, Guest];
  rig.play('one');
  rig.onLeave = () => {
    throw new Error('a fault');
  };
  gone.client.resetAndDestroy();
  await waitUntil('the reset', () => {
    try {
      rig.play('.');
    } catch {
      return true;
    }
    return false;
  });
  rig.onLeave = () => undefined;
  rig.play('two');
  await waitUntil('the rest', () => /^one\.+two$/.test(stays.body()));
});

it('goes over to a stream that follows with what leads there, and is in step again', async () => {
  rig.now = stream('video/mpegts');
  const all = await guests(2);
  rig.play('one');
  rig.now = stream('video/mpegts');
  rig.play('two');
  expect(rig.inStep).toBe(2);
  rig.play('three');
  for (const guest of all) await got(guest, 'onetwothree');
  expect(all.map(({ listener }) => listener.stream)).toEqual([rig.now, rig.now]);
});

it('ends the response where the next stream cannot follow', async () => {
  const all = await guests(2);
  rig.play('one');
  rig.now = stream('audio/x-other');
  rig.play('two');
  expect(rig.left.map(({ why }) => why)).toEqual(['source-end', 'source-end']);
  expect([rig.inStep, rig.audience.size]).toEqual([0, 0]);
  for (const guest of all) await got(guest, 'one');
});

it('goes on at a keyframe when what comes next is no longer there', async () => {
  const [guest] = (await guests(1)) as [Guest];
  rig.play('one');
  rig.push('lost');
  rig.ring.clear();
  rig.play('three');
  await got(guest, 'onethree');
  expect([rig.inStep, rig.audience.resyncs]).toEqual([1, 1]);
});

describe('the group', () => {
  const given: number[][] = [];
  const fanOut: FanOut = (data, fds, count, sent) => {
    given.push([...fds.subarray(0, count)]);
    sent.fill(data.length, 0, count);
  };
  const member = (of = rig.now): Member => ({ stream: of, fallOut: () => undefined });
  let group: InStep;

  beforeEach(() => {
    given.length = 0;
    group = new InStep(rig.ring, 'data', fanOut);
  });

  it('needs no more room than most listeners at a time need, however many come and go', () => {
    const slots = [group.join(member(), 10), group.join(member(), 11)];
    for (let count = 0; count < 1000; count++) {
      group.leave(slots[0] as number);
      slots[0] = group.join(member(), 12);
    }
    expect([group.size, ...slots]).toEqual([2, 0, 1]);
  });

  it('takes nobody in who is given another stream', () => {
    expect(group.join(member(), 10)).toBe(0);
    expect(group.join(member(stream()), 11)).toBeUndefined();
    group.leave(0);
    expect(group.join(member(stream()), 11)).toBe(0);
  });

  it('gives to who is there alone', () => {
    group.join(member(), 10);
    group.join(member(), 11);
    group.leave(0);
    rig.push('one');
    group.serve(100);
    expect(given).toEqual([[11]]);
  });

  it('goes on where it was, and begins with the first when all have left meanwhile', () => {
    for (const fd of [10, 11, 12]) group.join(member(), fd);
    rig.push('one');
    group.serve(2);
    group.serve(2);
    expect(given.splice(0)).toEqual([[10, 11], [12]]);
    rig.push('two');
    group.serve(2);
    for (const slot of [2, 1, 0]) group.leave(slot);
    expect(group.join(member(), 13)).toBe(0);
    rig.push('three');
    expect(group.isBehind()).toBe(true);
    group.serve(100);
    expect(given).toEqual([[10, 11], [13]]);
  });

  it('is as far for one as for all that have more than it began with room for', () => {
    for (let fd = 0; fd < 100; fd++) group.join(member(), fd);
    rig.push('one');
    expect(group.serve(1000)).toBe(300);
    expect([group.bytesOf(0), group.bytesOf(99)]).toEqual([3, 3]);
    for (let fd = 100; fd < 200; fd++) group.join(member(), fd);
    rig.push('two');
    expect(group.serve(1000)).toBe(600);
    expect([group.bytesOf(0), group.bytesOf(199)]).toEqual([6, 3]);
    expect(group.leave(0)).toBe(rig.ring.head);
  });
});
