import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../test/support/wait-until';
import { InStep, type Member } from '../src/in-step';
import { Ring } from '../src/ring';
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
});

it('writes nothing to what has the descriptor of a connection that was closed', async () => {
  const [guest] = (await guests(1)) as [Guest];
  rig.play('one');
  expect(rig.inStep).toBe(1);
  const { fd } = (guest.listener.socket as unknown as { _handle: { fd: number } })._handle;
  // As anybody may do who holds the socket; nothing is told before the event loop has gone round.
  guest.listener.socket.destroy();
  expect(rig.inStep).toBe(0);
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-in-step-'));
  const file = openSync(join(folder, 'file'), 'w');
  try {
    expect(file).toBe(fd);
    rig.play('two');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('');
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
  expect(rig.left).toMatchObject([{ why: 'left' }]);
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

it('needs no more room than most listeners at a time need, however many come and go', () => {
  const group = new InStep(new Ring(), 'data');
  const member: Member = { stream: undefined, fallOut: () => undefined };
  const slots = [group.join(member, -1), group.join(member, -1)];
  for (let count = 0; count < 1000; count++) {
    group.leave(slots[0] as number);
    slots[0] = group.join(member, -1);
  }
  expect([group.size, ...slots]).toEqual([2, 0, 1]);
});
