import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { streamer } from '../../plugins/hls/src/streamer/streamer';
import { TestBrowser, type TestPage } from '../support/browser';
import { AAC, H264, muxed } from '../support/muxed-sources';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

/** Seconds for which the flow has been running: people come late. */
const PAST = 3600;

const browser = new TestBrowser();
let played: Played | undefined;
let page: TestPage | undefined;

beforeAll(() => browser.start());
afterEach(async () => {
  await page?.close();
  await played?.stop();
});
afterAll(() => browser.stop());

test('HLS: the picture moves by itself, and after a tap there is sound', async () => {
  played = await playComponent(streamer, {
    properties: { port: 0, interface: '127.0.0.1', 'mount-point': '/live', 'segment-duration': 1 },
    inputs: { default: muxed('mpegtsmux', H264, AAC, PAST) },
    past: PAST,
  });
  await waitUntil('three fragments', () => Number(played?.state.stats['segments'] ?? 0) >= 3, 30_000);
  const shown = await browser.open(`${new URL(String(played.state.stats['stream-url'])).origin}/live.html`);
  page = shown;
  await shown.says('#state', 'Live');
  const seen: number[] = [];
  await waitUntil(
    () => `black and white; seen: ${seen.map(Math.round).join(' ')}`,
    async () => {
      seen.push(await shown.brightness('#screen'));
      return Math.max(...seen) > 200 && Math.min(...seen) < 50;
    },
    40_000,
  );
  await shown.page.click('#sound');
  await waitUntil('a beep', async () => (await shown.loudness()) > 0.1, 30_000);
  await shown.says('#viewers', '1 viewer');
  expect(shown.problems).toEqual([]);
});
