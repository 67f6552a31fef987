import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FeederSink, Pipeline } from '../../core/src/gst/gst';
import { picturesOf } from '../../core/src/gst/memory-feeder';
import { gstNamespace } from '../../core/src/gst/node-gtk';
import { ownAreas } from '../../core/src/gst/shared-memory';
import { openDescriptors } from '../support/feed-ends';
import { GstFlow } from '../support/gst-feeds';
import { waitUntil } from '../support/wait-until';

const PICTURES =
  'videotestsrc is-live=true ! capsfilter name=size caps=video/x-raw,format=I420,width=640,height=360,framerate=25/1';
const PICTURE = (640 * 360 * 3) / 2;
const FEEDER = { feeders: ['default'] };
const EATER = { eaters: [{ alias: 'default', eater: 'default' }] };

let flow: GstFlow;
let children: ChildProcess[];
let clients: number;
beforeEach(() => {
  flow = new GstFlow();
  children = [];
  clients = 1000;
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await flow.close();
  expect([...ownAreas()]).toEqual([]);
});

async function playing(text: string, over = {}): Promise<Pipeline> {
  const pipeline = await flow.build({ text, ...over });
  await pipeline.setState('playing');
  return pipeline;
}

async function feeding(): Promise<{ pipeline: Pipeline; feeder: FeederSink }> {
  const pipeline = await playing(PICTURES, FEEDER);
  const feeder = pipeline.feeder('default');
  await waitUntil('pictures', () => feeder.buffers() > 0);
  return { pipeline, feeder };
}

function share(feeder: FeederSink): { fd: number; path: string } {
  const fd = clients++;
  const path = feeder.share(fd, join(flow.folder, 'feed'));
  if (path === undefined) throw new Error('nothing is shared');
  return { fd, path };
}

/** A process that reads shared memory, or feeds it, as GStreamer's own tools do. */
function launch(text: string): ChildProcess {
  const child = spawn('gst-launch-1.0', ['-q', ...text.split(' ')], { stdio: 'ignore' });
  children.push(child);
  return child;
}

const reader = (path: string): ChildProcess => launch(`shmsrc socket-path=${path} ! gdpdepay ! fakesink`);
const served = (feeder: FeederSink, fd: number): number => feeder.stats(fd)?.bytes ?? 0;

test('pictures come through shared memory, with their times and figures', async () => {
  const { pipeline, feeder } = await feeding();
  const to = await playing('videorate name=rate drop-only=true ! fakesink sync=true async=false', EATER);
  const { fd, path } = share(feeder);
  to.eater('default').attach(-1, feeder.caps(), path);
  await waitUntil('twenty pictures', () => to.eater('default').buffers() >= 20);
  expect(to.eater('default').caps()).toBe(feeder.caps());
  expect(to.eater('default').dead()).toBeUndefined();
  // With other times than those of the flow it would drop or repeat.
  expect(Number(to.element('rate')?.get('drop'))).toBe(0);
  feeder.released();
  expect(served(feeder, fd)).toBeGreaterThan(20 * PICTURE);
  expect(feeder.stats(fd)).toMatchObject({ dropped: 0 });
  expect([...flow.said(pipeline), ...flow.said(to)]).toEqual([]);
  to.eater('default').detach();
  feeder.remove(fd);
  expect(feeder.released()).toEqual([fd]);
  expect(existsSync(path)).toBe(false);
});

test('readers that are killed cost nobody a picture, and leave nothing behind', async () => {
  const { pipeline, feeder } = await feeding();
  const to = await playing('fakesink sync=false async=false', EATER);
  await flow.link(feeder, { pipeline: to, alias: 'default' });
  await waitUntil('pictures', () => to.eater('default').buffers() > 0);
  let descriptors = 0;
  for (let round = 0; round < 6; round++) {
    const { fd, path } = share(feeder);
    const child = reader(path);
    await waitUntil('pictures in shared memory', () => served(feeder, fd) > 5 * PICTURE);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    feeder.remove(fd);
    if (round === 0) descriptors = openDescriptors();
  }
  expect(openDescriptors()).toBe(descriptors);
  const [sent, come] = [feeder.buffers(), to.eater('default').buffers()];
  await waitUntil('more pictures', () => to.eater('default').buffers() >= come + 10);
  expect(to.eater('default').buffers() - come).toBeLessThanOrEqual(feeder.buffers() - sent + 1);
  expect([...flow.said(pipeline), ...flow.said(to)]).toEqual([]);
});

test('a reader that stops holds up nobody, loses the oldest, and reads on', async () => {
  const { pipeline, feeder } = await feeding();
  const { fd, path } = share(feeder);
  const child = reader(path);
  await waitUntil('pictures in shared memory', () => served(feeder, fd) > 5 * PICTURE);
  child.kill('SIGSTOP');
  await waitUntil('pictures that were let go', () => {
    feeder.released();
    return (feeder.stats(fd)?.dropped ?? 0) > 5 * PICTURE;
  });
  // At most a second waits.
  expect(feeder.stats(fd)?.behind).toBeLessThanOrEqual(26 * PICTURE);
  const before = served(feeder, fd);
  child.kill('SIGCONT');
  await waitUntil('more pictures in shared memory', () => served(feeder, fd) > before + 30 * PICTURE);
  expect(flow.said(pipeline)).toEqual([]);
});

