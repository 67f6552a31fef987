import { afterEach, expect, test } from '@jest/globals';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import soundcard from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(soundcard, { properties, past });
  return played;
}

/** ALSA's device without hardware: it gives silence. */
const SILENT = { device: 'null' };

test.each([
  [{}, 'format=(string)S16LE', 'rate=(int)44100', 'channels=(int)2'],
  [{ channels: 1, samplerate: 48_000 }, 'format=(string)S16LE', 'rate=(int)48000', 'channels=(int)1'],
  [{ depth: 24 }, 'format=(string)S24LE', 'rate=(int)44100', 'channels=(int)2'],
  [{ depth: 8 }, 'format=(string)U8', 'rate=(int)44100', 'channels=(int)2'],
])('sound comes as asked for: %j', async (properties, ...parts) => {
  const component = await play({ ...SILENT, ...properties });
  const output = component.output();
  await output.have(5);
  for (const part of parts) expect(output.caps[0]?.text).toContain(part);
});

test('the times are those of the flow, and silence is metered', async () => {
  const component = await play(SILENT, 700);
  const output = component.output();
  await output.have(5);
  expect(output.times[0]).toBeGreaterThan(699);
  await waitUntil('silence on the meter', () => component.state.stats['volume-peak'] === -100);
});

test.each([
  [{ device: 'hw:29' }, 'device-absent'],
  [{ 'source-element': 'pulsesrc', device: 'no-such-source' }, /sound-server-absent|device-absent/],
  [{ 'source-element': 'osssrc', device: '/dev/no-dsp' }, 'device-absent'],
])('%j makes the component sad, with advice', async (properties, id) => {
  const component = await play(properties);
  await waitUntil('the component is sad', () => component.state.mood === 'sad');
  const errors = component.state.messages.filter((message) => message.level === 'error');
  expect(errors).toHaveLength(1);
  expect(errors[0]?.id).toMatch(id);
  expect(errors[0]?.advice).toBeDefined();
});
