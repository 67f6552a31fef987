import { expect, test } from '@jest/globals';
import type { Played, PlayOptions } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import { steps } from './steps';

/**
 * What holds for whatever plays a file, beside the film itself.
 * @param play plays a file of the test's folder, in which there are `video.ogg`, `audio.ogg`, `folder`, `empty.ogg` and
 *   `text.ogg`, and no `absent.ogg`.
 * @param whole name of a file with picture and sound.
 */
export function commonCases(
  play: (name: string, options?: PlayOptions) => Promise<Played>,
  whole: string,
): void {
  test('size, shape and rate are obeyed', async () => {
    const properties = { width: 64, height: 64, 'is-square': true, framerate: [10, 1] as const };
    const video = (await play(whole, { properties })).output('video');
    await video.have(10);
    expect(video.caps[0]?.text).toMatch(/width=\(int\)64, height=\(int\)64/);
    expect(video.caps[0]?.text).toMatch(/framerate=\(fraction\)10\/1/);
    for (const step of steps(video)) expect(step).toBeCloseTo(0.1, 3);
  });

  test.each([
    ['video.ogg', 'video', 'audio'],
    ['audio.ogg', 'audio', 'video'],
  ])('%s has only one feed, and says so', async (name, present, absent) => {
    const component = await play(name);
    await component.output(present).have(30);
    expect(component.state.mood).toBe('happy');
    expect(component.state.messages).toEqual([
      expect.objectContaining({ id: `no-${absent}`, level: 'info' }),
    ]);
  });

  test.each([
    ['absent.ogg', 'is not there'],
    ['folder', 'is no file'],
    ['empty.ogg', 'is empty'],
  ])('%s makes the component sad, in words', async (name, words) => {
    const component = await play(name);
    expect(component.state.mood).toBe('sad');
    expect(component.state.messages[0]?.text).toContain(words);
  });

  test('a file that is no media makes the component sad', async () => {
    const component = await play('text.ogg');
    await waitUntil('the component is sad', () => component.state.mood === 'sad', 3000);
  });
}
