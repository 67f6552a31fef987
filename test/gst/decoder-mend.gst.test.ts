import { expect, test } from '@jest/globals';
import { descriptorOf } from '../../core/src/feed/descriptor';
import { makeSocketPair } from '../../core/src/feed/socket-pair';
import { gstNamespace, type GstPad } from '../../core/src/gst/node-gtk';
import { decoderText } from '../../core/src/plugin/decoder';
import { GstFlow } from '../support/gst-feeds';
import { gstLaunch } from '../support/gst-launch';
import { waitUntil } from '../support/wait-until';

const SPEC = { name: 'decoder', kinds: ['video'] } as const;
const STREAM = 'videotestsrc is-live=true ! theoraenc ! oggmux ! gdppay ! fdsink fd=3';

test('what a demuxer tells of its programs while media go on is mended as well', async () => {
  const gst = gstNamespace();
  const flow = new GstFlow();
  const { near, far } = await makeSocketPair();
  const { child } = gstLaunch(STREAM, descriptorOf(near));
  try {
    const pipeline = await flow.build({
      text: `${decoderText(SPEC)} decoder-video. ! @feeder:default@`,
      feeders: ['default'],
    });
    const decoder = pipeline.decoder(SPEC);
    await pipeline.setState('playing');
    decoder.begin(descriptorOf(far));
    await waitUntil('the first picture', () => decoder.look().video?.first !== undefined);
    decoder.release('video');
    await waitUntil('pictures', () => pipeline.feeder('default').buffers() > 5);
    const { entry } = (
      decoder as unknown as { readonly ways: Map<string, { readonly entry: GstPad }> }
    ).ways.get('video') as { readonly entry: GstPad };
    const type = gst.EventType.STREAM_COLLECTION;
    const anew = gst.Event.newCustom(type, gst.Structure.newEmpty('stream-collection'));
    entry.storeStickyEvent(anew);
    expect(entry.getStickyEvent(type, 0)?.getSeqnum()).toBe(anew.getSeqnum());
    decoder.look();
    expect(entry.getStickyEvent(type, 0)?.getSeqnum()).not.toBe(anew.getSeqnum());
  } finally {
    child.kill('SIGKILL');
    await flow.close();
    near.destroy();
    far.destroy();
  }
});