test('a reader that has stopped is let go, and a pipeline ends although one has, and another never came', async () => {
  const { pipeline, feeder } = await feeding();
  const { fd, path } = share(feeder);
  const child = reader(path);
  await waitUntil('pictures in shared memory', () => served(feeder, fd) > 5 * PICTURE);
  child.kill('SIGSTOP');
  const before = served(feeder, fd);
  share(feeder);
  await waitUntil('a full area', () => (feeder.stats(fd)?.behind ?? 0) > 10 * PICTURE);
  expect(served(feeder, fd) - before).toBeLessThan(8 * PICTURE);
  feeder.remove(fd);
  const sent = feeder.buffers();
  await waitUntil('more pictures', () => feeder.buffers() > sent + 5);
  const again = share(feeder);
  launch(`shmsrc socket-path=${again.path} ! gdpdepay ! fakesink`).kill('SIGSTOP');
  await flow.kill(pipeline, [feeder]);
  expect(readdirSync(flow.folder)).toEqual([]);
});

test('pictures that have grown beyond the area cost the client its connection, and the pipeline nothing', async () => {
  const { pipeline, feeder } = await feeding();
  const { fd, path } = share(feeder);
  reader(path);
  await waitUntil('pictures in shared memory', () => served(feeder, fd) > 5 * PICTURE);
  pipeline.element('size')?.set('caps', 'video/x-raw,format=I420,width=1920,height=1080,framerate=25/1');
  await waitUntil('the client is let go', () => feeder.released().includes(fd));
  const sent = feeder.buffers();
  await waitUntil('more pictures', () => feeder.buffers() > sent + 10);
  const grown = share(feeder);
  reader(grown.path);
  await waitUntil('the larger pictures', () => served(feeder, grown.fd) > 5 * 9 * PICTURE);
  expect(flow.said(pipeline)).toEqual([]);
});

test('an eater knows of the death of its feeder, and comes back', async () => {
  const to = await playing('fakesink sync=false async=false', EATER);
  const eater = to.eater('default');
  for (const round of [1, 2]) {
    const path = join(flow.folder, `dying${String(round)}`);
    const child = launch(
      `videotestsrc is-live=true ! video/x-raw,width=64,height=64 ! gdppay ! shmsink socket-path=${path} sync=false`,
    );
    await waitUntil('the feeder', () => existsSync(path));
    const before = eater.buffers();
    eater.attach(-1, 'video/x-raw', path);
    await waitUntil('pictures', () => {
      // Its socket is there before it can be connected to.
      if (eater.dead() !== undefined) eater.attach(-1, 'video/x-raw', path);
      return eater.buffers() > before + 5;
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    await waitUntil('its death is known', () => eater.dead() !== undefined);
    eater.detach();
    for (const name of readdirSync('/dev/shm')) {
      if (new RegExp(`^shmpipe\\. *${String(child.pid)}\\.`).test(name)) rmSync(join('/dev/shm', name));
    }
  }
  expect(flow.said(to)).toEqual([]);
});

test('sound and encoded pictures are not shared', async () => {
  for (const text of [
    'audiotestsrc is-live=true',
    'videotestsrc is-live=true ! video/x-raw,width=64,height=64 ! jpegenc',
  ]) {
    const pipeline = await playing(text, FEEDER);
    const feeder = pipeline.feeder('default');
    await waitUntil('buffers', () => feeder.buffers() > 0);
    expect(feeder.shares()).toBe(false);
    expect(feeder.share(clients++, join(flow.folder, 'feed'))).toBeUndefined();
  }
});

test('pictures that become smaller come through the same area', async () => {
  const { pipeline, feeder } = await feeding();
  const to = await playing('fakesink sync=false async=false', EATER);
  const { path } = share(feeder);
  to.eater('default').attach(-1, feeder.caps(), path);
  await waitUntil('pictures', () => to.eater('default').buffers() > 0);
  pipeline.element('size')?.set('caps', 'video/x-raw,format=I420,width=320,height=180,framerate=50/1');
  await waitUntil('smaller pictures', () => /width=\(int\)320.*50\/1/.test(to.eater('default').caps() ?? ''));
  expect(feeder.released()).toEqual([]);
  expect(flow.said(pipeline)).toEqual([]);
});

test('pictures are known in whatever order their caps say how large they are', () => {
  const gst = gstNamespace();
  for (const fields of [
    'format=(string)I420, width=(int)320, height=(int)240',
    'width=(int)320, height=(int)240, framerate=(fraction)25/1, format=(string)I420',
  ]) {
    const text = `video/x-raw, ${fields}`;
    expect(picturesOf(gst, gst.Caps.fromString(text), text)?.bytes).toBe((320 * 240 * 3) / 2);
  }
});

test('what an eater and a feeder said of the connection before is not taken for a word about the next', async () => {
  const { feeder } = await feeding();
  const to = await playing('fakesink sync=false async=false', EATER);
  const eater = to.eater('default');
  let last = share(feeder);
  eater.attach(-1, feeder.caps(), last.path);
  for (let round = 0; round < 20; round++) {
    const before = eater.buffers();
    await waitUntil('pictures', () => eater.buffers() > before);
    // The end of the stream is on the bus before anybody looks.
    feeder.remove(last.fd);
    await new Promise((resolve) => setImmediate(resolve));
    eater.detach();
    last = share(feeder);
    eater.attach(-1, feeder.caps(), last.path);
    await waitUntil('pictures again', () => eater.buffers() > before + 2);
    expect(eater.dead()).toBeUndefined();
    expect(feeder.released()).not.toContain(last.fd);
  }
});
