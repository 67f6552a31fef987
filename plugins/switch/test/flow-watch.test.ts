import type { EaterFlow } from '@flumotion/core/plugin';
import { FlowWatch } from '../src/flow-watch';

const flow = (buffers: number): readonly EaterFlow[] => [
  { alias: 'a', connected: true, buffers, caps: undefined },
];

test('a process that stood still does not take its eaters for lost', () => {
  const watch = new FlowWatch(() => 600);
  watch.look(0, flow(1));
  watch.look(100, flow(2));
  watch.look(1100, flow(2));
  expect(watch.fed('a', 1100)).toBe(true);
  watch.look(1200, flow(3));
  expect(watch.steady('a', 1200)).toBe(1100);
  // What does not come after that is lost all the same.
  watch.look(3200, flow(3));
  for (let now = 3300; now <= 3600; now += 100) watch.look(now, flow(3));
  expect(watch.fed('a', 3500)).toBe(true);
  expect(watch.fed('a', 3600)).toBe(false);
});
