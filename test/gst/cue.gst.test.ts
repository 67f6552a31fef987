import { GstFlow } from '../support/gst-feeds';

let flow: GstFlow;
beforeEach(() => {
  flow = new GstFlow();
});
afterEach(() => flow.close());

const OUT = 'fakesink sync=false async=false';

test('a cue for an element that is not there is refused', async () => {
  const pipeline = await flow.build({ text: `videotestsrc name=source ! clocksync ! ${OUT}` });
  pipeline.cue({ kind: 'follow', element: 'sauce', grid: [25, 1] });
  await expect(pipeline.setState('playing')).rejects.toMatchObject({ code: 'pipeline-invalid' });
});

test('a source that cannot be moved in is refused', async () => {
  const pipeline = await flow.build({
    text: `multifilesrc name=source location=${__filename} caps=video/x-raw ! clocksync ! ${OUT}`,
  });
  pipeline.cue({ kind: 'follow', element: 'source', grid: [25, 1] });
  await expect(pipeline.setState('playing')).rejects.toMatchObject({ code: 'pipeline-invalid' });
});

test('when the pipeline fails before media arrives, that failure is told, and at once', async () => {
  const pipeline = await flow.build({
    text: `filesrc name=source location=/never/made ! clocksync ! ${OUT}`,
  });
  pipeline.cue({ kind: 'follow', element: 'source', grid: [25, 1] });
  const begun = performance.now();
  await pipeline.setState('playing').catch(() => undefined);
  // Not after the eight seconds that media is waited for.
  expect(performance.now() - begun).toBeLessThan(7000);
  expect([...flow.said(pipeline), ...pipeline.poll()].map((event) => event.kind)).toContain('error');
});
