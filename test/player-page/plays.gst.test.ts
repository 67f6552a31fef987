import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { httpStreamer } from '../../plugins/http-streamer/src';
import { TestBrowser, type TestPage } from '../support/browser';
import {
  AAC,
  H264,
  H265,
  MATROSKA,
  muxed,
  OGG,
  OPUS,
  THEORA,
  VORBIS,
  VP8,
  WEBM,
} from '../support/muxed-sources';
import { beeping } from '../support/late-joiner';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

/** Seconds for which the flow has been running: people come late. */
const PAST = 3600;
/** H.264 with filling: of Matroska a browser reads tens of kilobytes before it plays. */
const FULL = `${H264} pass=cbr bitrate=600 option-string=nal-hrd=cbr ! h264parse`;

const browser = new TestBrowser();
let played: Played | undefined;
let page: TestPage | undefined;

beforeAll(() => browser.start());
afterEach(async () => {
  await page?.close();
  await played?.stop();
  page = played = undefined;
});
afterAll(() => browser.stop());

/** Opens the page of a stream. @returns the page and what feeds the stream. */
async function opened(input: string, view?: Parameters<TestBrowser['open']>[1]): Promise<[TestPage, Played]> {
  played = await playComponent(httpStreamer, {
    properties: {
      port: 0,
      interface: '127.0.0.1',
      'mount-point': '/live',
      'burst-on-connect': true,
      description: 'A "flash" & a beep',
    },
    inputs: { default: input },
    past: PAST,
  });
  await waitUntil('the stream', () => played?.state.mood === 'happy', 30_000);
  page = await browser.open(`${String(played.state.stats['stream-url'])}.html`, view);
  return [page, played];
}

/** Waits until black and white have been seen: the picture moves. */
async function flashes(shown: TestPage): Promise<void> {
  const seen: number[] = [];
  await waitUntil(
    () => `black and white; seen: ${seen.map(Math.round).join(' ')}; ${shown.problems.join('\n')}`,
    async () => {
      seen.push(await shown.brightness('#screen'));
      return Math.max(...seen) > 200 && Math.min(...seen) < 50;
    },
    40_000,
  );
}

const beeps = (shown: TestPage): Promise<void> =>
  waitUntil('a beep', async () => (await shown.loudness()) > 0.1, 30_000);

test.each([
  ['Ogg Theora and Vorbis', muxed(OGG, THEORA, VORBIS, PAST)],
  ['WebM', muxed(WEBM, VP8, VORBIS, PAST)],
  ['a transport stream', muxed('mpegtsmux', H264, AAC, PAST)],
])('%s: the picture moves by itself, and after a tap there is sound', async (_, input) => {
  const [shown] = await opened(input);
  await shown.says('#state', 'Live');
  await flashes(shown);
  expect(await shown.loudness()).toBe(0);
  await shown.page.click('#sound');
  await beeps(shown);
  await shown.says('#viewers', '1 viewer');
  expect(await shown.text('h1')).toBe('A "flash" & a beep');
  expect(shown.problems).toEqual([]);
});

test('MP3 waits for a gesture, as browsers want it, and is heard then', async () => {
  const [shown] = await opened(`${beeping('lamemp3enc', PAST)} ! mpegaudioparse`, {
    width: 390,
    height: 800,
    isMobile: true,
  });
  await shown.says('#big', 'Play');
  await shown.says('#state', 'Paused');
  await shown.page.tap('#big');
  await shown.says('#state', 'Live');
  await beeps(shown);
  expect(shown.problems).toEqual([]);
});

test.each([
  ['Theora, the sound of which nothing decodes', muxed(OGG, THEORA, 'flacenc ! flacparse', PAST)],
  ['H.264 in Matroska, to which the browser has to be brought', muxed(MATROSKA, FULL, undefined, PAST)],
])('a picture without sound moves: %s', async (_, input) => {
  const [shown] = await opened(input);
  await shown.says('#state', 'Live');
  await flashes(shown);
  expect(shown.problems).toEqual([]);
});

test.each([
  ['Speex', `${beeping('speexenc', PAST)} ! oggmux`.replace('rate=48000', 'rate=16000')],
  // Its sound would play beside a black picture.
  ['H.265 in Matroska', muxed(MATROSKA, H265, OPUS, PAST)],
  // Its first picture would stand still for an hour.
  ['H.264 and AAC in Matroska', muxed(MATROSKA, H264, AAC, PAST)],
])('what no browser plays is told: %s', async (_, input) => {
  const [shown] = await opened(input);
  await shown.says('#state', 'Cannot be played here');
  await shown.says('#notice', /VLC/);
});

test('what goes away is waited for and asked for again, and what comes back is played', async () => {
  const [shown, streamer] = await opened(muxed(OGG, THEORA, VORBIS, PAST));
  await shown.says('#state', 'Live');
  await streamer.lose('default');
  await shown.says('#state', 'Waiting for the stream');
  await streamer.restore('default', muxed(OGG, THEORA, VORBIS, PAST));
  await shown.says('#state', 'Live');
  await flashes(shown);
  await streamer.stop();
  await shown.says('#state', 'Interrupted');
  await shown.says('#notice', /Trying again/);
  played = undefined;
});
