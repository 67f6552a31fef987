import type { ChildProcess } from 'node:child_process';
import { TapReader } from '../../core/src/feed/tap-reader';
import type { FeedBuffer } from '../../core/src/plugin';
import { FakeSink } from '../support/fake-sink';
import { FeedEnds } from '../support/feed-ends';
import { gstLaunch } from '../support/gst-launch';
import { waitUntil } from '../support/wait-until';

/** Hands each descriptor to a pipeline in a process of its own, which feeds it. */
class PipelineSink extends FakeSink {
  readonly children: ChildProcess[] = [];

  override add(fd: number): void {
    super.add(fd);
    const { child } = gstLaunch(
      'audiotestsrc is-live=true ! audioconvert ! vorbisenc ! oggmux ! gdppay ! fdsink fd=3',
      fd,
    );
    this.children.push(child);
    child.on('exit', () => this.release(fd));
  }
}

let ends: FeedEnds;
let sink: PipelineSink;
const eaters: ChildProcess[] = [];
beforeEach(() => {
  ends = new FeedEnds();
  sink = new PipelineSink();
});
afterEach(async () => {
  for (const child of [...sink.children, ...eaters.splice(0)]) child.kill('SIGKILL');
  await ends.close();
});

test('both descriptors in the hands of C: frames arrive, the death of the feeder shows, the feed heals', async () => {
  await ends.feeder({}, sink);
  const { feeds, connector } = ends.eater();
  for (const round of [1, 2]) {
    await waitUntil(`connection ${round}`, () => feeds.length === round);
    const eater = gstLaunch(
      'fdsrc fd=3 blocksize=65536 ! gdpdepay ! oggdemux ! vorbisdec ! audioconvert ! audio/x-raw,format=S16LE ! fdsink fd=1',
      feeds[round - 1]?.fd,
    );
    eaters.push(eater.child);
    await waitUntil('decoded sound', () => eater.bytes().length > 40_000, 10_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${eater.output().slice(0, 500)}`);
    });
    let ended = false;
    eater.child.on('exit', () => (ended = true));
    sink.children.at(-1)?.kill('SIGKILL');
    await waitUntil('the eater sees the end', () => ended, 10_000);
    connector.lost('the descriptor is dead');
  }
});

test('a tap reads the same feed in Node: caps with headers, then buffers, again after a loss', async () => {
  await ends.feeder({}, sink);
  const { feeds, losses } = ends.eater();
  const headers: number[] = [];
  let buffers: FeedBuffer[] = [];
  const tap = new TapReader({
    caps: (caps) => void headers.push(caps.streamHeader.length),
    buffer: (buffer) => void buffers.push(buffer),
  });
  for (const round of [1, 2]) {
    await waitUntil(`connection ${round}`, () => feeds.length === round);
    const feed = feeds[round - 1];
    if (!feed) throw new Error('no feed');
    buffers = [];
    tap.attach(feed);
    await waitUntil('media buffers', () => buffers.filter((buffer) => !buffer.header).length > 2, 10_000);
    expect(buffers[0]).toMatchObject({ header: true });
    expect(buffers.every((buffer) => buffer.data.subarray(0, 4).toString() === 'OggS')).toBe(true);
    expect(buffers.find((buffer) => !buffer.header)?.discont).toBe(round === 2);
    sink.children.at(-1)?.kill('SIGKILL');
    await waitUntil('the loss is seen', () => losses.length === round);
    tap.detach('gone');
  }
  expect(headers.every((count) => count >= 2) && headers.length >= 2).toBe(true);
});
