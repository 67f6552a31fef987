import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { luma, type Region } from '../../../test/support/media-content';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import overlay from '../src';

const GREY =
  'videotestsrc is-live=true pattern=solid-color foreground-color=0xff404040 ! video/x-raw,format=I420,width=320,height=240,framerate=25/1';
const LOGO = join(__dirname, '../assets/logo.png');

const TOP_LEFT: Region = { x: 0, y: 0, width: 160, height: 40 };
const TOP_RIGHT: Region = { x: 200, y: 0, width: 120, height: 40 };
const BOTTOM_LEFT: Region = { x: 4, y: 172, width: 64, height: 64 };
const BESIDE: Region = { x: 72, y: 172, width: 64, height: 64 };
const BOTTOM_RIGHT: Region = { x: 252, y: 172, width: 64, height: 64 };
const CENTER: Region = { x: 60, y: 90, width: 200, height: 60 };

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function draw(properties: PlayOptions['properties'] = {}, source = GREY): Promise<Output> {
  played = await playComponent(overlay, { properties, inputs: { default: source } });
  const output = played.output();
  await output.have(2);
  return output;
}

/** Whether something is drawn in a region of the newest picture: it is no longer plain. */
function drawn(output: Output, region: Region): boolean {
  const picture = output.buffers.at(-1)?.data ?? Buffer.alloc(0);
  let [least, most] = [255, 0];
  for (let y = region.y; y < region.y + region.height; y++) {
    for (let x = region.x; x < region.x + region.width; x++) {
      const value = picture[y * 320 + x] ?? 0;
      [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
  }
  return most - least > 20;
}

const shows = (output: Output, region: Region): Promise<void> =>
  waitUntil('the drawing', () => drawn(output, region));
const hides = (output: Output, region: Region): Promise<void> =>
  waitUntil('the plain picture', () => !drawn(output, region));

test('without properties the picture passes unchanged, in its own format', async () => {
  const output = await draw();
  expect(output.caps[0]?.text).toContain('format=(string)I420');
  for (const region of [TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, CENTER]) expect(drawn(output, region)).toBe(false);
});

test('text is drawn, changes, moves and goes while it plays', async () => {
  const output = await draw({ 'show-text': true, text: 'Flumotion' });
  await shows(output, TOP_LEFT);
  await played?.set('text-position', 'center');
  await shows(output, CENTER);
  await hides(output, TOP_LEFT);
  await played?.set('text', '');
  await hides(output, CENTER);
  await played?.set('text', '<b & c>');
  await shows(output, CENTER);
  await played?.set('show-text', false);
  await hides(output, CENTER);
});

test('text can be faint', async () => {
  const output = await draw({ 'show-text': true, text: 'WWWWWW', 'text-opacity': 0 });
  expect(drawn(output, TOP_LEFT)).toBe(false);
  await played?.set('text-opacity', 1);
  await shows(output, TOP_LEFT);
});

test('the clock is drawn and can be switched', async () => {
  const output = await draw({ 'show-clock': true });
  await shows(output, TOP_RIGHT);
  expect(drawn(output, TOP_LEFT)).toBe(false);
  await played?.set('show-clock', false);
  await hides(output, TOP_RIGHT);
});

test('logos stand side by side in their corner, and can move and fade', async () => {
  const output = await draw({ 'fluendo-logo': true, logo: [LOGO] });
  await shows(output, BOTTOM_LEFT);
  await shows(output, BESIDE);
  await played?.set('logo-position', 'bottom-right');
  await shows(output, BOTTOM_RIGHT);
  await hides(output, BOTTOM_LEFT);
  await played?.set('logo-opacity', 0);
  await hides(output, BOTTOM_RIGHT);
});

test('a logo that is not there makes the component sad, in words', async () => {
  played = await playComponent(overlay, {
    properties: { logo: ['/never/made.png'] },
    inputs: { default: GREY },
  });
  expect(played.state.mood).toBe('sad');
  expect(played.state.messages[0]?.text).toContain('the logo /never/made.png cannot be read');
});

test('pictures of other formats are drawn on too', async () => {
  const output = await draw({ 'show-text': true, text: 'MMMM' }, GREY.replace('I420', 'YUY2'));
  expect(output.caps[0]?.text).toContain('format=(string)YUY2');
  expect(luma(output.buffers[0]?.data ?? Buffer.alloc(0), 320, 240)).toBeGreaterThan(0);
});

test('it starts and stops without a trace', async () => {
  const properties = { 'show-text': true, text: 'Flumotion', 'show-clock': true, 'show-logo': true };
  await restartsCleanly(overlay, { properties, inputs: { default: GREY } });
});
