import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import screencast from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(screencast, { properties, past });
  return played;
}

test('without a display the component is sad and says what to do', async () => {
  const component = await play({ display: ':4711' });
  await waitUntil('the component is sad', () => component.state.mood === 'sad');
  expect(component.state.messages).toEqual([expect.objectContaining({ level: 'error', id: 'no-display' })]);
});

describe('on an X server', () => {
  let server: TestProcess;
  let display: string;
  beforeAll(async () => {
    const screen = ['-screen', '0', '400x300x24', '-wr', '-nolisten', 'tcp'];
    // It chooses a display that is free, and says which when it listens.
    server = new TestProcess('Xvfb', 'Xvfb', ['-displayfd', '1', ...screen]);
    await waitUntil('the X server', () => server.stdout.includes('\n'));
    display = `:${server.stdout.trim()}`;
  });
  afterAll(async () => {
    server.kill();
    await server.end().catch(() => server.kill('SIGKILL'));
  });

  test('its white screen comes as pictures of the asked size and rate, on the time of the flow', async () => {
    const properties = {
      display,
      width: 160,
      height: 120,
      'x-offset': 20,
      'y-offset': 10,
      framerate: [10, 1] as const,
    };
    const component = await play(properties, 50);
    const output = component.output();
    await output.have(5);
    for (const part of [
      'format=(string)I420',
      'width=(int)160',
      'height=(int)120',
      'framerate=(fraction)10/1',
    ]) {
      expect(output.caps[0]?.text).toContain(part);
    }
    expect(luma(output.buffers[2]?.data ?? Buffer.alloc(0), 160, 120)).toBeGreaterThan(200);
    expect(output.times[0]).toBeGreaterThan(49.9);
    const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
    for (const step of steps) expect(step).toBeCloseTo(0.1, 3);
  });

  test('it starts and stops without a trace', async () => {
    await restartsCleanly(screencast, { properties: { display, width: 160, height: 120 } });
  });
});
