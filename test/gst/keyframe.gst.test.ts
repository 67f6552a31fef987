import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { connectedPair } from '../../core/src/feed/socket-pair';
import { TapReader } from '../../core/src/feed/tap-reader';
import type { FeedBuffer } from '../../core/src/plugin';
import { GstFlow } from '../support/gst-feeds';
import { waitUntil } from '../support/wait-until';

/** By itself the encoder makes one keyframe, the first. */
const ENCODER =
  'videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=25/1 ' +
  '! theoraenc keyframe-freq=10000 keyframe-force=10000';

let flow: GstFlow;

beforeEach(() => {
  flow = new GstFlow();
});

afterEach(async () => {
  await flow.close();
});

it('begins with a keyframe for an eater that comes late', async () => {
  const pipeline = await flow.build({ text: ENCODER, feeders: ['default'] });
  await pipeline.setState('playing');
  const feeder = pipeline.feeder('default');
  await waitUntil('the stream to run', () => feeder.caps() !== undefined);
  const early = await read();
  await waitUntil('pictures that need others', () => early.pictures.filter(({ delta }) => delta).length > 5);

  const late = await read();
  await waitUntil('pictures', () => late.pictures.length > 5);
  const keyframe = late.pictures.findIndex(({ delta }) => !delta);
  expect(keyframe).toBeGreaterThanOrEqual(0);
  // What was in the encoder already may come before it.
  expect(keyframe).toBeLessThan(4);
  late.close();
  early.close();

  async function read(): Promise<{ pictures: FeedBuffer[]; close: () => void }> {
    const [ours, theirs] = await connectedPair();
    const pictures: FeedBuffer[] = [];
    new TapReader({
      caps: () => undefined,
      buffer: (buffer) => {
        if (!buffer.header) pictures.push(buffer);
      },
    }).attach(ours);
    feeder.add(theirs.fd);
    return {
      pictures,
      close: () => {
        feeder.remove(theirs.fd);
        ours.close();
        theirs.close();
      },
    };
  }
});
