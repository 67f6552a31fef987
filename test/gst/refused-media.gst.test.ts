import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '../../core/src/plugin';
import flv from '../../plugins/flv/src';
import matroska from '../../plugins/matroska/src/matroska';
import webm from '../../plugins/matroska/src/webm';
import mp4 from '../../plugins/mp4/src';
import mpegts from '../../plugins/mpegts/src';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

/** An encoder of pictures whose size changes while it runs, as an effect of the source does it. */
const encoder = (caps: string, element: string) =>
  defineComponent({
    type: 'resized-encoder',
    kind: 'encoder',
    description: 'Pictures whose size changes.',
    feeders: { default: { caps } },
    properties: {
      width: {
        type: 'int',
        default: 160,
        live: true,
        description: 'Width.',
        sets: 'size.caps',
        to: (width) => `video/x-raw,width=${String(width)},height=120,framerate=25/1`,
      },
    },
    pipeline: `videotestsrc is-live=true ! videoscale ! capsfilter name=size ! ${element}`,
  });
const H264 = encoder('video/x-h264', 'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25');
const VP8 = encoder('video/x-vp8', 'vp8enc deadline=1 cpu-used=8 keyframe-max-dist=25');

const playing: Played[] = [];
afterEach(async () => {
  for (const one of playing.splice(0).reverse()) await one.stop();
});

async function resized(muxer: typeof mp4, pictures: typeof H264): Promise<Played> {
  const source = await playComponent(pictures, {});
  playing.push(source);
  const played = await playComponent(muxer, { inputs: { 'default:video': source } });
  playing.push(played);
  await played.output().have(3);
  await source.set('width', 320);
  return played;
}

test.each([
  ['MP4', mp4, H264],
  ['Matroska', matroska, H264],
  ['WebM', webm, VP8],
])('%s: a muxer that refuses pictures of another size begins anew', async (_, muxer, pictures) => {
  const played = await resized(muxer, pictures);
  const changed = () => played.state.messages.find(({ id }) => id === 'feed-changed');
  await waitUntil('the change is told', () => changed() !== undefined);
  expect(changed()?.text).toBe('the feed of eater default:video changed its media while it was being muxed');
});

test.each([
  ['FLV', flv, H264],
  ['MPEG-TS', mpegts, H264],
])('%s: a muxer that takes pictures of another size goes on', async (_, muxer, pictures) => {
  const played = await resized(muxer, pictures);
  const last = () => Number(played.output().buffers.at(-1)?.pts);
  const before = last();
  await waitUntil('it goes on', () => last() > before + 3e9);
  expect(played.state.messages).toEqual([]);
});
