import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideTime } from '../../core/src/gst/clock';
import type { Pipeline } from '../../core/src/gst/gst';
import { loadGst } from '../../core/src/gst/load';
import { GstFlow } from '../support/gst-feeds';
import { waitUntil } from '../support/wait-until';

let flow: GstFlow;

beforeEach(() => {
  flow = new GstFlow();
});

afterEach(async () => {
  await flow.close();
});

const refused = (code: string, message: RegExp): Error =>
  expect.objectContaining({ code, message: expect.stringMatching(message) }) as unknown as Error;

describe('build', () => {
  const build = (text: string): Pipeline =>
    loadGst().build({ name: '/default/thing', text, eaters: [], feeders: [], taps: [] });

  it('names an absent element and says what to do', () => {
    expect(() => build('warpdrive ! fakesink')).toThrow(
      refused('element-missing', /warpdrive .*apt-cache search/),
    );
    expect(loadGst().hasElement('warpdrive')).toBe(false);
    expect(loadGst().hasElement('fakesink')).toBe(true);
  });

  it.each([
    ['videotestsrc colour=red ! fakesink', /\/default\/thing.*no property "colour"/],
    ['videotestsrc ! ! fakesink', /\/default\/thing.*syntax error/],
    ['videotestsrc ! audioconvert ! fakesink', /\/default\/thing.*could not link/],
  ])('refuses %s in words', (text, message) => {
    expect(() => build(text)).toThrow(refused('pipeline-invalid', message));
  });

  it('says which eater goes into an element that is not there', () => {
    const eaters = [{ alias: 'a', eater: 'default', into: 'mixer' }];
    expect(() =>
      loadGst().build({ name: '/default/thing', text: 'fakesrc ! fakesink', eaters, feeders: [], taps: [] }),
    ).toThrow(refused('pipeline-invalid', /no element named mixer/));
  });
});

describe('an element', () => {
  it('takes values by the type of its properties', async () => {
    const pipeline = await flow.build({
      text: 'videotestsrc name=v ! capsfilter name=c ! textoverlay name=t ! theoraenc name=e ! queue name=q ! fakesink',
    });
    const set = (element: string, property: string, value: string | number | boolean): unknown => {
      pipeline.element(element)?.set(property, value);
      return pipeline.element(element)?.get(property);
    };
    expect(set('v', 'pattern', 'ball')).toBe(18);
    expect(set('v', 'pattern', 2)).toBe(2);
    expect(set('v', 'is-live', true)).toBe(true);
    expect(set('v', 'timestamp-offset', 5_000_000_000)).toBe(5_000_000_000n);
    expect(set('t', 'text', 'say "hello" \\ twice')).toBe('say "hello" \\ twice');
    expect(set('t', 'text', 2026)).toBe('2026');
    expect(set('e', 'bitrate', '400')).toBe(400);
    expect(set('q', 'max-size-time', '1000000000')).toBe(1_000_000_000n);
    expect(() => set('c', 'caps', 'video/x-raw,width=64,framerate=25/1')).not.toThrow();
    expect(() => set('v', 'colour', 'red')).toThrow('element v has no property colour');
    expect(pipeline.element('nobody')).toBeUndefined();
  });
});

describe('a running pipeline', () => {
  it('tells what elements post, errors with domain and code, and the end', async () => {
    const level = await flow.build({
      text: 'audiotestsrc num-buffers=40 ! level interval=100000000 name=meter ! fakesink sync=false async=false',
    });
    await level.setState('playing');
    await waitUntil('the end', () => flow.said(level).some((event) => event.kind === 'eos'));
    const message = flow.said(level).find((event) => event.kind === 'element');
    expect(message).toMatchObject({ message: { source: 'meter', name: 'level' } });
    expect(message?.kind === 'element' && message.message.text).toMatch(/^level, .*rms=/);
    const broken = await flow.build({ text: 'filesrc name=file ! fakesink' });
    broken.element('file')?.set('location', '/nowhere/at.all');
    await expect(broken.setState('playing')).rejects.toThrow(
      refused('pipeline-invalid', /file: .*not found/),
    );
    await waitUntil('the error', () => flow.said(broken).length > 0);
    expect(flow.said(broken)).toMatchObject([
      { kind: 'error', error: { source: 'file', domain: 'gst-resource-error-quark', code: 3 } },
    ]);
  });

  it('says that a change of state hangs, and in which state', async () => {
    const starving = await flow.build({
      text: '@eater:default@ ! fakesink name=sink',
      eaters: [{ alias: 'a', eater: 'default' }],
    });
    await expect(starving.setState('playing', 200)).rejects.toThrow(
      refused('state-change-hangs', /did not reach playing within 0.2 s; it hangs in ready/),
    );
  });

  it('may be disposed of twice, and while nothing has played', async () => {
    const pipeline = await flow.build({ text: 'videotestsrc', feeders: ['default'] });
    await pipeline.dispose();
    await expect(pipeline.dispose()).resolves.toBeUndefined();
  });
});

describe('the clock', () => {
  it('gives two pipelines with one base time the same running time, one of them over the network', async () => {
    const provider = provideTime('127.0.0.1', 0);
    const text =
      'audiotestsrc is-live=true samplesperbuffer=441 ! level interval=10000000 post-messages=true ! fakesink sync=false async=false';
    const [here, there] = [await flow.build({ text }), await flow.build({ text })];
    await there.useClock(flow.baseTime, { host: '127.0.0.1', port: provider.port });
    await here.setState('playing');
    await there.setState('playing');
    const latest = (pipeline: Pipeline): number => {
      const event = flow.said(pipeline).findLast((said) => said.kind === 'element');
      const time =
        event?.kind === 'element' ? /running-time=\(guint64\)(\d+)/.exec(event.message.text)?.[1] : undefined;
      return Number(time ?? 0);
    };
    const now = (): number => Number(process.hrtime.bigint() - flow.baseTime);
    await waitUntil('both run', () => latest(here) > 2e8 && latest(there) > 2e8);
    await waitUntil('both are as late as the clock says', () =>
      [here, there].every((pipeline) => Math.abs(latest(pipeline) - now()) < 1e8),
    );
  });

  it('says which port is taken', async () => {
    const taken = createSocket('udp4');
    await new Promise<void>((resolve) => taken.bind(0, '127.0.0.1', resolve));
    const { port } = taken.address();
    try {
      expect(() => provideTime('127.0.0.1', port)).toThrow(
        refused('port-in-use', new RegExp(`port ${String(port)} `)),
      );
    } finally {
      await new Promise<void>((resolve) => taken.close(() => resolve()));
    }
  });

  it('says that nobody tells the time', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
    const pipeline = await flow.build({ text: 'fakesrc ! fakesink' });
    await expect(
      pipeline.useClock(flow.baseTime, { host: '127.0.0.1', port: silent.address().port }),
    ).rejects.toThrow(
      refused('deadline-passed', /the clock at 127\.0\.0\.1:\d+ \(UDP\) was not answered within 8 s/),
    );
    await new Promise<void>((resolve) => silent.close(() => resolve()));
  });
});
