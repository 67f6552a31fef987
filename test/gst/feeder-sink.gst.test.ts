import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FeederSink } from '../../core/src/gst/gst';
import type { GstElement, GstPad } from '../../core/src/gst/node-gtk';
import { GstFlow } from '../support/gst-feeds';
import { waitUntil } from '../support/wait-until';

const SOUND = 'audiotestsrc is-live=true samplesperbuffer=800 ! audio/x-raw,rate=8000,channels=1';

let flow: GstFlow;
beforeEach(() => {
  flow = new GstFlow();
});
afterEach(async () => {
  await flow.close();
});

/** Has the next pads of the feeder's tee miss what passed before, as one does that is made in an unlucky moment. */
function missEvents(feeder: FeederSink): void {
  const { tee } = (feeder as unknown as { readonly sockets: { readonly tee: GstElement } }).sockets;
  const request = tee.requestPadSimple.bind(tee);
  tee.requestPadSimple = (template) => {
    const pad = request(template) as GstPad & { setActive(active: boolean): boolean };
    // What a pad keeps of events goes when it is shut.
    pad.setActive(false);
    pad.setActive(true);
    expect(pad.getCurrentCaps()).toBeNull();
    return pad;
  };
}

test('an eater that comes in the moment in which the caps do is fed', async () => {
  const from = await flow.build({ text: SOUND, feeders: ['default'] });
  await from.setState('playing');
  const feeder = from.feeder('default');
  await waitUntil('sound', () => feeder.buffers() > 0);
  missEvents(feeder);
  const to = await flow.build({
    text: 'fakesink sync=false async=false',
    eaters: [{ alias: 'default', eater: 'default' }],
  });
  await to.setState('playing');
  await flow.link(feeder, { pipeline: to, alias: 'default' });
  await waitUntil('ten buffers', () => to.eater('default').buffers() >= 10);
  expect(to.eater('default').caps()).toMatch(/^audio\/x-raw.*rate=\(int\)8000/);
  expect([...flow.said(from), ...flow.said(to)]).toEqual([]);
});
