import { expect, test } from '@jest/globals';
import type { ComponentDefinition } from '@flumotion/core/plugin';
import decoders from '../../plugins/decoder/src';
import jpeg from '../../plugins/jpeg/src';
import opus from '../../plugins/opus/src';
import { AAC, H264, muxed } from '../support/muxed-sources';
import { playComponent } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

const [, av] = decoders as [ComponentDefinition, ComponentDefinition];

test.each([
  ['MPEG-TS', `${H264} ! h264parse`, 'mpegtsmux'],
  ['FLV', `${H264} ! h264parse`, 'flvmux streamable=true'],
])('what is decoded out of %s goes on into components on GStreamer', async (_, video, muxer) => {
  const decoded = await playComponent(av, {
    properties: { framerate: [25, 1] },
    inputs: { default: muxed(muxer, video, AAC) },
  });
  const pictures = await playComponent(jpeg, {
    inputs: { default: [decoded, 'video'] },
  });
  const sound = await playComponent(opus, { inputs: { default: [decoded, 'audio'] } });
  try {
    for (const played of [pictures, sound])
      await waitUntil(
        () => `media (${JSON.stringify([played.state.mood, played.state.reason, played.lines.slice(-3)])})`,
        () => played.output().buffers.length > 20,
        30_000,
      );
    // A feed that has to be connected again and again would have said so.
    for (const { lines } of [pictures, sound])
      expect(lines.filter((line) => /away|decode stream/.test(line))).toEqual([]);
    await decoded.lose();
    await decoded.restore('default', muxed(muxer, video, AAC, 2 * Math.floor(decoded.now() / 2)));
    const before = pictures.output().buffers.length;
    await waitUntil('media of the next stream', () => pictures.output().buffers.length > before + 50, 30_000);
    for (const { lines } of [pictures, sound])
      expect(lines.filter((line) => /away|decode stream/.test(line))).toEqual([]);
  } finally {
    await pictures.stop();
    await sound.stop();
    await decoded.stop();
  }
});
